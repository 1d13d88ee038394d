"""Staff enter and take back proclaimed closings; everything else of the calendar they only read."""

from datetime import date

import pytest
from django.urls import reverse

from benefits.services import payment_calendar
from notices.models import CalendarEntry
from notices.services import calendar
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests.factories import accounts as factories

pytestmark = pytest.mark.django_db

ADD = "admin:notices_calendarentry_add"
DELETE = "admin:notices_calendarentry_delete"


@pytest.fixture
def publisher(client, on_day):
    """A signed-in member of staff with a second factor."""
    user = factories.staff(is_superuser=True)
    client.force_login(user)
    payment_calendar.publish_year(year=2027, by=SYSTEM)
    return user


def test_a_closing_entered_by_staff_moves_the_payment(client, publisher):
    response = client.post(reverse(ADD), {"on": "2027-05-19", "title": "Day of mourning"})
    jobs.work_off(payment_calendar.KIND)

    assert response.status_code == 302
    assert CalendarEntry.objects.get(month=date(2027, 5, 1)).on == date(2027, 5, 18)
    assert AuditEvent.objects.get(verb="added closing").by == publisher.public_id


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2026-11-20", "This day has passed"),
        ("2027-05-22", "This is a weekend day"),
        ("2027-05-31", "already closed on May 31, 2027: Memorial Day"),
        ("soon", "There is no such day. Write month, day and year"),
    ],
    ids=["past", "weekend", "holiday", "no date"],
)
def test_a_closing_that_moves_nothing_is_refused_with_the_reason(client, publisher, on, says):
    response = client.post(reverse(ADD), {"on": on, "title": "Day of mourning"})

    assert says in response.content.decode()
    assert not CalendarEntry.objects.filter(kind="closing").exists()


def test_a_closing_still_to_come_can_be_taken_back_and_the_payment_moves_back(client, publisher):
    closing = calendar.add_closing(on=date(2027, 5, 19), title="Day of mourning", by=SYSTEM)
    jobs.work_off(payment_calendar.KIND)

    client.post(reverse(DELETE, args=[closing.pk]), {"post": "yes"})
    jobs.work_off(payment_calendar.KIND)

    assert not CalendarEntry.objects.filter(kind="closing").exists()
    assert CalendarEntry.objects.get(month=date(2027, 5, 1)).on == date(2027, 5, 19)


def test_a_payment_date_can_be_neither_changed_nor_deleted_by_staff(client, publisher):
    payment = CalendarEntry.objects.get(month=date(2027, 5, 1))

    deleted = client.post(reverse(DELETE, args=[payment.pk]), {"post": "yes"})
    changed = client.post(
        reverse("admin:notices_calendarentry_change", args=[payment.pk]), {"on": "2027-05-20", "title": "x"}
    )

    payment.refresh_from_db()
    assert (deleted.status_code, changed.status_code) == (403, 403)
    assert payment.on == date(2027, 5, 19)


def test_staff_without_the_right_see_no_closing_form(client, publisher):
    client.force_login(factories.staff())

    response = client.get(reverse(ADD))

    assert response.status_code == 403


def test_the_list_shows_every_kind_of_day(client, publisher):
    response = client.get(reverse("admin:notices_calendarentry_changelist"))

    assert response.status_code == 200
    assert "State holiday" in response.content.decode()
