"""The words for the worksheet lines and refusals of the rules on working after retirement."""

from django.utils.translation import gettext_noop as _

LABELS: dict[str, tuple[str, str]] = {
    "reemployment.days": (_("Days that count"), "number"),
    "reemployment.suspended_on": (_("Annuity suspended from"), "date"),
    "suspension.payable": (_("Payable for the month of the suspension"), "money"),
    "recomputation.last_return": (_("Last day of re-entry that counts"), "date"),
    "recomputation.deadline": (_("All must be repaid by"), "date"),
    "recomputation.due": (_("To be repaid"), "money"),
    "retire_again.at_reentry": (_("Monthly amount payable when State service began again"), "money"),
}

HOWS: dict[str, str] = {
    "reemployment.distinct": _("distinct days worked in {year}"),
    "reemployment.within": _("distinct days worked in {year}: at most {most}, so the annuity continues"),
    "reemployment.day_too_many": _("day {number} of the calendar year; {most} are allowed"),
    "reemployment.first_day": _("{kind:word}: suspended from the first day"),
    "reemployment.not_affected": _("{kind:word}: the annuity is not affected"),
    "suspension.by_days": _("{monthly:money} × {paid_days} of {month_days} days of the month"),
    "recomputation.in_time": _("{years} years after retirement; re-entered {reentered_on:date}, in time"),
    "recomputation.too_late": _("{years} years after retirement; re-entered {reentered_on:date}, too late"),
    "recomputation.anniversary": _("{years} years after re-entry"),
    "recomputation.before_retirement": _(
        "the day before the next retirement, which comes before {fifth:date}, {years} years after re-entry"
    ),
    "retire_again.and_more": _(
        "paid again from the new retirement, with the additional annuity earned since, which a person figures"
    ),
    "recomputation.sum": _("all amounts received with {interest:money} interest"),
}

REFUSALS = {
    "reemployment.kind_not_covered": _("What {kind:word} does to a Tier {tier} annuity is not settled."),
    "reemployment.early_retirement_incentive": _(
        "Other rules hold for contract work of those who retired under the 2002 early retirement incentive."
    ),
    "reemployment.no_day": _("The first day of {kind:word} is not known."),
    "reemployment.additional_annuity": _(
        "The annuity earned since the return to work is figured by a person."
    ),
    "recomputation.reentered_first": _(
        "A return on {reentered_on:date} cannot come before the retirement on {retired_on:date}."
    ),
    "recomputation.not_applied_for": _(
        "The member has not applied to retire again: the last day of work is not known."
    ),
    "recomputation.period_not_on_record": _(
        "The record of employment does not show the new period. Somebody must complete it first."
    ),
    "recomputation.repayment_incomplete": _(
        "Interest needs both the amounts received and the day of repayment."
    ),
}
