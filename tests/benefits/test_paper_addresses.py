"""Addresses from signed forms: typed in by one of the staff, compared with the form by another, then the person's own."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Address
from accounts.services.contacts import NewAddress
from benefits.models import AddressOnPaper
from benefits.services import paper_addresses
from benefits.services.paper_addresses import AddressRefused
from notices.documents import render
from notices.models import Letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import AccessEvent
from tests.factories.accounts import a_person, staff

GRACE, LINDA = Actor(uuid.uuid4(), "Grace Lee"), Actor(uuid.uuid4(), "Linda Park")
ADD = reverse("admin:benefits_addressonpaper_add")
TYPED = {
    "line_1": "8 Oak Avenue",
    "line_2": "",
    "city": "Peoria",
    "state": "Illinois",
    "zip_code": "616021234",
    "reason": "Signed as the application was.",
}


@pytest.fixture
def wilma(db, monkeypatch):
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")
    return a_person("Wilma", "Stone")


def entered(person, *, from_on=None, came_on=None) -> AddressOnPaper:
    new = NewAddress("8 Oak Avenue", "", "Peoria", "IL", "61602-1234", from_on or clock.today())
    return paper_addresses.enter(
        person=person, new=new, came_on=came_on or clock.today(), reason="signed", by=GRACE
    )


def current(person) -> Address:
    return Address.objects.get(person=person, until_on=None)


def test_an_address_holds_once_a_second_person_approves_and_the_old_one_is_written_to(wilma):
    before = current(wilma)
    row = entered(wilma)
    unchanged = current(wilma)

    paper_addresses.approve(address=row, by=LINDA)

    jobs.work_off("address-changed-letter")
    assert unchanged == before
    assert current(wilma).lines == ["8 Oak Avenue", "Peoria, IL 61602-1234"]
    assert [letter.address_lines for letter in Letter.objects.all()] == [before.lines]


def test_whoever_entered_it_cannot_approve_it(wilma):
    row = entered(wilma)

    with pytest.raises(AddressRefused, match="somebody else must approve"):
        paper_addresses.approve(address=row, by=GRACE)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        AddressOnPaper.objects.filter(pk=row.pk).update(
            approved_by=row.entered_by, step="done", closed_at=clock.now()
        )


def test_a_second_entry_waits_for_the_first(wilma):
    first = entered(wilma)

    with pytest.raises(AddressRefused, match="Withdraw it first"):
        entered(wilma)
    paper_addresses.withdraw(address=first, by=GRACE)

    assert entered(wilma).step == "waiting"


def test_a_form_of_tomorrow_and_days_at_which_no_address_can_begin_are_refused(wilma):
    began, today = current(wilma).from_on, clock.today()
    current_rows = Address.objects.filter(person=wilma)

    with pytest.raises(AddressRefused, match="still ahead"):
        entered(wilma, came_on=today + timedelta(days=1))
    with pytest.raises(AddressRefused, match="more than a year ago"):
        entered(wilma, came_on=today - timedelta(days=400))
    with pytest.raises(AddressRefused, match="The address on file is newer"):
        entered(wilma, from_on=began - timedelta(days=1))
    with pytest.raises(AddressRefused, match="at most 90 days ahead"):
        entered(wilma, from_on=today + timedelta(days=91))
    current_rows.update(from_on=today - timedelta(days=900))
    with pytest.raises(AddressRefused, match="at most a year ago"):
        entered(wilma, from_on=today - timedelta(days=400))

    assert not AddressOnPaper.objects.exists()


def test_the_address_on_file_is_not_entered_once_more(wilma):
    held = current(wilma)
    same = NewAddress(held.line_1, held.line_2, held.city, held.state, held.zip_code, clock.today())
    form = {"person": wilma, "new": same, "came_on": clock.today(), "reason": "signed", "by": GRACE}

    with pytest.raises(AddressRefused, match="on file already"):
        paper_addresses.enter(**form)
    Address.objects.filter(pk=held.pk).update(returned_on=clock.today())
    with pytest.raises(AddressRefused, match="Mail comes back from this very address"):
        paper_addresses.enter(**form)


def test_an_address_older_than_one_that_came_meanwhile_is_not_approved(wilma):
    row = entered(wilma)
    AddressOnPaper.objects.update(from_on=current(wilma).from_on - timedelta(days=1))

    with pytest.raises(AddressRefused, match="began later than this day"):
        paper_addresses.approve(address=row, by=LINDA)

    row.refresh_from_db()
    assert row.step == "waiting"


def test_member_services_type_it_in_and_a_supervisor_approves_on_the_page(wilma):
    grace, linda = Client(), Client()
    grace.force_login(
        staff("benefits.add_addressonpaper", "benefits.view_addressonpaper", "accounts.view_person")
    )
    linda.force_login(staff("benefits.approve_addressonpaper", "benefits.view_addressonpaper"))
    today = f"{clock.today():%m/%d/%Y}"
    address = f"{ADD}?member_id={wilma.member_id}"

    form = grace.get(address).text
    wrong = grace.post(
        address, {**TYPED, "zip_code": "6160", "city": "123", "from_on": today, "came_on": ""}
    ).text
    grace.post(address, {**TYPED, "from_on": today, "came_on": today})
    row = AddressOnPaper.objects.get()
    page = linda.get(reverse("admin:benefits_addressonpaper_change", args=[row.pk])).text
    linda.post(reverse("admin:addressonpaper_step", args=[row.pk]), {"step": "approve"})

    assert "On file now: 12 Elm Street, Springfield, IL 62704" in form
    assert "A ZIP code has five digits" in wrong
    assert "Enter the name of the city" in wrong
    assert "Enter the day the form came" in wrong
    assert "8 Oak Avenue" in wrong
    assert "I compared it with the form: approve" in page
    assert current(wilma).lines == ["8 Oak Avenue", "Peoria, IL 61602-1234"]
    assert AccessEvent.objects.filter(person=wilma.public_id, page="address from a form").count() >= 3


def test_without_a_person_the_page_leads_to_finding_one(client, db):
    client.force_login(staff("benefits.add_addressonpaper", "accounts.view_person"))

    response = client.get(ADD, follow=True)

    assert "Find the person first, and choose “Enter an address from a signed form”." in response.text
