"""Appointments: asked for by the person, times offered by staff, one picked, moved or cancelled; a reminder before it.

A time is taken by the database's own constraint: of two people who pick the same half hour of one member of staff, the
second is told to pick another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import Appointment, AppointmentOffer, Person, User
from accounts.services import account_emails
from accounts.services.correspondence import note_email
from notices.models import CalendarEntry
from sers_portal.base import audit, clock
from sers_portal.base.audit import SYSTEM, Actor
from sers_portal.base.clock import SPRINGFIELD

LENGTH = timedelta(minutes=30)
REMINDED_BEFORE = timedelta(hours=36)
OPENS, CLOSES = time(8, 0), time(16, 30)
FRIDAY = 4
MOST_OPEN = 3
State = Appointment.State
OPEN_STATES = (State.REQUESTED, State.OFFERED, State.BOOKED)
PLACES = {
    Appointment.Way.TELEPHONE: "",
    Appointment.Way.SPRINGFIELD: "2101 S. Veterans Parkway, Springfield, IL 62704",
    Appointment.Way.CHICAGO: "160 North LaSalle Street, Suite S200, Chicago, IL 60601",
}


class AppointmentRefused(Exception):
    """It cannot be done; the message says why and what to do next."""


@dataclass(frozen=True)
class Wish:
    """What a person asks for."""

    topic: str
    way: str
    days: Sequence[str]
    part: str
    phone: str = ""


def request(*, person: Person, id: UUID, wish: Wish, by: Actor) -> Appointment:
    """Ask for an appointment. The same id a second time changes nothing. Raises `AppointmentRefused`."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        known = Appointment.objects.filter(pk=id).first()
        if known is not None and known.person_id == person.pk:
            return known
        if known is not None or _open(person) >= MOST_OPEN:
            raise AppointmentRefused(
                _("You have three appointments open. Cancel one first, or call us at 217-785-7444.")
            )
        now = clock.now()
        row = Appointment(
            id=id,
            person=person,
            topic=wish.topic,
            way=wish.way,
            days=list(wish.days),
            part=wish.part,
            asked_at=now,
            state_since=now,
        )
        row.phone = wish.phone if wish.way == Appointment.Way.TELEPHONE else ""
        row.save(force_insert=True)
        _record(row, by, "asked for an appointment")
    return row


def offer(*, appointment: Appointment, times: Sequence[datetime], by: Actor) -> None:
    """Staff offer times. Raises `AppointmentRefused`."""
    with transaction.atomic():
        row = _held(appointment)
        if row.state not in (State.REQUESTED, State.OFFERED):
            raise AppointmentRefused(_("It was booked or cancelled in the meantime."))
        for begins_at in times:
            _check_time(begins_at, by)
        _withdraw_offers(row)
        AppointmentOffer.objects.bulk_create(
            AppointmentOffer(appointment=row, begins_at=begins_at) for begins_at in sorted(set(times))
        )
        row.staff, row.staff_name = by.id, by.name
        _move(row, State.OFFERED)
        _record(row, by, "offered times for an appointment")
        _tell(row, "appointment_offered")


def pick(*, appointment: Appointment, offer_id: int, by: Actor) -> None:
    """The person takes one of the times. Picked twice, it is booked once. Raises `AppointmentRefused`."""
    taken = _("Somebody else has just taken this time. Choose another, or ask for other times.")
    try:
        with transaction.atomic():
            row = _held(appointment)
            chosen = row.offers.filter(pk=offer_id, withdrawn_at=None).first()
            if row.state == State.BOOKED and chosen is not None and chosen.begins_at == row.begins_at:
                return
            if row.state != State.OFFERED or chosen is None or _is_over(chosen.begins_at):
                raise AppointmentRefused(_("This time is not open any more. Choose another."))
            row.begins_at, row.reminded_at = chosen.begins_at, None
            _move(row, State.BOOKED)
            _record(row, by, "booked an appointment")
            _tell(row, "appointment_booked")
    except IntegrityError as error:
        raise AppointmentRefused(taken) from error


def ask_again(*, appointment: Appointment, by: Actor) -> None:
    """The person asks for other times, or staff take a booked one back; it is free again. Raises `AppointmentRefused`."""
    with transaction.atomic():
        row = _held(appointment)
        if row.state == State.REQUESTED:
            return
        if row.state == State.CANCELLED:
            raise AppointmentRefused(_("This appointment was cancelled. Ask for a new one."))
        _withdraw_offers(row)
        row.begins_at = None
        _move(row, State.REQUESTED)
        _record(row, by, "asked for other times of an appointment")


