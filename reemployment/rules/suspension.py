"""What is paid around a suspension: the days before it, and the month in which the annuity resumes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

from benefits.rules.law import Law
from benefits.rules.money import half_up
from benefits.rules.months import Month
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Line, line


@dataclass(frozen=True, slots=True)
class SuspensionMonth:
    """What is payable for the month in which the annuity is suspended, in dollars."""

    payable: Decimal
    worksheet: tuple[Line, ...]


def suspension_month(*, monthly_annuity: Decimal, suspended_on: date, law: Law) -> SuspensionMonth:
    """The annuity through the day before the suspension, by calendar days of that month, in dollars."""
    rule = law.value("suspension_proration", on=suspended_on)
    paid_days = suspended_on.day - 1
    month_days = Month.of(suspended_on).last_day.day
    payable = half_up(Fraction(monthly_annuity) * paid_days / month_days)
    step = line(
        "suspension.payable",
        payable,
        "suspension.by_days",
        rule,
        monthly=monthly_annuity,
        paid_days=paid_days,
        month_days=month_days,
    )
    return SuspensionMonth(payable, (step,))


def annuity_resumes_on(*, employment_ended_on: date) -> date:
    """The first of the month after the employment ends."""
    return Month.of(employment_ended_on).plus(1).first_day


def additional_annuity() -> NoReturn:
    """The annuity earned since re-entry is computed by a person: always NotCovered (40 ILCS 5/14-111)."""
    raise NotCovered("reemployment.additional_annuity")
