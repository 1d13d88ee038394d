"""What is said when a page fails: plain words, a way onward, and never that a benefit is missing."""

from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisDown

from sers_portal import home
from tests import people

CALL_US = "217-785-7444"


@pytest.mark.django_db
def test_an_unknown_address_says_so_and_leads_on(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "We cannot find that page" in response.text
    assert reverse("account_login") in response.text
    assert CALL_US in response.text


@pytest.mark.django_db
def test_a_member_at_an_unknown_address_is_led_home():
    client = Client()
    client.force_login(people.a_survivor().account)

    response = client.get("/nowhere/")

    assert reverse("member_home") in response.text


@pytest.mark.django_db
def test_a_refused_page_says_so(client):
    client.force_login(people.a_survivor().account)

    response = client.get(reverse("admin:index"), follow=True)

    assert response.status_code == 403
    assert "not open to you" in response.text


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_says_so(client):
    response = client.get("/", headers={"host": "not-ours.example"})

    assert response.status_code == 400
    assert "could not read" in response.text


def test_a_fault_says_nothing_about_benefits_and_asks_no_database():
    client = Client(raise_request_exception=False)

    with (
        mock.patch.object(home, "next_payment", side_effect=ZeroDivisionError),
        mock.patch.object(home.clock, "today"),
    ):
        response = client.get("/")

    assert response.status_code == 500
    assert "your record is safe" in response.text
    assert CALL_US in response.text


def test_a_database_that_is_down_is_said_to_be_out_of_reach():
    client = Client(raise_request_exception=False)

    with (
        mock.patch.object(home, "next_payment", side_effect=OperationalError),
        mock.patch.object(home.clock, "today"),
    ):
        response = client.get("/")

    assert response.status_code == 503
    assert "We cannot reach our records right now" in response.text
    assert "your record is safe" in response.text


@pytest.mark.django_db
def test_a_form_sent_too_late_leads_back_to_its_page():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {}, headers={"referer": "http://testserver/accounts/login/"})

    assert response.status_code == 403
    assert "This form waited too long" in response.text
    assert 'href="/accounts/login/"' in response.text


@pytest.mark.django_db
def test_a_form_from_elsewhere_leads_to_our_first_page():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {}, headers={"referer": "http://evil.example/x"})

    assert response.context["again"] == "/"


def test_alive_asks_nothing(client):
    response = client.get(reverse("alive"))

    assert response.json() == {"alive": True}


@pytest.mark.django_db
def test_ready_when_database_and_redis_answer(client):
    response = client.get(reverse("ready"))

    assert response.status_code == 200
    assert response.json() == {"database": True, "redis": True}


@pytest.mark.parametrize(
    ("down", "fault", "states"),
    [
        ("_ask_database", OperationalError, {"database": False, "redis": True}),
        ("_ask_redis", RedisDown, {"database": True, "redis": False}),
    ],
)
@pytest.mark.django_db
def test_ready_names_what_is_down(client, down, fault, states):
    with mock.patch.object(home, down, side_effect=fault):
        response = client.get(reverse("ready"))

    assert response.status_code == 503
    assert response.json() == states
