"""The published days on which benefits are paid, each with the reason why it falls on that day."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from benefits.state_holidays import state_holidays
from notices.calendar import say_why
from notices.models import CalendarEntry

Kind = CalendarEntry.Kind


class PaymentDay(NamedTuple):
    """A published payment day: the month it pays (its first day), and why it is not the 19th ("" where it is)."""

    uid: UUID
    month: date
    on: date
    reason: str


def payment_days(*, since: date, until: date | None = None) -> list[PaymentDay]:
    """The published payment days from one day (through another), in order. Two queries."""
    entries = CalendarEntry.objects.filter(kind=Kind.PAYMENT, on__gte=since).order_by("on")
    if until is not None:
        entries = entries.filter(on__lte=until)
    found = list(entries)
    if not found:
        return []
    closings = CalendarEntry.objects.exclude(kind=Kind.PAYMENT).filter(on__gte=found[0].on)
    closed = dict(closings.values_list("on", "title"))
    return [
        PaymentDay(entry.uid, entry.month or entry.on, entry.on, say_why(entry, closed)) for entry in found
    ]


def closed_days(years: Iterable[int]) -> set[date]:
    """The days of these years on which the State does not work besides weekends: holidays, and closings entered since."""
    wanted = sorted(set(years))
    holidays = {day for year in wanted for day in state_holidays(year)}
    closings = CalendarEntry.objects.filter(kind=Kind.CLOSING, on__year__in=wanted)
    return holidays | set(closings.values_list("on", flat=True))
