"""What the home asks a person to do about messages, appointments, helpers and papers: there while it waits, gone when done."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Delegation
from accounts.services import appointments, conversations, delegations
from accounts.services.appointments import Wish
from benefits.services import claims
from sers_portal.base import clock
from sers_portal.base.things_to_do import to_be_done
from tests import people
from tests.factories.claims import a_claim, an_examiner
from tests.factories.delegates import a_delegation, a_helper
from tests.pages.test_appointments import next_monday

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria():
    person = people.a_person("Maria", "Lopez")
    people.an_account(person, email="maria@example.org")
    return person


def asked_of(person) -> set[str]:
    found = to_be_done(person, on=clock.today())
    return {thing.name for thing in found}


def test_an_answer_asks_to_be_read_until_it_was_opened(maria, signed_in):
    row = conversations.write(
        person=maria, id=uuid.uuid4(), topic="taxes", words="When?", files=[], by=maria.account.actor
    )
    before = asked_of(maria)
    conversations.answer(conversation=row, id=uuid.uuid4(), words="Soon.", by=people.staff().actor)
    with_answer = asked_of(maria)

    signed_in(maria).get(reverse("message", args=[row.pk]))

    assert "answer_is_here" not in before
    assert "answer_is_here" in with_answer
    assert "answer_is_here" not in asked_of(maria)


def test_offered_times_ask_for_a_choice_until_one_is_picked(maria):
    actor = maria.account.actor
    row = appointments.request(
        person=maria, id=uuid.uuid4(), wish=Wish("taxes", "springfield", ["mon"], "any"), by=actor
    )
    before = asked_of(maria)
    appointments.offer(appointment=row, times=[next_monday()], by=people.staff().actor)
    offered = asked_of(maria)

    appointments.pick(appointment=row, offer_id=row.offers.get().pk, by=actor)

    assert "times_are_offered" not in before
    assert "times_are_offered" in offered
    assert "times_are_offered" not in asked_of(maria)


def test_a_paper_asked_for_asks_to_be_sent_until_it_is_answered():
    person, examiner = people.a_person("Lena", "Field"), an_examiner().actor
    people.an_account(person)
    claim = a_claim(person, "correction", answers={"what": "A month is missing."})
    claims.take(claim=claim, by=examiner)
    before = asked_of(claim.person)
    request = claims.request_document(claim=claim, title="Birth certificate", words="", by=examiner)
    asked = asked_of(claim.person)

    claims.answer_request(request=request, by=claim.person.account.actor, answer="I mailed it.")

    assert "paper_asked_for" not in before
    assert "paper_asked_for" in asked
    assert "paper_asked_for" not in asked_of(claim.person)


def test_an_invitation_waits_on_both_sides_until_the_code_is_typed(maria):
    helper = people.a_person("Dana", "Kind")
    account = people.an_account(helper, email="dana@example.org")
    day = clock.today() + timedelta(days=90)
    delegations.invite(
        person=maria,
        helper=delegations.Helper("Dana Kind", "dana@example.org", "view", day),
        by=maria.account.actor,
    )
    waiting = asked_of(maria), asked_of(helper)

    Delegation.objects.update(delegate=account, accepted_at=clock.now())

    assert "helper_waits" in waiting[0]
    assert "asked_to_help" in waiting[1]
    assert not {"helper_waits", "asked_to_help"} & (asked_of(maria) | asked_of(helper))


def test_a_helper_is_led_to_no_page_that_is_closed_to_them(client, maria):
    delegation = a_delegation(maria, a_helper())
    people.a_membership(maria, since=clock.today())
    client.force_login(delegation.delegate)
    client.post(reverse("helping_begin", args=[delegation.pk]))

    page = client.get(reverse("member_home")).text

    assert "Name your beneficiaries" in page
    assert f'href="{reverse("beneficiaries")}"' not in page