def cancel(*, appointment: Appointment, by: Actor) -> None:
    """It does not take place. Cancelled twice, it is cancelled once."""
    with transaction.atomic():
        row = _held(appointment)
        if row.state == State.CANCELLED:
            return
        _withdraw_offers(row)
        _move(row, State.CANCELLED)
        _record(row, by, "cancelled an appointment")
        _tell(row, "appointment_cancelled")


def remind() -> int:
    """Remind those whose appointment is at most a day and a half away, each once. Returns how many."""
    now = clock.now()
    due = Appointment.objects.filter(
        state=State.BOOKED, reminded_at=None, begins_at__gt=now, begins_at__lte=now + REMINDED_BEFORE
    )
    return sum(_remind(pk) for pk in list(due.values_list("pk", flat=True)))


def calendar_of(appointment: Appointment) -> bytes:
    """A booked appointment for a calendar program (RFC 5545): when and where, and nothing about the person."""
    assert appointment.begins_at is not None
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//SERS//Member Services//EN")
    calendar.add("version", "2.0")
    event.add("uid", f"appointment-{appointment.pk}@srs.illinois.gov")
    event.add("dtstamp", appointment.state_since)
    event.add("sequence", appointment.sequence)
    event.add("dtstart", appointment.begins_at.astimezone(SPRINGFIELD))
    event.add("dtend", (appointment.begins_at + LENGTH).astimezone(SPRINGFIELD))
    event.add("summary", _("Appointment with SERS"))
    if place := PLACES[Appointment.Way(appointment.way)]:
        event.add("location", place)
    else:
        event.add(
            "description", _("We call you. We never ask for your password, a code or your bank details.")
        )
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _open(person: Person) -> int:
    coming = Appointment.objects.filter(person=person, state__in=OPEN_STATES)
    return coming.exclude(state=State.BOOKED, begins_at__lt=clock.now()).count()


def _is_over(begins_at: datetime) -> bool:
    """Whether a time cannot be kept any more: it has passed, or its day was proclaimed closed since it was offered."""
    return begins_at <= clock.now() or _is_closed(begins_at.astimezone(SPRINGFIELD).date())


def _is_closed(day: date) -> bool:
    closed = (CalendarEntry.Kind.CLOSING, CalendarEntry.Kind.HOLIDAY)
    return CalendarEntry.objects.filter(on=day, kind__in=closed).exists()


def _check_time(begins_at: datetime, by: Actor) -> None:
    local = begins_at.astimezone(SPRINGFIELD)
    ends = (local + LENGTH).time()
    if begins_at <= clock.now():
        raise AppointmentRefused(_("A time has passed already."))
    if local.weekday() > FRIDAY or local.time() < OPENS or ends > CLOSES:
        raise AppointmentRefused(_("Offer times from Monday to Friday, 8 a.m. to 4:30 p.m."))
    if _is_closed(local.date()):
        raise AppointmentRefused(_("State offices are closed on one of these days. Offer another."))
    around = (begins_at - LENGTH, begins_at + LENGTH)
    mine = Appointment.objects.filter(staff=by.id, state=State.BOOKED)
    if mine.filter(begins_at__gt=around[0], begins_at__lt=around[1]).exists():
        raise AppointmentRefused(_("You have another appointment at one of these times."))


def _withdraw_offers(row: Appointment) -> None:
    row.offers.filter(withdrawn_at=None).update(withdrawn_at=clock.now())


def _move(row: Appointment, state: str) -> None:
    row.state, row.state_since, row.sequence = state, clock.now(), row.sequence + 1
    row.save()


def _held(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=appointment.pk)


def _remind(pk: Any) -> bool:
    with transaction.atomic():
        row = Appointment.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
        if row.state != State.BOOKED or row.reminded_at is not None:
            return False
        row.reminded_at = clock.now()
        row.save(update_fields=["reminded_at"])
        _record(row, SYSTEM, "reminded of an appointment")
        _tell(row, "appointment_reminder")
    return True


def _record(row: Appointment, by: Actor, verb: str) -> None:
    audit.record(by=by, verb=verb, subject=row, person=row.person.public_id)


def _tell(row: Appointment, template: str) -> None:
    account = User.objects.filter(person=row.person).first()
    if account is not None:
        email = account_emails.write_to_address(
            account.email, template, language=row.person.language, user=account, row=row
        )
        note_email(email, row.person)
