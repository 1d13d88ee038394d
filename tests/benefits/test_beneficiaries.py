"""Naming beneficiaries: shares that come to 100, a form that takes the place of the one before, reminders."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import Beneficiary, Designation, FamilyMember
from benefits.services import beneficiaries
from benefits.services.beneficiaries import Named, NamesRefused
from notices.documents import render
from notices.models import Email, Letter
from sers_portal.base import clock
from sers_portal.base.models import AuditEvent
from sers_portal.base.things_to_do import to_be_done
from tests import people

CHANGE = reverse("beneficiaries_change")
ANA, BEN = (
    Named("Ana Miller", "child", "primary", Decimal("33.34")),
    Named("Ben Miller", "child", "primary", Decimal("66.66")),
)
ZOO = Named("Zoo Friends", "charity", "contingent", Decimal(100))


@pytest.fixture(autouse=True)
def _cheap_letters(monkeypatch, _own_surroundings) -> None:
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")


@pytest.fixture
def ruth(db):
    return people.a_retiree()


def rows(*named: tuple[str, str, str, str], **more: str) -> dict[str, str]:
    """What the page sends for these rows of name, relationship, rank and percent."""
    sent = {"count": str(len(named))}
    for number, row in enumerate(named):
        parts = zip(("name", "relationship", "rank", "percent"), row, strict=True)
        sent |= {f"{part}_{number}": typed for part, typed in parts}
    return {**sent, **more}


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def test_a_new_form_takes_the_place_of_the_one_before(ruth):
    member = people.membership_of(ruth)
    before = beneficiaries.in_force(member)

    form = beneficiaries.name(member=member, named=[ANA, BEN, ZOO], by=ruth.account.actor)

    before.refresh_from_db()
    assert (before.superseded_on, form.signed_on) == (clock.today(), clock.today())
    assert beneficiaries.in_force(member) == form
    assert [row.name for row in form.beneficiaries.all()] == ["Ana Miller", "Ben Miller", "Zoo Friends"]


def test_a_form_is_audited_and_confirmed_by_e_mail_and_letter_without_names(ruth):
    beneficiaries.name(member=people.membership_of(ruth), named=[ANA, BEN], by=ruth.account.actor)

    assert AuditEvent.objects.filter(person=ruth.public_id, verb="named beneficiaries").count() == 1
    assert "Ana" not in Email.objects.get().body
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("named", [[], [ZOO], [ANA], [ANA, BEN, BEN]])
def test_shares_that_do_not_come_to_100_are_refused(ruth, named):
    with pytest.raises(NamesRefused):
        beneficiaries.name(member=people.membership_of(ruth), named=named, by=ruth.account.actor)

    assert Designation.objects.count() == 1


def test_the_same_form_sent_in_twice_is_one(ruth):
    member = people.membership_of(ruth)

    first = beneficiaries.name(member=member, named=[ANA, BEN], by=ruth.account.actor)
    again = beneficiaries.name(member=member, named=[ANA, BEN], by=ruth.account.actor)

    assert first == again
    assert Letter.objects.count() == 1


def test_names_are_checked_on_the_page_and_in_force_when_confirmed(ruth):
    client = client_of(ruth)
    sent = rows(("Ana Miller", "child", "primary", "60"), ("Ben Núñez-O’Hara", "friend", "primary", "40 %"))

    seen = client.post(CHANGE, sent)
    nothing_yet = Beneficiary.objects.count()
    done = client.post(CHANGE, {**sent, "confirmed": "yes"}, follow=True)

    assert "Check your answers" in seen.text
    assert nothing_yet == 0
    assert "Ben Núñez-O’Hara" in done.text
    assert "in force from today" in done.text


def test_one_more_row_keeps_what_was_typed(ruth):
    page = client_of(ruth).post(
        CHANGE, rows(("Ana Miller", "child", "primary", "x"), ("", "", "", ""), more="yes")
    )

    assert page.status_code == 200
    assert 'value="Ana Miller"' in page.text
    assert 'name="name_2"' in page.text
    assert "There is a problem" not in page.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([("", "", "primary", "")], "Name at least one primary beneficiary"),
        ([("Ana", "child", "contingent", "100")], "Name at least one primary beneficiary"),
        ([("Ana", "child", "primary", "90")], "must come to 100%. 10% are missing"),
        ([("Ana", "child", "primary", "60"), ("Ben", "child", "primary", "41.5")], "1.5% are too many"),
        (
            [("Ana", "child", "primary", "100"), ("Zoo", "charity", "contingent", "99.99")],
            "0.01% are missing",
        ),
        ([("Ana", "child", "primary", "33.333")], "Write a percentage"),
        ([("Ana", "child", "primary", "-5")], "Choose a percentage from 0 to 100"),
        ([("Ana", "child", "primary", "0")], "a share of more than 0%"),
        ([("Ana", "child", "primary", "\uff15\uff10")], "Write a percentage"),
        ([("Ana", "", "primary", "100")], "choose what this person is to you"),
        ([("", "child", "primary", "100")], "write the name"),
        ([("Ana", "child", "primary", "50"), ("ana", "friend", "primary", "50")], "stands here twice"),
        ([("<script>alert(1)</script>", "child", "primary", "100")], "Use letters"),
        ([("' OR 1=1;--", "child", "primary", "100")], "Use letters"),
        ([("\u202eanA", "child", "primary", "100")], "hidden character"),
        ([("Ana \U0001f600", "child", "primary", "100")], "Use letters"),
        ([("x" * 5000, "child", "primary", "100")], "too long"),
        ([("Ana", "boss", "primary", "100")], "Choose one of the answers"),
    ],
)
def test_wrong_input_is_told_and_changes_nothing(ruth, sent, said):
    page = client_of(ruth).post(CHANGE, rows(*sent, confirmed="yes"))

    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert "<script>alert" not in page.text
    assert not Beneficiary.objects.exists()


def things_to_do_of(person) -> list[str]:
    return [thing.name for thing in to_be_done(person, on=clock.today())]


@pytest.mark.parametrize(
    ("relation", "dates"),
    [
        ("spouse", {"since_on": date(2020, 6, 1)}),
        ("spouse", {"since_on": date(1990, 6, 1), "ended_on": date(2020, 6, 1)}),
        ("child", {"born_on": date(2020, 6, 1)}),
    ],
)
def test_an_event_in_the_family_after_the_form_asks_to_look_again(ruth, relation, dates):
    before = things_to_do_of(ruth)
    facts = {"name": "Sam Miller", "born_on": date(1960, 1, 1), **dates}
    FamilyMember.objects.create(member=people.membership_of(ruth), relation=relation, **facts)

    asked = things_to_do_of(ruth)
    beneficiaries.name(member=people.membership_of(ruth), named=[ANA, BEN], by=ruth.account.actor)

    assert ("family_changed" in before, "family_changed" in asked) == (False, True)
    assert "family_changed" not in things_to_do_of(ruth)


def test_an_event_before_the_form_asks_nothing(ruth):
    FamilyMember.objects.create(
        member=people.membership_of(ruth),
        relation="spouse",
        name="Sam Miller",
        born_on=date(1960, 1, 1),
        since_on=date(1990, 6, 1),
    )

    assert "family_changed" not in things_to_do_of(ruth)


def test_a_survivor_is_told_that_only_members_name_beneficiaries(db):
    client = client_of(people.a_survivor())

    assert "Only a member names beneficiaries" in client.get(reverse("beneficiaries")).text
    assert client.get(CHANGE).url == reverse("beneficiaries")


def test_the_page_tells_named_and_statutory_survivors_apart(ruth):
    beneficiaries.name(member=people.membership_of(ruth), named=[ANA, BEN, ZOO], by=ruth.account.actor)

    page = client_of(ruth).get(reverse("beneficiaries"))

    assert "Not by this form: monthly benefits for your survivors" in page.text
    assert "33.34%" in page.text
    assert "in force until" in page.text
