"""The payment calendar: the rule's dates for a year, handed to the post room to publish."""

from datetime import date

from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.rules.payment_dates import payment_date
from benefits.state_holidays import state_holidays
from notices.models import CalendarEntry
from notices.services import calendar
from notices.services.calendar import PaymentOn, Published
from sers_portal.base import clock, jobs
from sers_portal.base.audit import Actor

KIND = "benefits.publish_payment_calendar"
# Next year's dates are published in autumn, from this month on.
FIRST_MONTH_FOR_NEXT_YEAR = 10


def publish_year(*, year: int, by: Actor) -> Published:
    """Work out a year's payment dates and publish them with the State holidays. Idempotent."""
    holidays = state_holidays(year)
    closings = CalendarEntry.objects.filter(kind=CalendarEntry.Kind.CLOSING, on__year=year)
    closed = holidays.keys() | set(closings.values_list("on", flat=True))
    payments = [_payment(Month(year, month), closed) for month in range(1, 13)]
    return calendar.publish(year=year, payments=payments, holidays=holidays, by=by)


def _payment(month: Month, closed: set[date]) -> PaymentOn:
    law = load_law()
    ordinary = month.first_day.replace(day=law.value("payments", on=month.first_day).integer("day"))
    return PaymentOn(month.first_day, payment_date(month=month, holidays=closed, law=law).on, ordinary)


def order_years_due() -> None:
    """Order the publishing of each year that should be public by now and is not: at most once a day."""
    today = clock.today()
    for year in years_due(today):
        if not is_published(year):
            jobs.add(KIND, {f"payment-calendar:{year}:{today}": {"year": year}})


def order_again(*, year: int, cause: str) -> None:
    """Order a year anew because of a change, if its dates are public; a year still to come is no concern yet."""
    if is_published(year):
        jobs.add(KIND, {f"payment-calendar:{year}:{cause}": {"year": year}})


def years_due(today: date) -> list[int]:
    """The years whose dates should be public: this one, and from October the next."""
    return [today.year, today.year + 1] if today.month >= FIRST_MONTH_FOR_NEXT_YEAR else [today.year]


def is_published(year: int) -> bool:
    """Whether all twelve payment dates of a year are public."""
    payments = CalendarEntry.objects.filter(kind=CalendarEntry.Kind.PAYMENT, month__year=year)
    return payments.count() == len(range(1, 13))
