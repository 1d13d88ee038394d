"""Who has neither e-mail nor telephone with SERS learns by a letter to the new address that it was taken over."""

from datetime import timedelta

import pytest

from accounts.models import Person
from accounts.services import contacts
from accounts.services.contacts import NewAddress
from notices.documents import render
from notices.models import Letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from tests.accounts.walking import later
from tests.factories.accounts import a_person, an_account

pytestmark = pytest.mark.django_db
OLD, NEW = ["12 Elm Street", "Springfield, IL 62704"], ["8 Oak Avenue", "Peoria, IL 61602"]


@pytest.fixture
def wilma(monkeypatch) -> Person:
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")
    return a_person("Wilma", "Stone")


def move(person: Person, *, in_days: int = 0) -> None:
    on = clock.today() + timedelta(days=in_days)
    contacts.change_address(
        person=person, new=NewAddress("8 Oak Avenue", "", "Peoria", "IL", "61602", on), by=SYSTEM
    )


def letters() -> list[list[str]]:
    jobs.work_off(contacts.JOB)
    jobs.work_off(contacts.NEW_JOB)
    return sorted(letter.address_lines for letter in Letter.objects.all())


def test_who_has_nothing_but_an_address_is_written_to_at_the_new_one(wilma):
    wilma.addresses.update(returned_on=clock.today())

    move(wilma)
    move(wilma)

    assert letters() == [NEW]


def test_an_address_of_a_day_to_come_is_written_to_when_its_day_has_come(wilma):
    move(wilma, in_days=3)
    before = letters()
    later(days=3)

    contacts.take_up_addresses()

    assert (before, letters()) == ([OLD], [OLD, NEW])


def test_who_has_an_account_is_told_there_and_at_the_old_address_only(wilma):
    an_account(wilma)

    move(wilma)

    assert letters() == [OLD]
