"""Appointments: asked for, times offered, one picked, moved, cancelled; nobody is booked twice; a reminder before it."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Appointment
from accounts.services import appointments
from notices.models import Email
from notices.services import calendar
from sers_portal.base import clock
from sers_portal.base.clock import SPRINGFIELD
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria():
    person = people.a_person("Maria", "Lopez")
    people.an_account(person, email="maria@example.org")
    return person


@pytest.fixture
def sam():
    return people.staff("accounts.arrange_appointment", "accounts.view_appointment")


def wish(**changes):
    kept = {"id": str(uuid.uuid4()), "topic": "retiring", "way": "telephone", "phone": "217-555-0177"}
    return {**kept, "days": ["mon", "fri"], "part": "morning", "confirmed": "yes", **changes}


def next_monday(hour: int = 10) -> datetime:
    today = clock.today()
    day = today + timedelta(days=7 - today.weekday())
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=SPRINGFIELD)


def asked(person) -> Appointment:
    return appointments.request(
        person=person,
        id=uuid.uuid4(),
        wish=appointments.Wish("taxes", "springfield", ["mon"], "any"),
        by=person.account.actor,
    )


def booked(person, staff, at: datetime) -> Appointment:
    row = asked(person)
    appointments.offer(appointment=row, times=[at], by=staff.actor)
    appointments.pick(appointment=row, offer_id=row.offers.get().pk, by=person.account.actor)
    row.refresh_from_db()
    return row


def test_an_appointment_is_asked_for_offered_picked_and_put_into_a_calendar(signed_in, maria, sam):
    member, desk = signed_in(maria), Client()
    desk.force_login(sam)
    member.post(reverse("appointment_new"), wish())
    row = Appointment.objects.get()
    times = {"first": f"{next_monday():%m/%d/%Y %H:%M}", "second": f"{next_monday(14):%m/%d/%Y %I:%M %p}"}
    desk.post(reverse("admin:appointment_step", args=[row.pk, "offer"]), times)

    for _time in range(2):
        member.post(reverse("appointment_pick", args=[row.pk]), {"offer": row.offers.last().pk})

    file = member.get(reverse("appointment_calendar", args=[row.pk]))
    event = next(iter(Calendar.from_ical(file.content).walk("VEVENT")))
    row.refresh_from_db()
    assert (row.state, row.begins_at, row.staff_name) == ("booked", next_monday(14), "Sam Staff")
    assert event["dtstart"].dt == next_monday(14)
    assert "Maria" not in file.content.decode()
    assert Email.objects.filter(subject="SERS: Your appointment is booked").count() == 1
    assert row.phone == "+12175550177"


def test_asking_twice_with_one_form_is_asking_once(signed_in, maria):
    member, form = signed_in(maria), wish()

    for _time in range(2):
        member.post(reverse("appointment_new"), form)

    assert Appointment.objects.count() == 1


def test_of_two_people_who_pick_one_time_the_second_is_told_to_choose_another(maria, sam):
    ivan = people.a_person("Ivan", "Petrov")
    people.an_account(ivan)
    first, second = asked(maria), asked(ivan)
    for row in (first, second):
        appointments.offer(appointment=row, times=[next_monday()], by=sam.actor)
    appointments.pick(appointment=first, offer_id=first.offers.get().pk, by=maria.account.actor)

    with pytest.raises(appointments.AppointmentRefused, match="has just taken this time"):
        appointments.pick(appointment=second, offer_id=second.offers.get().pk, by=ivan.account.actor)


def test_the_database_refuses_to_book_one_of_staff_twice_at_a_time(maria, sam):
    row = booked(maria, sam, next_monday())
    row.pk = uuid.uuid4()

    with pytest.raises(IntegrityError, match="one_appointment_at_a_time"), transaction.atomic():
        row.save(force_insert=True)


def test_a_moved_appointment_frees_its_time_and_a_cancelled_one_tells_by_email(signed_in, maria, sam):
    row, member = booked(maria, sam, next_monday()), signed_in(maria)

    member.post(reverse("appointment_again", args=[row.pk]))
    row.refresh_from_db()
    moved = (row.state, row.begins_at, row.offers.filter(withdrawn_at=None).count())
    for _time in range(2):
        member.post(reverse("appointment_cancel", args=[row.pk]))

    row.refresh_from_db()
    assert moved == ("requested", None, 0)
    assert row.state == "cancelled"
    assert Email.objects.filter(subject="SERS: Your appointment is cancelled").count() == 1


def test_a_reminder_comes_once_and_only_when_the_day_is_near(maria, sam, monkeypatch):
    monday = next_monday()
    booked(maria, sam, monday)
    monkeypatch.setattr(clock, "now", lambda: monday - timedelta(hours=37))
    early = appointments.remind()
    monkeypatch.setattr(clock, "now", lambda: monday - timedelta(hours=20))

    near = [appointments.remind(), appointments.remind()]

    assert (early, near) == (0, [1, 0])
    assert Email.objects.filter(subject="SERS: Your appointment is near").count() == 1


@pytest.mark.parametrize(("hour", "days_before"), [(7, 0), (17, 0), (10, 1), (10, 28)])
def test_times_outside_office_hours_or_in_the_past_are_not_offered(hour, days_before, maria, sam):
    at = next_monday(hour) - timedelta(days=days_before)
    row = asked(maria)

    with pytest.raises(appointments.AppointmentRefused):
        appointments.offer(appointment=row, times=[at], by=sam.actor)


def test_on_a_day_proclaimed_closed_staff_take_the_time_back_and_nobody_offers_or_picks_it(maria, sam):
    at, client = next_monday(), Client()
    row, offered = booked(maria, sam, at), asked(maria)
    appointments.offer(appointment=offered, times=[at + timedelta(hours=1)], by=sam.actor)
    calendar.add_closing(on=at.date(), title="Day of mourning", by=sam.actor)
    client.force_login(sam)

    client.post(reverse("admin:appointment_step", args=[row.pk, "again"]))
    with pytest.raises(appointments.AppointmentRefused, match="not open any more"):
        appointments.pick(appointment=offered, offer_id=offered.offers.get().pk, by=maria.account.actor)
    with pytest.raises(appointments.AppointmentRefused, match="closed on one of these days"):
        appointments.offer(appointment=row, times=[at], by=sam.actor)

    row.refresh_from_db()
    assert (row.state, row.begins_at) == ("requested", None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": ""}, "Enter the number at which we should call you."),
        ({"phone": "555"}, "This is not a telephone number we can call."),
        ({"days": []}, "Choose at least one day."),
        ({"days": ["sun"]}, "Choose days from the list."),
        ({"way": "moon"}, "Choose one of those listed."),
        ({"topic": ""}, "Choose what it is about."),
    ],
)
def test_a_wrong_wish_is_explained(change, sentence, signed_in, maria):
    response = signed_in(maria).post(reverse("appointment_new"), wish(**change))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Appointment.objects.count() == 0


def test_another_members_appointment_is_refused(signed_in, maria, sam):
    row = booked(maria, sam, next_monday())
    client = signed_in(people.a_retiree())
    names = (
        ["appointment", "appointment_calendar"],
        ["appointment_pick", "appointment_again", "appointment_cancel"],
    )

    seen = [client.get(reverse(name, args=[row.pk])).status_code for name in names[0]]
    sent = [client.post(reverse(name, args=[row.pk])).status_code for name in names[1]]

    row.refresh_from_db()
    assert {*seen, *sent} == {404}
    assert row.state == "booked"


def test_a_fourth_open_appointment_is_refused(signed_in, maria):
    for _time in range(3):
        asked(maria)

    response = signed_in(maria).post(reverse("appointment_new"), wish())

    assert "You have three appointments open." in response.content.decode()
