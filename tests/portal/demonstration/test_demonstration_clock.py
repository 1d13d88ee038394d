"""Staff move the demonstration's clock forward; production has no such control."""

from datetime import date, timedelta

import pytest
from django.contrib.admin import AdminSite
from django.urls import reverse

from sers_portal.admin import register_clock
from sers_portal.base import clock as portal_clock
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent, DemonstrationClock
from sers_portal.celery import app
from sers_portal.demonstration import clock
from sers_portal.demonstration.stage import NotDemonstration
from tests.factories import accounts as factories

pytestmark = pytest.mark.django_db

PAGE = "admin:base_demonstrationclock_changelist"


@pytest.fixture(autouse=True)
def sent(monkeypatch) -> list[str]:
    """The tasks sent to workers."""
    tasks: list[str] = []
    monkeypatch.setattr(app, "send_task", tasks.append)
    return tasks


@pytest.fixture
def real_clock(monkeypatch):
    """The clock itself, not the folder's fixed day; the real day is January 30, 2027."""
    monkeypatch.setattr(portal_clock, "today", lambda: date(2027, 1, 30) + portal_clock._moved_forward())


@pytest.fixture
def staff(client, real_clock):
    user = factories.staff(is_superuser=True)
    client.force_login(user)
    return user


def test_staff_move_the_clock_by_a_week_and_the_page_says_the_new_day(client, staff):
    response = client.post(reverse(PAGE), {"days": 7}, follow=True)

    assert "In this portal it is now Saturday, February 6, 2027." in response.content.decode()
    assert DemonstrationClock.moved_forward() == timedelta(days=7)
    assert AuditEvent.objects.get(verb="moved demonstration clock").by == staff.public_id


def test_moves_add_up(client, staff):
    for days in (1, 30):
        client.post(reverse(PAGE), {"days": days})

    assert DemonstrationClock.moved_forward() == timedelta(days=31)


def test_the_button_to_february_leads_to_february_1(client, staff):
    choices = dict(reversed(choice) for choice in client.get(reverse(PAGE)).context["choices"])

    client.post(reverse(PAGE), {"days": choices["To February 1"]})

    assert portal_clock.today() == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("today", "days"),
    [(date(2027, 1, 31), 1), (date(2027, 2, 1), 365), (date(2027, 12, 31), 32)],
)
def test_february_is_always_still_to_come(today, days):
    assert clock.days_to_february(today) == days


@pytest.mark.parametrize("days", ["0", "-5", "801", "soon", ""])
def test_the_clock_goes_neither_back_nor_out_of_sight(client, staff, days):
    response = client.post(reverse(PAGE), {"days": days})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert DemonstrationClock.moved_forward() == timedelta()


def test_the_clock_stops_at_its_furthest_day(client, staff):
    client.post(reverse(PAGE), {"days": 800})

    response = client.post(reverse(PAGE), {"days": 1}, follow=True)

    assert "no further than 800 days" in response.content.decode()
    assert DemonstrationClock.moved_forward() == timedelta(days=800)


def test_what_beat_would_have_ordered_is_ordered_at_once(
    client, staff, sent, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse(PAGE), {"days": 7})

    assert sent == [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]


def test_staff_without_the_right_cannot_move_the_clock(client, real_clock):
    client.force_login(factories.staff())

    response = client.post(reverse(PAGE), {"days": 7})

    assert response.status_code == 403
    assert not DemonstrationClock.objects.exists()


def test_production_has_no_clock_page_and_refuses_to_move(settings):
    settings.IS_DEMONSTRATION = False
    site = AdminSite()
    register_clock(site)

    with pytest.raises(NotDemonstration):
        clock.move_forward(days=1, by=SYSTEM)

    assert not site.is_registered(DemonstrationClock)


def test_the_demonstration_has_the_clock_page():
    site = AdminSite()

    register_clock(site)

    assert site.is_registered(DemonstrationClock)
