"""Why a row was rejected or waits, in plain sentences: what is wrong, and what to do next."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext, gettext_noop

AMOUNT = gettext_noop(
    '%(column)s is "%(found)s". Write dollars and cents with a point and no other sign, for example 4250.00.'
)
BELOW_ZERO = gettext_noop(
    '%(column)s is "%(found)s", below zero. To take pay back, send the month anew with the number of the '
    "record it replaces in the column corrects."
)
REASONS = {
    "unreadable": gettext_noop("The row cannot be read as CSV. Check its quotation marks."),
    "columns": gettext_noop(
        "The row has %(found)s columns and must have %(wanted)s. Check for a missing or an extra comma."
    ),
    "member_id_malformed": gettext_noop('member_id is "%(found)s". Write the Member ID: six to nine digits.'),
    "employer_malformed": gettext_noop(
        'employer is "%(found)s". Write the agency\'s code: up to 20 letters and digits.'
    ),
    "month_malformed": gettext_noop('month is "%(found)s". Write year and month, for example 2026-03.'),
    "paid_on_malformed": gettext_noop(
        'paid_on is "%(found)s", which is no date. Write year, month and day, for example 2026-03-31.'
    ),
    "pay_basis_malformed": gettext_noop('pay_basis is "%(found)s". Write monthly, per_diem or hourly.'),
    "units_malformed": gettext_noop(
        'units is "%(found)s". Write the days or hours worked, with at most two decimals.'
    ),
    "units_negative": BELOW_ZERO,
    "earnings_malformed": AMOUNT,
    "earnings_negative": BELOW_ZERO,
    "formula_malformed": gettext_noop('formula is "%(found)s". Write regular or alternative.'),
    "coverage_malformed": gettext_noop('coverage is "%(found)s". Write covered or noncovered.'),
    "contribution_malformed": AMOUNT,
    "contribution_negative": BELOW_ZERO,
    "picked_up_malformed": AMOUNT,
    "picked_up_negative": BELOW_ZERO,
    "corrects_malformed": gettext_noop(
        'corrects is "%(found)s". Leave it empty, or write the number of the pay record that this row replaces.'
    ),
    "unknown_member": gettext_noop(
        "No member has the Member ID %(member_id)s. Enrol the person first, or mend the number, and import the row again."
    ),
    "unknown_employer": gettext_noop(
        "No agency has the code %(employer)s. Mend the code, or have the agency added, and import the row again."
    ),
    "units_not_whole": gettext_noop(
        "%(units)s days were reported. Days are counted whole: any part of a day is a day."
    ),
    "units_impossible": gettext_noop(
        "%(units)s days or hours are more than the month %(month)s has (%(pay_basis)s pay). Mend units or pay_basis."
    ),
    "earnings_impossible": gettext_noop(
        "Earnings of %(earnings)s in one month cannot be right. Mend the amount."
    ),
    "paid_too_early": gettext_noop(
        "Paid on %(paid_on)s, more than a month before the month worked (%(month)s) began. Mend one of the two."
    ),
    "paid_far_ahead": gettext_noop("paid_on is %(paid_on)s, more than a year from today. Mend the date."),
    "not_employed": gettext_noop(
        "SERS has no record that this member worked for %(employer)s in %(month)s. Report the hiring first "
        "(enrolment), or mend the row, and import it again."
    ),
    "picked_up_over_contribution": gettext_noop(
        "picked_up is %(picked_up)s, more than the whole contribution of %(contribution)s. Mend one of the two."
    ),
    "not_covered": gettext_noop(
        "The law held here has no figures for pay on %(paid_on)s in this member's tier. SERS enters such pay by hand."
    ),
    "picked_up_too_early": gettext_noop(
        "Employers picked up no contributions as early as %(paid_on)s. Set picked_up to 0.00, or mend the date."
    ),
    "corrects_unknown": gettext_noop(
        "There is no pay record %(record)s to correct. Look up the number on the member's pay page."
    ),
    "corrects_another": gettext_noop(
        "Pay record %(record)s is about another member, agency or month than this row. Look up the right number."
    ),
    "already_corrected": gettext_noop(
        "The pay record to correct was replaced by record %(record)s already. To change that one, name it instead."
    ),
    "already_recorded": gettext_noop(
        "This member's pay for this month and agency is recorded already, as record %(record)s. If this row is to "
        "replace it, write that number in the column corrects."
    ),
    "repeated": gettext_noop(
        "Line %(line)s of the same file is about the same pay. Keep one of the two rows."
    ),
    "contribution_differs": gettext_noop(
        "The contribution should be %(expected)s but is %(got)s (pay that counts: %(pensionable)s of %(earnings)s). "
        "Mend the amount, or the formula, coverage or date it rests on."
    ),
    "awaiting_law": gettext_noop(
        "The Tier 2 earnings limit for %(year)s is not known yet. The row waits and is taken up when it is entered."
    ),
}
MONEY = ("expected", "got", "pensionable", "earnings", "picked_up", "contribution")


def say_reason(reason: str, detail: Mapping[str, object], values: Mapping[str, str] | None = None) -> str:
    """The sentence for a held row. `values` are the row's own columns, by name. KeyError: no such reason."""
    column = reason.rpartition("_")[0]
    known = {"column": column, **(values or {}), **detail}
    return gettext(REASONS[reason]) % {name: _say(name, value) for name, value in known.items()}


def _say(name: str, value: object) -> str:
    try:
        return f"{Decimal(str(value)):,.2f}" if name in MONEY else str(value)
    except ArithmeticError:
        return str(value)
