"""An annuity is suspended and resumed by two people, never twice at once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from benefits.models import AnnuitySuspension
from benefits.services import suspensions
from benefits.services.suspensions import SuspensionRefused
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests.benefits.payments.cast import PAT, RAE, a_payee

pytestmark = pytest.mark.django_db
FIRST = date(2026, 12, 7)


def test_a_suspension_is_proposed_by_one_person_and_put_in_force_by_another():
    ruth = a_payee()
    proposed = suspensions.propose(annuity=ruth, from_on=FIRST, reason="works 76 days", by=PAT)
    ruth.refresh_from_db()
    before = ruth.state

    suspensions.approve(suspension=proposed, by=RAE)

    ruth.refresh_from_db()
    assert (before, ruth.state) == ("in_payment", "suspended")
    assert AuditEvent.objects.get(verb="suspended an annuity").by == RAE.id


def test_whoever_proposes_it_cannot_approve_it_nor_the_portal_itself():
    proposed = suspensions.propose(annuity=a_payee(), from_on=FIRST, reason="x", by=PAT)

    for somebody in (PAT, SYSTEM):
        with pytest.raises(SuspensionRefused):
            suspensions.approve(suspension=proposed, by=somebody)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        AnnuitySuspension.objects.update(
            state="in_force", approved_by=PAT.id, approved_at="2026-12-07T12:00Z"
        )


def test_two_suspensions_of_an_annuity_never_overlap():
    ruth = a_payee()
    suspensions.propose(annuity=ruth, from_on=FIRST, reason="x", by=PAT)

    with pytest.raises(SuspensionRefused, match="covers that time"):
        suspensions.propose(annuity=ruth, from_on=date(2027, 2, 1), reason="y", by=PAT)


def test_another_may_follow_once_the_first_has_its_end():
    ruth = a_payee()
    spell = suspensions.suspend(annuity=ruth, from_on=FIRST, reason="x", proposed_by=PAT, approved_by=RAE)
    ended = suspensions.resume(
        suspension=spell, employment_ended_on=date(2026, 12, 9), proposed_by=RAE, approved_by=PAT
    )

    suspensions.propose(annuity=ruth, from_on=date(2027, 1, 1), reason="y", by=PAT)

    assert ended.until_on == date(2026, 12, 31)


def test_the_end_needs_two_people_as_well():
    spell = suspensions.suspend(
        annuity=a_payee(), from_on=FIRST, reason="x", proposed_by=PAT, approved_by=RAE
    )
    suspensions.propose_end(suspension=spell, employment_ended_on=date(2026, 12, 9), by=PAT)

    with pytest.raises(SuspensionRefused, match="somebody else"):
        suspensions.approve_end(suspension=spell, by=PAT)


def test_a_withdrawn_proposal_keeps_nothing_back():
    ruth = a_payee()
    suspensions.withdraw(
        suspension=suspensions.propose(annuity=ruth, from_on=FIRST, reason="x", by=PAT), by=PAT
    )

    suspensions.propose(annuity=ruth, from_on=FIRST, reason="again", by=PAT)

    assert ruth.suspensions.count() == 2


def test_the_annuity_says_when_its_suspension_is_over(move_to):
    ruth = a_payee()
    spell = suspensions.suspend(annuity=ruth, from_on=FIRST, reason="x", proposed_by=PAT, approved_by=RAE)
    suspensions.resume(suspension=spell, employment_ended_on=FIRST, proposed_by=PAT, approved_by=RAE)

    move_to(date(2027, 1, 1))
    suspensions.turn_states()

    ruth.refresh_from_db()
    assert ruth.state == "in_payment"
