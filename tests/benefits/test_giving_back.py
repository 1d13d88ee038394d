"""Giving back what a thief changed: one of the staff chooses, another approves, and the record is as it was."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Address, ContactPhone
from accounts.services import contacts
from accounts.services.contacts import NewAddress
from benefits.models import BankAccount, BankChange, Restoration, WithholdingElection
from benefits.rules.tax import ElectedForm
from benefits.services import beneficiaries, giving_back, withholding
from benefits.services.beneficiaries import Named
from benefits.services.direct_deposit import NewAccount
from benefits.services.giving_back import GivingBackRefused
from notices.documents import render
from notices.models import Email, Letter
from sers_portal.base import clock
from sers_portal.base.audit import Actor
from sers_portal.base.models import AuditEvent
from tests import people
from tests.factories.accounts import staff
from tests.factories.money import NEW_NUMBER, OLD_NUMBER, a_bank_account, a_bank_change

GRACE, LINDA = Actor(uuid.uuid4(), "Grace Lee"), Actor(uuid.uuid4(), "Linda Park")
ADD = reverse("admin:benefits_restoration_add")
ANA = Named("Ana Miller", "child", "primary", Decimal(100))
THIEF = Named("Tony Thief", "friend", "primary", Decimal(100))


@pytest.fixture(autouse=True)
def _cheap_letters(monkeypatch, _own_surroundings) -> None:
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")


@pytest.fixture
def ruth(db):
    return people.a_retiree()


def given_back(person, what: str, *, about: str = "") -> Restoration:
    """The first offer of a kind whose words name something, chosen by Grace and approved by Linda."""
    offers = giving_back.offers_for(person)
    offer = next(one for one in offers if one.what == what and about in one.words)
    chosen = giving_back.choose(person=person, key=offer.key, reason="A thief did it.", by=GRACE)
    return giving_back.approve(restoration=chosen, by=LINDA)


def a_thiefs_account(person) -> BankAccount:
    """The old account ended yesterday, and a thief's is in its place."""
    before = a_bank_account(person)
    before.until_on = clock.today() - timedelta(days=1)
    before.save()
    thiefs = BankAccount(person=person, routing_number="071925444", kind="checking", from_on=clock.today())
    thiefs.account_number = NEW_NUMBER
    thiefs.save()
    return thiefs


def test_payments_go_to_the_account_before_again_once_a_second_person_approves(ruth):
    a_thiefs_account(ruth)
    asked = a_bank_change(
        ruth, last_four=NEW_NUMBER[-4:], account=NewAccount("071925444", "5555555555", "checking")
    )

    done = given_back(ruth, "bank_account")

    account = BankAccount.objects.get(person=ruth, until_on=None)
    asked.refresh_from_db()
    assert (str(account.account_number), done.step) == (OLD_NUMBER, "done")
    assert asked.state == BankChange.State.REFUSED
    assert Email.objects.filter(key=f"given_back:{done.pk}").exists()
    assert Letter.objects.filter(key=f"given_back:{done.pk}").exists()
    assert AuditEvent.objects.filter(person=ruth.public_id, verb="gave back what was changed").exists()


def test_whoever_was_paid_by_check_is_paid_by_check_again(ruth):
    account = a_bank_account(ruth)
    BankAccount.objects.filter(pk=account.pk).update(from_on=clock.today())

    given_back(ruth, "check")

    assert not BankAccount.objects.filter(person=ruth, until_on=None).exists()


def test_an_address_of_before_holds_again_from_today(ruth):
    new = NewAddress("77 Motel Road", "", "Gary", "IN", "46402", clock.today())
    contacts.change_address(person=ruth, new=new, by=ruth.account.actor)

    given_back(ruth, "address")

    assert Address.objects.get(person=ruth, until_on=None).line_1 == "12 Elm Street"


def test_a_move_that_is_planned_is_taken_back(ruth):
    new = NewAddress("77 Motel Road", "", "Gary", "IN", "46402", clock.today() + timedelta(days=5))
    planned = contacts.change_address(person=ruth, new=new, by=ruth.account.actor)

    given_back(ruth, "planned_address")

    planned.refresh_from_db()
    assert planned.cancelled_at is not None


