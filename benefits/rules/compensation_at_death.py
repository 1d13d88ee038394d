"""Compensation on which death and disability benefits are figured (40 ILCS 5/14-103.12(b))."""

from datetime import date
from decimal import Decimal

from benefits.rules.compensation import FinalAverageCompensation
from benefits.rules.facts import PayBasis
from benefits.rules.law import Law
from benefits.rules.money import half_up
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import line


def full_time_compensation(
    *, final_average_compensation: Decimal, pay_basis: PayBasis, rate: Decimal, on: date, law: Law
) -> FinalAverageCompensation:
    """For a full-time member: the greater of the average and the rate of pay at the date, in dollars a month.

    Hourly rates count for 174 hours a month, per diem rates for 22 days. NotCovered: before 2001.
    """
    rule = law.value("final_average_at_death", on=on, pay_basis=pay_basis)
    monthly = half_up(rate * rule.integer("units"))
    greater = max(final_average_compensation, monthly)
    steps = (
        line(
            "compensation.rate_at_death",
            monthly,
            "compensation.units_of_month",
            rule,
            rate=rate,
            units=rule.integer("units"),
        ),
        line(
            "compensation.greater",
            greater,
            "compensation.greater_of",
            rule,
            average=final_average_compensation,
            rate=monthly,
        ),
    )
    return FinalAverageCompensation(greater, steps)


def part_time_compensation(
    *, last_full_month: Decimal | None, on: date, law: Law
) -> FinalAverageCompensation:
    """For a part-time member: the pay of the last full month, in dollars a month. NotCovered: it is unknown."""
    if last_full_month is None:
        raise NotCovered("compensation.last_month_unknown")
    rule = law.value("final_average_at_death", on=on, pay_basis="monthly")
    step = line("compensation.last_full_month", last_full_month, "compensation.as_recorded", rule)
    return FinalAverageCompensation(last_full_month, (step,))
