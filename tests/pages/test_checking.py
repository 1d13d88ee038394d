"""Check your answers: nothing is done before it is confirmed, and every answer can be changed with the others kept."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sers_portal.base import clock
from sers_portal.base.models import AuditEvent
from tests import people
from tests.pages.test_appointments import wish
from tests.pages.test_kept_words import Forms
from tests.pages.test_profile import typed as an_address

pytestmark = pytest.mark.django_db


def a_death() -> dict[str, str]:
    from tests.benefits.applications.test_deaths_and_workspaces import typed_report

    return typed_report(member_number="123-45-6789")


def a_missing_payment(client: Client) -> dict[str, str]:
    choices = client.get(reverse("payment_missing")).context["form"].fields["payment"].choices
    return {"payment": choices[0][0], "what": "The mailbox was open."}


# Page, what is typed there, the field to change, and how an answer is read back.
CHECKED = [
    ("profile_address", lambda _: an_address(clock.today() - timedelta(days=1)), "city", "Peoria"),
    ("appointment_new", lambda _: wish(), "days", "Monday, Friday"),
    ("report_death", lambda _: a_death(), "died_on", "October 2, 2026"),
    ("payment_missing", a_missing_payment, "what", "The mailbox was open."),
]


@pytest.fixture
def ruth() -> Client:
    client = Client()
    client.force_login(people.a_retiree().account)
    return client


@pytest.mark.parametrize(("route", "typed", "_field", "words"), CHECKED)
def test_answers_are_read_back_and_nothing_is_done_at(ruth, route, typed, _field, words):
    said = {name: value for name, value in typed(ruth).items() if name != "confirmed"}
    before = AuditEvent.objects.count()

    page = ruth.post(reverse(route), said)

    assert "Check your answers" in page.text
    assert words in page.text
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(("route", "typed", "field", "_words"), CHECKED)
def test_one_answer_is_changed_and_the_others_are_kept_at(ruth, route, typed, field, _words):
    said = {name: value for name, value in typed(ruth).items() if name != "confirmed"}
    checked = Forms(ruth.post(reverse(route), said).text).forms[-1]["hidden"]

    page = ruth.post(reverse(route), {**checked, "days": said.get("days", ""), "change": field})

    fields = next(form["fields"] for form in Forms(page.text).forms if field in form["fields"])
    assert page.status_code == 200
    assert all(value == checked[name] for name, value in fields.items() if value and name != "days")
    assert re.search(rf'name="{field}"[^>]*autofocus', page.text)


@pytest.mark.parametrize(("route", "typed", "_field", "_words"), CHECKED)
def test_what_is_confirmed_from_the_check_page_is_done_at(ruth, route, typed, _field, _words):
    said = {name: value for name, value in typed(ruth).items() if name != "confirmed"}
    checked = Forms(ruth.post(reverse(route), said).text).forms[-1]["hidden"]
    before = AuditEvent.objects.count()

    done = ruth.post(reverse(route), {**checked, "days": said.get("days", ""), "confirmed": "yes"})

    assert done.status_code == 302
    assert AuditEvent.objects.count() > before


def test_what_is_confirmed_is_judged_anew(ruth):
    wrong = an_address(clock.today(), city="")

    page = ruth.post(reverse("profile_address"), wrong)

    assert page.status_code == 422
    assert "Enter the city." in page.text


def test_of_a_whole_social_security_number_only_its_end_goes_back_to_the_browser(ruth):
    said = {name: value for name, value in a_death().items() if name != "confirmed"}

    page = ruth.post(reverse("report_death"), said)

    assert "123-45-6789" not in page.text
    assert 'name="member_number" value="6789"' in page.text
