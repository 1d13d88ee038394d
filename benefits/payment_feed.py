"""A person's payment days as an iCalendar feed of all-day events. It holds no amount, no name and no number."""

from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import Person
from benefits.models import Annuity
from benefits.payment_days import PaymentDay, payment_days
from sers_portal.base import clock

ONE_DAY = timedelta(days=1)
# How far back a calendar that subscribes today still sees.
PAST = timedelta(days=366)


def write_feed(person: Person, *, on: date) -> bytes:
    """The published payment days of the months for which the person has a benefit in payment."""
    spans = list(
        Annuity.objects.filter(payee=person, state=Annuity.State.IN_PAYMENT).values_list(
            "starts_on", "ends_on"
        )
    )
    days = payment_days(since=on - PAST)
    due = [day for day in days if any(_pays(starts, ends, day.month) for starts, ends in spans)]
    with translation.override(person.language):
        return _calendar(due)


def _pays(starts_on: date, ends_on: date | None, month: date) -> bool:
    return starts_on <= month and (ends_on is None or month <= ends_on)


def _calendar(days: list[PaymentDay]) -> bytes:
    feed = Calendar()
    feed.add("prodid", "-//State Employees' Retirement System of Illinois//My payment days//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    for name in ("x-wr-calname", "name"):
        feed.add(name, _("My SERS payment days"))
    feed.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "P1D")
    for day in days:
        feed.add_component(_event(day))
    return bytes(feed.to_ical())


def _event(day: PaymentDay) -> Event:
    event = Event()
    # Apart from the public feed's name for the same day: one calendar may subscribe to both.
    event.add("uid", f"mine-{day.uid}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", day.on)
    event.add("dtend", day.on + ONE_DAY)
    event.add("summary", _("SERS payment"))
    if day.reason:
        event.add("description", day.reason)
    event.add("url", settings.SITE_ADDRESS + reverse("payment_dates"))
    event.add("transp", "TRANSPARENT")
    return event
