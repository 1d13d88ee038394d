"""The words for worksheet lines: labels with the way their figure is said, and how each figure came about."""

from django.utils.translation import gettext_noop as _

LABELS: dict[str, tuple[str, str]] = {
    "service_credit.earned": (_("Service credit earned, in months"), "number"),
    "service_credit.month": (_("Service credit of the month, in months"), "number"),
    "contribution.room": (_("Left under the Tier 2 cap"), "money"),
    "contribution.pensionable": (_("Earnings that count"), "money"),
    "contribution.retirement": (_("Retirement contribution"), "money"),
    "contribution.survivor": (_("Survivor contribution"), "money"),
    "contribution.total": (_("Total contribution"), "money"),
    "contribution.paid_by_member": (_("Paid by the member"), "money"),
    "contribution.picked_up": (_("Picked up by the employer"), "money"),
    "refund.total": (_("Refund of contributions"), "money"),
    "refund.alternative_excess": (_("Alternative contributions in excess of regular ones"), "money"),
    "refund.survivor_share": (_("Refund of the survivor share"), "money"),
    "estimate.pay_carried_on": (
        _("Pay supposed from {first:month} to {until:month}, monthly at first"),
        "money",
    ),
    "what_if.service": (_("Service at retirement"), "duration"),
    "what_if.final_average": (_("Final average compensation, monthly, as stated"), "money"),
    "interest.year": (_("Balance after fiscal year {year}"), "money"),
    "interest.unfinished_year": (_("Balance with the unfinished fiscal year"), "money"),
    "interest.total": (_("Interest credited"), "money"),
    "interest.receipt_due": (_("Due for the amount received on {on:date}"), "money"),
    "tier_2_year.cap": (_("Tier 2 earnings cap for {year}"), "money"),
    "tier_2_year.rate": (_("Tier 2 increase rate for {year}"), "percent"),
    "compensation.capped_year": (_("Earnings counted in {year}"), "money"),
    "compensation.year": (_("Pay counted for {year}"), "money"),
    "compensation.window_total": (_("Pay of the highest consecutive months"), "money"),
    "compensation.excess": (_("Left out of the last 12 months"), "money"),
    "compensation.average": (_("Final average compensation, monthly"), "money"),
    "compensation.last_rate": (_("Rate of pay on the last day, monthly, as limited"), "money"),
    "compensation.greater": (_("Final average compensation that counts, monthly"), "money"),
    "compensation.rate_at_death": (_("Rate of pay at that date, monthly"), "money"),
    "compensation.last_full_month": (_("Compensation that counts, monthly"), "money"),
    "annuity.route": (_("Age at the start of the annuity"), "duration"),
    "annuity.not_payable": (_("Age at the day asked for"), "duration"),
    "annuity.percent.regular": (_("Earned under the regular formula"), "percent"),
    "annuity.percent.alternative": (_("Earned under the alternative formula"), "percent"),
    "annuity.percent": (_("Percent of final average compensation"), "percent"),
    "annuity.reduction": (_("Reduction for the early start"), "percent"),
    "annuity.by_formula": (_("Annuity by the formula, monthly"), "money"),
    "annuity.minimum": (_("Minimum annuity, monthly: it replaces the smaller amount"), "money"),
    "annuity.minimum_met": (_("Minimum annuity, monthly: the annuity is not below it"), "money"),
    "annuity.after_option": (_("Annuity with the Social Security offset removed, monthly"), "money"),
    "increase.first": (_("First increase"), "date"),
    "increase.from": (_("Monthly from {on:date}"), "money"),
    "increase.minimum": (_("Monthly from {on:date}, by the minimum"), "money"),
    "survivor.before_offset": (_("Survivor annuity before the offset, monthly"), "money"),
    "survivor.offset": (_("Social Security offset, monthly"), "money"),
    "survivor.monthly": (_("Survivor annuity, monthly"), "money"),
    "occupational_death.monthly": (_("Occupational death annuity, monthly"), "money"),
    "disabled_child.limit": (_("A disabled child must earn less than, in a calendar quarter"), "money"),
    "lump_sum.salary": (_("Pay for the years of service"), "money"),
    "lump_sum.amount": (_("Lump sum"), "money"),
    "shares.share": (_("Share of beneficiary {number}"), "money"),
    "payment.on": (_("Day of payment"), "date"),
    "tax.filing": (_("Withholding as"), "word"),
    "tax.base": (_("Yearly amount looked up in the tax table"), "money"),
    "tax.base_of_pay": (_("Yearly amount of jobs and other pensions looked up in the tax table"), "money"),
    "tax.annual": (_("Federal income tax for the year"), "money"),
    "tax.annual_of_both": (_("Federal income tax for the year, with jobs and other pensions"), "money"),
    "tax.annual_of_pay": (_("Federal income tax for the year on jobs and other pensions alone"), "money"),
    "tax.monthly": (_("Federal income tax withheld, monthly"), "money"),
    "tax.lump_sum": (_("Federal income tax withheld from the lump sum"), "money"),
}

