"""The calendar that concerns everyone, as it is read: a year's dates with their reasons, a feed, a printed page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from icalendar import Calendar, Event

from notices.models import CalendarEntry

Kind = CalendarEntry.Kind
ONE_DAY = timedelta(days=1)
SATURDAY = 5

# The State holidays' names as they are handed over, here so that translators find them.
HOLIDAY_NAMES = (
    gettext_noop("New Year's Day"),
    gettext_noop("Martin Luther King Jr. Day"),
    gettext_noop("Lincoln's Birthday"),
    gettext_noop("Washington's Birthday"),
    gettext_noop("Memorial Day"),
    gettext_noop("Juneteenth National Independence Day"),
    gettext_noop("Independence Day"),
    gettext_noop("Labor Day"),
    gettext_noop("Columbus Day"),
    gettext_noop("Election Day"),
    gettext_noop("Veterans Day"),
    gettext_noop("Thanksgiving Day"),
    gettext_noop("Day after Thanksgiving"),
    gettext_noop("Christmas Day"),
)
OBSERVED = " (observed)"


class MonthlyPayment(NamedTuple):
    """A month of the year view: its payment date and the reason for it; no date while none is published."""

    month: date
    on: date | None
    reason: str
    is_past: bool
    is_next: bool


class ClosedDay(NamedTuple):
    """A weekday on which State offices are closed."""

    on: date
    title: str
    is_proclaimed: bool


@dataclass(frozen=True)
class YearOfDates:
    """A year's payment dates and closed days, with the neighbouring years that are published."""

    year: int
    payments: tuple[MonthlyPayment, ...]
    closed_days: tuple[ClosedDay, ...]
    previous_year: int | None
    next_year: int | None

    @property
    def is_published(self) -> bool:
        """Whether every month's date is known."""
        return all(payment.on for payment in self.payments)

    @property
    def next_payment(self) -> MonthlyPayment | None:
        """The next payment, if it falls in this year."""
        return next((payment for payment in self.payments if payment.is_next), None)


def published_years() -> list[int]:
    """The years that have payment dates, oldest first."""
    payments = CalendarEntry.objects.filter(kind=Kind.PAYMENT)
    return list(
        payments.order_by()
        .annotate(y=ExtractYear("month"))
        .values_list("y", flat=True)
        .distinct()
        .order_by("y")
    )


def read_year(year: int, *, today: date) -> YearOfDates | None:
    """A year's dates; None for a year too far from those published to be asked about."""
    years = published_years()
    if not (years or [today.year])[0] <= year <= (years or [today.year])[-1] + 1:
        return None
    entries = list(CalendarEntry.objects.filter(on__year=year))
    closed = {entry.on: entry for entry in entries if entry.kind != Kind.PAYMENT}
    upcoming = next_payment_date(today)
    by_month = {entry.month: entry for entry in entries if entry.kind == Kind.PAYMENT}
    return YearOfDates(
        year=year,
        payments=tuple(
            _month(date(year, month, 1), by_month.get(date(year, month, 1)), closed, today, upcoming)
            for month in range(1, 13)
        ),
        closed_days=tuple(
            ClosedDay(entry.on, translate_title(entry.title), entry.kind == Kind.CLOSING)
            for entry in closed.values()
            if entry.on.weekday() < SATURDAY
        ),
        previous_year=year - 1 if year - 1 in years else None,
        next_year=year + 1 if year + 1 in years else None,
    )


def next_payment_date(today: date) -> date | None:
    """The next payment date that is published, today's included."""
    payments = CalendarEntry.objects.filter(kind=Kind.PAYMENT, on__gte=today)
    return payments.order_by("on").values_list("on", flat=True).first()


def _month(
    month: date,
    entry: CalendarEntry | None,
    closed: Mapping[date, CalendarEntry],
    today: date,
    upcoming: date | None,
) -> MonthlyPayment:
    if entry is None:
        return MonthlyPayment(month, None, "", is_past=False, is_next=False)
    reason = say_why(entry, {day: closing.title for day, closing in closed.items()})
    return MonthlyPayment(month, entry.on, reason, is_past=entry.on < today, is_next=entry.on == upcoming)


def say_why(entry: CalendarEntry, closed: Mapping[date, str]) -> str:
    """Why a payment does not fall on its ordinary day, in plain words; "" where it does."""
    if entry.ordinary_on is None:
        return ""
    sentences = [_say_closed(day, closed) for day in _closed_days(entry, closed)]
    if not sentences:
        # A closing that was taken back after it had moved the payment.
        return _("State offices were to be closed on %(day)s.") % {"day": _say(entry.ordinary_on)}
    return " ".join(sentences)


def _closed_days(entry: CalendarEntry, closed: Mapping[date, str]) -> Iterator[date]:
    """The days that need naming: the ordinary day, and each weekday closed between it and the payment."""
    day = entry.ordinary_on or entry.on
    is_first = True
    while day > entry.on:
        if day in closed or (is_first and day.weekday() >= SATURDAY):
            yield day
        day, is_first = day - ONE_DAY, False


def _say_closed(day: date, closed: Mapping[date, str]) -> str:
    if day.weekday() >= SATURDAY:
        words = {"day": date_format(day, "MONTH_DAY_FORMAT"), "weekday": date_format(day, "l")}
        return _("%(day)s is a %(weekday)s.") % words
    return _("State offices are closed on %(day)s: %(name)s.") % {
        "day": _say(day),
        "name": translate_title(closed[day]),
    }


def translate_title(title: str) -> str:
    """A holiday's name in the reader's language; a closing's as staff wrote it."""
    name = title.removesuffix(OBSERVED)
    return _("%(name)s (observed)") % {"name": _(name)} if name != title else _(title)


def _say(day: date) -> str:
    return date_format(day, "WEEKDAY_MONTH_DAY_FORMAT")


def last_published() -> datetime | None:
    """When a payment date was last published or moved."""
    newest: datetime | None = CalendarEntry.objects.filter(kind=Kind.PAYMENT).aggregate(
        at=Max("published_at")
    )["at"]
    return newest


def write_feed() -> bytes:
    """All published payment dates as an iCalendar feed of all-day events that calendars can subscribe to."""
    entries = list(CalendarEntry.objects.filter(on__year__in=published_years()))
    closed = {entry.on: entry.title for entry in entries if entry.kind != Kind.PAYMENT}
    feed = Calendar()
    feed.add("prodid", "-//State Employees' Retirement System of Illinois//Payment dates//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", _("SERS payment dates"))
    feed.add("name", _("SERS payment dates"))
    feed.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "P1D")
    for entry in entries:
        if entry.kind == Kind.PAYMENT:
            feed.add_component(_event(entry, closed))
    return bytes(feed.to_ical())


def _event(entry: CalendarEntry, closed: Mapping[date, str]) -> Event:
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", entry.published_at)
    event.add("last-modified", entry.published_at)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + ONE_DAY)
    event.add("summary", _("SERS benefit payment"))
    if reason := say_why(entry, closed):
        event.add("description", reason)
    event.add("url", settings.SITE_ADDRESS + reverse("calendar_year", args=[entry.on.year]))
    event.add("transp", "TRANSPARENT")
    return event