def test_a_thiefs_telephone_goes_and_the_one_they_removed_comes_back(ruth):
    mine = contacts.add_phone(person=ruth, number="+12175550123", kind="home", by=ruth.account.actor)
    contacts.remove_phone(person=ruth, phone=mine.pk, by=ruth.account.actor)
    contacts.add_phone(person=ruth, number="+12195550134", kind="mobile", by=ruth.account.actor)

    given_back(ruth, "phone_off", about="0134")
    given_back(ruth, "phone_back", about="0123")

    (kept,) = ContactPhone.objects.filter(person=ruth, removed_at=None)
    assert (str(kept.number), kept.kind) == ("+12175550123", "home")


def test_the_beneficiaries_of_before_are_in_force_again_and_the_thiefs_form_stays_in_the_history(ruth):
    for named in (ANA, THIEF):
        beneficiaries.name(member=ruth.member, named=[named], by=ruth.account.actor)

    given_back(ruth, "beneficiaries")

    form, after = beneficiaries.in_force(ruth.member), giving_back.offers_for(ruth)
    assert [row.name for row in form.beneficiaries.all()] == ["Ana Miller"]
    assert ruth.member.designations.count() >= 3
    assert not any("Ana Miller 100.00% (primary). Now" in one.words for one in after)


def test_tax_is_withheld_as_on_the_form_before(ruth):
    married, none = ElectedForm(filing="married"), ElectedForm(is_none=True)
    for form in (married, none):
        withholding.elect(id=uuid.uuid4(), person=ruth, annuity=None, form=form, by=ruth.account.actor)

    given_back(ruth, "withholding")

    assert WithholdingElection.objects.filter(person=ruth).latest("elected_at").form == married


def test_nobody_approves_what_they_chose_not_even_by_sql(ruth):
    a_thiefs_account(ruth)
    offer = giving_back.offers_for(ruth)[0]
    chosen = giving_back.choose(person=ruth, key=offer.key, reason="A thief did it.", by=GRACE)

    with pytest.raises(GivingBackRefused, match="somebody else must approve it"):
        giving_back.approve(restoration=chosen, by=GRACE)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Restoration.objects.update(approved_by=GRACE.id, step="done", closed_at=clock.now())

    assert str(BankAccount.objects.get(person=ruth, until_on=None).account_number) == NEW_NUMBER


def test_what_was_put_right_in_the_meantime_is_not_given_back_twice(ruth):
    a_thiefs_account(ruth)
    offer = giving_back.offers_for(ruth)[0]
    chosen = giving_back.choose(person=ruth, key=offer.key, reason="A thief did it.", by=GRACE)
    with pytest.raises(GivingBackRefused, match="waits for a second person"):
        giving_back.choose(person=ruth, key=offer.key, reason="Again.", by=LINDA)
    BankAccount.objects.filter(person=ruth, until_on=None).update(until_on=clock.today())
    a_bank_account(ruth)

    with pytest.raises(GivingBackRefused, match="in the meantime"):
        giving_back.approve(restoration=chosen, by=LINDA)

    assert Restoration.objects.get().step == "waiting"


def test_staff_choose_on_the_page_of_the_person_and_a_supervisor_approves_on_the_rows_page(ruth):
    a_thiefs_account(ruth)
    grace, linda = Client(), Client()
    grace.force_login(staff("benefits.add_restoration", "benefits.view_restoration", "accounts.view_person"))
    linda.force_login(staff("benefits.approve_restoration", "benefits.view_restoration"))
    address = f"{ADD}?member_id={ruth.member_id}"

    nobody = grace.get(ADD, follow=True)
    empty = grace.post(address, {"reason": "The PIN was right."})
    key = giving_back.offers_for(ruth)[0].key
    chosen = grace.post(address, {"offer": key, "reason": "The PIN was right."})
    row = Restoration.objects.get()
    linda.post(reverse("admin:restoration_step", args=[row.pk]), {"step": "approve"})

    row.refresh_from_db()
    assert "Find the person first" in nobody.text
    assert "Choose what to give back." in empty.text
    assert "The PIN was right." in empty.text
    assert (chosen.status_code, row.step) == (302, "done")
    assert "ending in 7890" in row.words
    assert "ending in 3210" in row.words