HOWS: dict[str, str] = {
    "service_credit.monthly": _(
        "{units:number} calendar days: {whole} or more earn a month, {half} or more half a month, "
        "any fewer a quarter"
    ),
    "service_credit.per_diem": _(
        "{units:number} work days: {whole} or more earn a month, {half} or more half a month, any fewer a quarter"
    ),
    "service_credit.hourly": _(
        "{units:number} hours: {whole} or more earn a month, {half} or more half a month, any fewer a quarter"
    ),
    "service_credit.limit": _("{earned:number} earned, at most one month in a calendar month"),
    "contribution.all_counts": _("all compensation counts, overtime included"),
    "contribution.cap_of_year": _(
        "{cap:money} is the cap of {year}, the calendar year of the payment; {so_far:money} counted before"
    ),
    "contribution.up_to_cap": _("{earnings:money} earned, as far as the cap leaves room"),
    "contribution.share": _("{percent:percent} × {pensionable:money}"),
    "contribution.sum": _("{retirement:money} + {survivor:money}"),
    "contribution.remaining_points": _(
        "{percent:percent} × {pensionable:money}: what the typical pick-up leaves to the member"
    ),
    "contribution.rest_picked_up": _("{total:money} − {paid:money}"),
    "contribution.record_rules": _("{total:money} − {picked_up:money} picked up, as the pay record states"),
    "refund.everything": _("{retirement:money} + {survivor:money}, without interest"),
    "refund.no_eligible_survivor": _("survivor contributions, without interest, as no spouse would be paid"),
    "estimate.full_months": _("the last pay on record, full months, raised {growth:percent} each July"),
    "what_if.as_stated": _("as you stated it"),
    "what_if.service_goes_on": _(
        "{stated:duration} as you stated, and {more:duration} of full months through {last:month}"
    ),
    "refund.difference": _("{alternative:money} contributed − {regular:money} under the regular formula"),
    "interest.credit": _(
        "{start:money} + {percent:percent} of it ({credited:money}) + {added:money} contributed"
    ),
    "interest.no_interest_yet": _("{added:money} contributed since, without interest yet"),
    "interest.sum": _("all yearly interest together; the balance is {balance:money}"),
    "interest.charge": _(
        "{amount:money} with {percent:percent} a year compounded for {years} years, then for {days}/365 of a year: "
        "{interest:money} interest"
    ),
    "tier_2_year.published": _("as published for {year}"),
    "tier_2_year.half_of_index": _(
        "half of the {change:percent} change of the consumer price index, from 0% to 3%"
    ),
    "tier_2_year.raised": _("{cap:money} raised by {percent:percent}"),
    "compensation.cap": _("{paid:money} paid, limited by the cap of the calendar year {year}"),
    "compensation.months_of_year": _("{months} months of {year}"),
    "compensation.best_window": _(
        "the sum of {months} months of service, {first:month} to {last:month}: the highest within the last "
        "{last_months} months of service"
    ),
    "compensation.last_year_limit": _(
        "the last {last_months} months hold {last_pay:money}; they may hold 12 × {percent}% of {base:money}, the "
        "average of {base_months} months: {limit:money}"
    ),
    "compensation.divide": _("{total:money} ÷ {months} months"),
    "compensation.limited_rate": _(
        "{rate:money}, but at most {percent}% of {recent_average:money}, the average of the last {months} months"
    ),
    "compensation.greater_of": _("the greater of {average:money} and {rate:money}"),
    "compensation.units_of_month": _("{rate:money} × {units:number}"),
    "compensation.as_recorded": _("the pay of the last full month"),
    "annuity.no_route": _(
        "{service:duration} of service, {reciprocal:duration} of it reciprocal besides: no rule opens an annuity yet"
    ),
    "annuity.route.regular.age": _(
        "with {service:duration} of service and {reciprocal:duration} reciprocal: {needed_age:duration} with "
        "{needed_service:duration} is enough"
    ),
    "annuity.route.regular.35_years": _(
        "with {service:duration} of service and {reciprocal:duration} reciprocal: {needed_service:duration} is "
        "enough at any age"
    ),
    "annuity.route.regular.rule_of_85": _(
        "with {service:duration} of service and {reciprocal:duration} reciprocal: together {needed_sum:duration} "
        "in whole months, with at least {needed_service:duration} of service"
    ),
    "annuity.route.regular.reduced": _(
        "with {service:duration} of service and {reciprocal:duration} reciprocal: {needed_age:duration} with "
        "{needed_service:duration} is enough for a reduced annuity"
    ),
    "annuity.route.alternative.age": _(
        "with {alternative:duration} under the alternative formula: {needed_age:duration} with "
        "{needed_service:duration} is enough"
    ),
    "annuity.route.alternative.25_years": _(
        "with {alternative:duration} under the alternative formula: {needed_age:duration} with "
        "{needed_service:duration} is enough"
    ),
    "annuity.route.alternative.police": _(
        "with {alternative:duration} under the alternative formula, police group: {needed_age:duration} with "
        "{needed_service:duration} is enough"
    ),
    "annuity.rate": _("{percent:percent} × {months:number} months ÷ 12"),
    "annuity.maximum": _("{earned:percent} earned, at most {most}%"),
    "annuity.months_early": _("{months} months before {full_age:duration} × {percent:percent}"),
    "annuity.unreduced": _("{compensation:money} × {percent:percent}"),
    "annuity.reduced": _("{compensation:money} × {percent:percent}, less {reduction:percent} of it"),
    "annuity.minimum_per_year": _(
        "{per_year:money} × {months:number} months ÷ 12, for at most {most_years} years"
    ),
    "annuity.offset_removal": _("{annuity:money} − {percent:percent} of it ({price:money})"),
    "increase.after_age": _(
        "January 1 on or after the later of age {age} ({from_age:date}) and the first anniversary of the start "
        "({from_start:date})"
    ),
    "increase.after_anniversary": _(
        "January 1 on or after the first anniversary of the start ({from_start:date})"
    ),
    "increase.survivor_of_retiree": _("January 1 on or after the start of the benefit ({start:date})"),
    "increase.survivor_of_member": _(
        "January 1 after the first anniversary of the start of the benefit ({start:date})"
    ),
    "increase.of_original": _(
        "{before:money} + {percent:percent} of the original {base:money} ({step:money})"
    ),
    "increase.compounded": _("{before:money} + {percent:percent} of it ({step:money})"),
    "increase.raised_to_minimum": _("raised to the minimum annuity"),
    "survivor.share": _("{annuity:money} × {numerator}/{denominator}"),
    "survivor.half_of_social_security": _(
        "{percent:percent} of {social_security:money} Social Security is {half:money}; at most "
        "{most_percent:percent} of the benefit, {limit:money}"
    ),
    "survivor.no_offset.noncovered": _("none: the member was not covered by Social Security"),
    "survivor.no_offset.short_coverage": _(
        "none: the member was covered by Social Security for too short a time"
    ),
    "survivor.no_offset.before_retirement": _("none: the member died before retirement"),
    "survivor.no_offset.removed": _("none: the member chose to have the offset removed"),
    "survivor.no_offset.young": _("none before the survivor is {age}"),
    "survivor.after_offset": _("{before:money} − {offset:money}"),
    "occupational_death.share": _(
        "{percent:percent} of {compensation:money}, less {workers_compensation:money} workers' compensation"
    ),
    "disabled_child.three_months": _("{months} × {monthly:money}"),
    "lump_sum.retirement_share": _(
        "{contributions:money} retirement contributions + {interest:money} interest"
    ),
    "lump_sum.all_contributions": _("{contributions:money} contributions + {interest:money} interest"),
    "lump_sum.contributions_and_salary": _(
        "{contributions:money} contributions + {interest:money} interest + {salary:money} pay"
    ),
    "lump_sum.months_of_pay": _(
        "{months} × {compensation:money}: a month for each of {years} complete years, at least {least} and at most "
        "{most}"
    ),
    "lump_sum.greater_of": _(
        "the greater of {least:money} and {contributions:money} contributions + {interest:money} interest − "
        "{annuity_paid:money} annuity paid ({unpaid:money})"
    ),
    "lump_sum.nothing": _("none, as a survivor annuity is payable"),
    "shares.rounded_down": _("{percent:percent} of {amount:money}, rounded down"),
    "shares.with_the_rest": _(
        "{percent:percent} of {amount:money}, rounded down, and {left_over:money} left over by rounding"
    ),
    "payment.ordinary": _("the {day}th of the month"),
    "payment.working_day_before": _(
        "{ordinary:date} is a weekend or a State holiday: the last working day before"
    ),
    "tax.default": _("no form W-4P on file; benefit begun {began:date}"),
    "tax.less_adjustment": _("12 × {monthly:money} − {adjustment:money}"),
    "tax.bracket": _("{to_there:money} + {percent:percent} of ({base:money} − {over:money})"),
    "tax.twelfth": _("{annual:money} ÷ 12"),
    "tax.elected": _("your form W-4P"),
    "tax.less_elected": _(
        "12 × {monthly:money} + {other:money} other income − {deductions:money} deductions − {adjustment:money}"
    ),
    "tax.less_elected_with_pay": _(
        "{pay:money} jobs and other pensions + 12 × {monthly:money} + {other:money} other income "
        "− {deductions:money} deductions − {adjustment:money}"
    ),
    "tax.pay_less_adjustment": _("{pay:money} − {adjustment:money}"),
    "tax.added_by_annuity": _("{both:money} − {pay:money}: what this benefit adds"),
    "tax.twelfth_elected": _("{annual:money} ÷ 12 − {credits:money} ÷ 12 + {extra:money} extra"),
    "tax.none_elected": _("no withholding, by your form W-4P"),
    "tax.not_taxable": _("this benefit is not subject to federal income tax"),
    "tax.part_paid_out": _("{percent:percent} of ({taxable:money} − {rolled_over:money} rolled over)"),
}
