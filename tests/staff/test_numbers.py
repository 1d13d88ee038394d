"""Sealed numbers on a person's page: masked, read whole for a purpose, counted, and on record for the member."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.services import numbers
from benefits.models import BankAccount
from sers_portal.base.limits import Limit
from sers_portal.base.models import AccessEvent, AuditEvent, IdentityEvent
from tests import people

pytestmark = pytest.mark.django_db
ACCOUNT = "000123456789"
RIGHTS = ("accounts.view_person", "base.reveal_number")
PURPOSE = {"number-purpose": "The bank asks about a payment"}


def a_payee():
    person = people.a_retiree()
    account = BankAccount(
        person=person, routing_number="071000013", kind="checking", from_on=date(2020, 1, 1)
    )
    account.account_number = ACCOUNT
    account.save()
    return person


def the_key(person) -> str:
    return next(number.key for number in numbers.numbers_of(person) if number.kind == "bank")


def client_of(*rights: str) -> Client:
    client = Client()
    client.force_login(people.staff(*rights))
    return client


def page_of(person) -> str:
    return reverse("admin:accounts_person_change", args=[person.pk])


def test_a_persons_page_shows_last_four_digits_only():
    person = a_payee()

    page = client_of(*RIGHTS).get(page_of(person)).content.decode()

    assert f"•••• {ACCOUNT[-4:]}" in page
    assert f"•••-••-{person.ssn[-4:]}" in page
    assert ACCOUNT not in page
    assert person.ssn not in page


def test_a_number_is_read_whole_for_a_purpose_that_the_member_can_read():
    person = a_payee()

    answer = client_of(*RIGHTS).post(
        reverse("admin:person_reveal", args=[person.pk]), {**PURPOSE, "key": the_key(person)}
    )

    assert ACCOUNT in answer.content.decode()
    assert answer.status_code == 200
    seen = AccessEvent.objects.get(page="number:bank")
    assert (seen.person, seen.purpose) == (person.public_id, PURPOSE["number-purpose"])
    written = AuditEvent.objects.get(verb="read a number whole")
    assert ACCOUNT not in str(written.detail)
    assert ACCOUNT[-4:] not in str(written.detail)


@pytest.mark.parametrize("purpose", ["", "x"])
def test_a_number_is_not_read_without_a_purpose_that_says_something(purpose):
    person = a_payee()

    answer = client_of(*RIGHTS).post(
        reverse("admin:person_reveal", args=[person.pk]), {"number-purpose": purpose, "key": the_key(person)}
    )

    assert answer.status_code == 422
    assert ACCOUNT not in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="read a number whole").exists()


def test_a_number_is_not_read_without_the_right():
    person = a_payee()

    answer = client_of("accounts.view_person").post(
        reverse("admin:person_reveal", args=[person.pk]), {**PURPOSE, "key": the_key(person)}
    )

    assert answer.status_code == 403


def test_a_number_of_somebody_else_is_not_found():
    person, other = a_payee(), people.a_survivor()

    answer = client_of(*RIGHTS).post(
        reverse("admin:person_reveal", args=[other.pk]), {**PURPOSE, "key": the_key(person)}
    )

    assert answer.status_code == 404


def test_numbers_are_read_only_so_often_a_day_by_one_of_the_staff(monkeypatch):
    monkeypatch.setattr(numbers, "READ_BY_ONE", [Limit(2, timedelta(days=1))])
    person, client = a_payee(), client_of(*RIGHTS)
    asked = {**PURPOSE, "key": the_key(person)}
    address = reverse("admin:person_reveal", args=[person.pk])

    answers = [client.post(address, asked).content.decode() for _ in range(3)]

    assert [ACCOUNT in answer for answer in answers] == [True, True, False]
    assert "as many numbers as one person may in a day" in answers[2]
    assert AccessEvent.objects.filter(page="number:bank").count() == 2


def test_a_social_security_number_is_compared_and_never_sent_to_the_browser():
    person, client = a_payee(), client_of(*RIGHTS)
    address = reverse("admin:person_compare", args=[person.pk])
    why = {"ssn-purpose": "The caller asks who we think they are"}

    right = client.post(address, {**why, "ssn-told": f"{person.ssn[:3]}-{person.ssn[3:5]}-{person.ssn[5:]}"})
    wrong = client.post(address, {**why, "ssn-told": "219-09-9999"})
    unread = client.post(address, {**why, "ssn-told": "12"})

    assert "Yes: this is the Social Security number on record" in right.content.decode()
    assert "No: another Social Security number is on record" in wrong.content.decode()
    assert "Check the nine digits" in unread.content.decode()
    assert person.ssn not in right.content.decode()
    assert AccessEvent.objects.filter(page="number:ssn", person=person.public_id).count() == 2


def test_a_reading_whose_note_fails_counts_nothing_and_shows_nothing(monkeypatch):
    def broken(**what):
        raise RuntimeError("no note")

    person, client = a_payee(), client_of(*RIGHTS)
    IdentityEvent.objects.all().delete()
    monkeypatch.setattr(numbers, "log_access", broken)
    client.raise_request_exception = False

    answer = client.post(
        reverse("admin:person_reveal", args=[person.pk]), {**PURPOSE, "key": the_key(person)}
    )

    assert answer.status_code == 500
    assert ACCOUNT not in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="read a number whole").exists()
    assert not IdentityEvent.objects.exists()
