"""When benefits are paid, and the days that follow from it."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from benefits.rules.law import Law
from benefits.rules.months import ONE_DAY, Month
from benefits.rules.worksheet import Line, line

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class PaymentDate:
    """The day on which a month's benefits are paid."""

    on: date
    worksheet: tuple[Line, ...]


def payment_date(*, month: Month, holidays: Container[date], law: Law) -> PaymentDate:
    """The 19th, or the last working day before it if that is a weekend or a State holiday.

    `holidays` are the State holidays of the month's year as observed, with any closing proclaimed since
    (80 Ill. Adm. Code 303.190). NotCovered: before 2001.
    """
    rule = law.value("payments", on=month.first_day)
    ordinary = month.first_day.replace(day=rule.integer("day"))
    on = ordinary
    while not is_working_day(on, holidays):
        on -= ONE_DAY
    how = "payment.ordinary" if on == ordinary else "payment.working_day_before"
    return PaymentDate(on, (line("payment.on", on, how, rule, day=rule.integer("day"), ordinary=ordinary),))


def mailed_check_missing_from(*, mailed_on: date, holidays: Container[date], law: Law) -> date:
    """The first day on which a member can report a mailed check missing: after ten working days."""
    day = mailed_on
    left = law.value("payments", on=mailed_on).integer("mail_working_days")
    while left:
        day += ONE_DAY
        left -= is_working_day(day, holidays)
    return day + ONE_DAY


def first_direct_deposit_month(*, received_on: date, law: Law) -> Month:
    """The first month paid by direct deposit: the month of the form if received by the 6th, else the next."""
    month = Month.of(received_on)
    in_time = received_on.day <= law.value("payments", on=received_on).integer("direct_deposit_by")
    return month if in_time else month.plus(1)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether the State works that day."""
    return day.weekday() < SATURDAY and day not in holidays
