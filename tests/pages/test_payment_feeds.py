"""A person's calendar feed: a secret address kept as a hash, replaced and revoked, with days and nothing else in it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from benefits.models import Annuity, PaymentFeed
from benefits.services import payment_calendar, payment_feeds
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    """A retiree, with the payment days of last year, this year and next published."""
    year = clock.today().year
    for each in (year - 1, year, year + 1):
        payment_calendar.publish_year(year=each, by=SYSTEM)
    return people.a_retiree()


def fetch(secret: str):
    return Client().get(reverse("payment_feed_of", args=[secret]))


def made_for(person) -> str:
    return payment_feeds.create(person=person, by=person.account.actor)


def test_the_feed_names_the_days_and_neither_amount_nor_person(ruth):
    response = fetch(made_for(ruth))

    events = Calendar.from_ical(response.content).events
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert len(events) >= 12
    assert all(event["SUMMARY"] == "SERS payment" for event in events)
    for secret in ("$", "2150", "Ruth", "Miller", ruth.member_id):
        assert secret not in response.text


def test_the_secret_itself_is_kept_nowhere(ruth):
    secret = made_for(ruth)

    feed = PaymentFeed.objects.get()
    assert secret not in str(feed.__dict__)
    assert len(secret) >= 43
    assert all(secret not in str(event.__dict__) for event in AuditEvent.objects.all())


def test_a_new_address_ends_the_one_before(ruth):
    old = made_for(ruth)

    new = made_for(ruth)

    assert fetch(old).status_code == 404
    assert fetch(new).status_code == 200


def test_a_revoked_address_shows_nothing_and_leaves_its_trace(ruth):
    secret = made_for(ruth)

    payment_feeds.revoke(person=ruth, by=ruth.account.actor)

    assert fetch(secret).status_code == 404
    assert AuditEvent.objects.filter(verb="revoked payment feed", person=ruth.public_id).exists()


def test_a_guessed_address_is_not_found(ruth):
    made_for(ruth)

    assert fetch("x" * 43).status_code == 404


def test_a_feed_is_emptied_while_the_annuity_is_suspended(ruth):
    secret = made_for(ruth)
    Annuity.objects.update(state=Annuity.State.SUSPENDED)

    assert Calendar.from_ical(fetch(secret).content).events == []


def test_no_day_before_the_annuity_began_is_in_the_feed(ruth):
    begun = people.this_month().first_day
    Annuity.objects.update(starts_on=begun)

    days = [event.start for event in Calendar.from_ical(fetch(made_for(ruth)).content).events]

    assert days
    assert min(days) >= begun


def test_the_owner_sees_on_which_day_a_calendar_last_came(ruth):
    secret = made_for(ruth)

    fetch(secret)

    assert payment_feeds.open_feed(ruth).fetched_on == clock.today()


def test_the_database_holds_one_open_feed_a_person(ruth):
    made_for(ruth)

    with pytest.raises(IntegrityError, match="one_payment_feed_a_person"), transaction.atomic():
        PaymentFeed.objects.create(person=ruth, secret_hash="0" * 64, created_at=clock.now())


def test_the_page_makes_an_address_and_shows_it_once(ruth, signed_in):
    client = signed_in(ruth)

    made = client.post(reverse("payment_feed_make"))
    again = client.get(reverse("payment_dates"))

    secret = made.context["address"].split("/")[-2]
    assert fetch(secret).status_code == 200
    assert made.headers["Cache-Control"] == "no-store, private"
    assert secret not in again.text
    assert "Make another address" in again.text


def test_looking_at_the_address_of_making_makes_nothing(ruth, signed_in):
    response = signed_in(ruth).get(reverse("payment_feed_make"))

    assert response.url == reverse("payment_dates")
    assert not PaymentFeed.objects.exists()


def test_the_page_switches_the_address_off(ruth, signed_in):
    secret = made_for(ruth)

    page = signed_in(ruth).post(reverse("payment_feed_revoke"), follow=True)

    assert "switched off" in page.text
    assert fetch(secret).status_code == 404


def test_a_reason_stands_beside_a_day_that_is_not_the_nineteenth(ruth, signed_in):
    page = signed_in(ruth).get(reverse("payment_dates"))

    moved = [day for day in page.context["days"] if day.on.day != 19]
    assert moved
    assert all(day.reason for day in moved)
    assert all(day.on >= clock.today() for day in page.context["days"])


def test_whoever_is_not_paid_is_told_so(signed_in):
    page = signed_in(people.an_active_member()).get(reverse("payment_dates"))

    assert "You are not paid a benefit now" in page.text
