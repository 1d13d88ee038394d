"""Publishing what concerns everyone: payment dates and holidays as handed over, closings as staff enter them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.dispatch import Signal

from notices.models import CalendarEntry
from sers_portal.base import clock
from sers_portal.base.audit import Actor, record

Kind = CalendarEntry.Kind

# Sent with `year` inside the change's transaction: whoever works out payment dates listens; the post room does not.
closings_changed = Signal()


class PaymentOn(NamedTuple):
    """A month's payment (the month by its first day): the day it falls on, and the day it ordinarily would."""

    month: date
    on: date
    ordinary_on: date


class Published(NamedTuple):
    """What publishing did: how many entries are new, moved or withdrawn, and which months it was too late for."""

    changed: int
    too_late: tuple[date, ...]


@transaction.atomic
def publish(
    *, year: int, payments: Iterable[PaymentOn], holidays: Mapping[date, str], by: Actor
) -> Published:
    """Make a year's calendar say this; doing it again changes nothing.

    A payment whose day has passed stays as it was published, and none moves to a day that has passed: the
    months of such payments are named in `too_late`.
    """
    rows = CalendarEntry.objects.select_for_update().filter(kind=Kind.PAYMENT, month__year=year)
    entries = {entry.month: entry for entry in rows}
    changed, too_late = _publish_holidays(year, holidays, by), []
    for payment in payments:
        entry = entries.get(payment.month)
        if entry is not None and entry.on == payment.on:
            continue
        if entry is not None and min(entry.on, payment.on) < clock.today():
            too_late.append(payment.month)
            continue
        _publish_payment(entry, payment, by)
        changed += 1
    return Published(changed, tuple(too_late))


def _publish_payment(entry: CalendarEntry | None, payment: PaymentOn, by: Actor) -> None:
    before = entry.on.isoformat() if entry else None
    entry = entry or CalendarEntry(kind=Kind.PAYMENT, month=payment.month)
    entry.title = f"Benefit payment for {payment.month:%B %Y}"
    entry.on = payment.on
    entry.ordinary_on = payment.ordinary_on if payment.ordinary_on != payment.on else None
    entry.published_at = clock.now()
    entry.save()
    record(by=by, verb="published payment date", subject=entry, on=payment.on.isoformat(), before=before)


def _publish_holidays(year: int, holidays: Mapping[date, str], by: Actor) -> int:
    published = {
        (entry.on, entry.title): entry
        for entry in CalendarEntry.objects.filter(kind=Kind.HOLIDAY, on__year=year)
    }
    wanted = set(holidays.items())
    for key in wanted - published.keys():
        entry = CalendarEntry.objects.create(kind=Kind.HOLIDAY, on=key[0], title=key[1])
        record(by=by, verb="published holiday", subject=entry, on=key[0].isoformat(), title=key[1])
    for key in published.keys() - wanted:
        record(by=by, verb="withdrew holiday", subject=published[key], on=key[0].isoformat(), title=key[1])
        published[key].delete()
    return len(wanted ^ published.keys())


@transaction.atomic
def add_closing(*, on: date, title: str, by: Actor) -> CalendarEntry:
    """Enter a day on which State offices were proclaimed closed, and let payment dates be worked out anew."""
    entry = CalendarEntry.objects.create(kind=Kind.CLOSING, on=on, title=title)
    record(by=by, verb="added closing", subject=entry, on=on.isoformat(), title=title)
    closings_changed.send(sender=CalendarEntry, year=on.year)
    return entry


@transaction.atomic
def remove_closing(*, closing: CalendarEntry, by: Actor) -> None:
    """Take back a closing that is still to come, and let payment dates be worked out anew.

    ValueError: the entry is no closing, or its day has come.
    """
    if closing.kind != Kind.CLOSING or closing.on <= clock.today():
        raise ValueError("only a closing that is still to come can be taken back")
    record(by=by, verb="removed closing", subject=closing, on=closing.on.isoformat(), title=closing.title)
    closing.delete()
    closings_changed.send(sender=CalendarEntry, year=closing.on.year)
