"""The words for refusals, by key. What to do next is added by benefits/wording.py."""

from django.utils.translation import gettext_noop as _

REFUSALS = {
    "law.before_first": _(
        "{title:word}: the values held here begin on {first:date}, and {on:date} is before that."
    ),
    "law.before_tier_2": _("{title:word}: there is no figure for {on:date}; the first is for {first:date}."),
    "law.after_last": _(
        "{title:word}: the last year held is {last}, and a figure for {year} is needed. It follows from {next}."
    ),
    "service_credit.units_missing": _("The work of a month on {pay_basis:word} pay was not stated."),
    "service_credit.units_negative": _("The work of a month cannot be less than nothing: {units:number}."),
    "interest.future_contribution": _(
        "A contribution of fiscal year {year} cannot be in the account on {as_of:date}."
    ),
    "interest.repaid_before_receipt": _(
        "An amount received on {on:date} cannot be repaid earlier, on {repaid_on:date}."
    ),
    "estimate.no_recent_pay": _(
        "No pay of the 12 months before {on:date} is on record, so there is none to carry on from."
    ),
    "estimate.not_payable": _("No annuity is payable on {on:date}: the age or the service is not reached."),
    "estimate.too_far": _("{on:date} is too far away to estimate."),
    "compensation.no_pay": _("No pay is on record, so there is nothing to average."),
    "compensation.last_rate_unknown": _(
        "With 20 years under the alternative formula the rate of pay on the last day counts, and it is not known."
    ),
    "compensation.last_month_unknown": _(
        "For a part-time member the pay of the last full month counts, and it is not known."
    ),
    "annuity.start_not_first": _("An annuity starts on the first day of a month, and {on:date} is not one."),
    "annuity.start_before_leaving": _(
        "An annuity cannot start on {on:date}: employment lasts until {last_day:date}."
    ),
    "annuity.service_not_in_quarters": _(
        "Service credit comes in whole quarters of a month, none below zero."
    ),
    "annuity.more_alternative_than_service": _(
        "Service under the alternative formula ({alternative:duration}) is more than all service "
        "({service:duration})."
    ),
    "annuity.mixed_coverage": _("Service is partly covered by Social Security and partly not."),
    "annuity.level_income": _("The factors of the Level Income Option are not public in full."),
    "increase.no_rate": _("No increase rate is held for {year}."),
    "survivor.several_claimants": _("Several survivors claim at once."),
    "lump_sum.inactive_with_survivor_annuity": _(
        "The lump sum for an inactive member with a survivor annuity payable is not settled in the sources."
    ),
    "lump_sum.facts_missing": _(
        "For a death in service, the service credit and the final average compensation must be known."
    ),
    "lump_sum.taxed_pay_unknown": _(
        "What of the contributions was paid from taxed pay is not on record in full, so the taxable part of the lump sum "
        "is not known."
    ),
    "lump_sum.given_back_unknown": _(
        "{paid:money} of the contributions was paid from taxed pay. What of it the monthly payments gave back free of "
        "tax is not known: a form 1099-R is missing for a year of the annuity, or names no taxable amount."
    ),
    "shares.not_all": _("The shares must sum to {together}%, none below zero; they sum to {sum:percent}."),
}
