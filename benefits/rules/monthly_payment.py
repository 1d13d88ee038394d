"""What an annuity pays for one month: the amount in force, less the days of a suspension."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from benefits.rules.money import half_up
from benefits.rules.months import Month

# The first and the last unpaid day; the last is None while nobody knows it.
Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class MonthPayable:
    """What is payable for a month, in dollars, and for how many of its days."""

    gross: Decimal
    days_paid: int
    days: int

    @property
    def is_prorated(self) -> bool:
        return self.days_paid < self.days


def month_payable(*, monthly: Decimal, month: Month, suspended: Iterable[Span] = ()) -> MonthPayable:
    """The monthly amount, by calendar days where part of the month is suspended, half-up to the cent.

    Benefits are paid for whole calendar months otherwise, the last one included (a choice of this project: law file
    suspension_proration; 40 ILCS 5/14-111).
    """
    days = month.last_day.day
    unpaid = {day for span in suspended for day in _days_within(span, month)}
    paid = days - len(unpaid)
    return MonthPayable(half_up(Fraction(monthly) * paid / days), paid, days)


def rest_of_month(
    *, before: Decimal, after: Decimal, month: Month, suspended: Iterable[Span] = ()
) -> Decimal:
    """What a month that was paid at one amount lacks where a higher one holds, in dollars; nothing of suspended days.

    Both amounts are paid by the days of the month, each half-up to the cent, and the rest is what lies between them.
    """
    spans = tuple(suspended)
    paid, payable = (
        month_payable(monthly=monthly, month=month, suspended=spans).gross for monthly in (before, after)
    )
    return payable - paid


def amount_in_force(amounts: Iterable[tuple[date, Decimal]], *, on: date) -> Decimal | None:
    """The amount that holds on a day, of those given with their first days; None before the first."""
    begun = [(from_on, monthly) for from_on, monthly in amounts if from_on <= on]
    return max(begun)[1] if begun else None


def months_due(
    *, starts_on: date, ends_on: date | None, paid: Container[date], earliest: Month, through: Month
) -> list[Month]:
    """The months from the start to the end of an annuity that are not among those paid, by their first days."""
    first = max(Month.of(starts_on), earliest)
    last = through if ends_on is None else min(through, Month.of(ends_on))
    months = (Month.from_ordinal(number) for number in range(first.ordinal, last.ordinal + 1))
    return [month for month in months if month.first_day not in paid]


def _days_within(span: Span, month: Month) -> range:
    first, last = span
    begin = max(first, month.first_day)
    end = month.last_day if last is None else min(last, month.last_day)
    return range(begin.day, end.day + 1) if begin <= end else range(0)
