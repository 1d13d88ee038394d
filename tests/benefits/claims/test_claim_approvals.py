"""Two people stand behind each approval: held by the service, by the form, and by the database against SQL."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from benefits.models import MOVES, Annuity, Claim
from benefits.services import claims
from benefits.services.claims import ClaimRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor
from tests import people
from tests.factories.accounts import a_person
from tests.factories.claims import (
    a_claim,
    a_claim_to_approve,
    a_supervisor,
    an_examiner,
    somebody_leaving,
)

APPROVE = """
UPDATE benefits_claim SET state = 'approved', approved_by = {by}, approved_by_name = 'x', approved_at = now()
WHERE id = %s
"""


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.django_db
def test_whoever_sent_a_claim_on_cannot_approve_it():
    sol = a_supervisor()
    claim = a_claim_to_approve(somebody_leaving(), sol)

    with pytest.raises(ClaimRefused, match="somebody else must approve"):
        claims.approve_second(claim=claim, by=sol.actor)


@pytest.mark.django_db
def test_whoever_calculated_a_claim_cannot_approve_it_though_a_colleague_sent_it_on():
    sol, erin = a_supervisor(), an_examiner()
    claim = a_claim(somebody_leaving())
    claims.take(claim=claim, by=sol.actor)
    claims.calculate(claim=claim, by=sol.actor)
    claims.approve_first(claim=claim, by=erin.actor)

    with pytest.raises(ClaimRefused, match="somebody else must approve"):
        claims.approve_second(claim=claim, by=sol.actor)


@pytest.mark.django_db
def test_whoever_opened_a_claim_for_somebody_cannot_approve_it():
    sol, erin, lena = a_supervisor(), an_examiner(), somebody_leaving()
    claim = claims.open_claim(
        kind="name_change", person=lena, member=None, answers={"family_name": "Hill"}, by=sol.actor
    )
    claims.take(claim=claim, by=erin.actor)
    claims.approve_first(claim=claim, by=erin.actor)

    with pytest.raises(ClaimRefused, match="You opened this claim"):
        claims.approve_second(claim=claim, by=sol.actor)


@pytest.mark.django_db
def test_the_portal_itself_approves_nothing():
    claim = a_claim_to_approve(somebody_leaving(), an_examiner())

    with pytest.raises(ClaimRefused, match="needs a person"):
        claims.approve_second(claim=claim, by=audit.SYSTEM)


@pytest.mark.django_db
def test_approving_grants_the_annuity_in_the_same_transaction(monkeypatch):
    claim = a_claim_to_approve(somebody_leaving(), an_examiner())

    def break_audit(**_):
        raise DatabaseError("no audit")

    monkeypatch.setattr("benefits.services.claims.granting.audit.record", break_audit)

    with pytest.raises(DatabaseError):
        claims.approve_second(claim=claim, by=a_supervisor().actor)

    claim.refresh_from_db()
    assert claim.state == "awaiting_second_approval"
    assert not Annuity.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["first_approved_by", "calculated_by", "opened_by", "NULL"])
def test_sql_cannot_approve_a_claim_by_itself_as(who):
    claim = a_claim_to_approve(somebody_leaving(), an_examiner())

    with pytest.raises(IntegrityError):
        sql(APPROVE.format(by=who), claim.pk)


@pytest.mark.django_db
def test_sql_cannot_change_who_prepared_a_claim_while_approving_it():
    claim, sol = a_claim_to_approve(somebody_leaving(), an_examiner()), a_supervisor()

    with pytest.raises(IntegrityError, match="is settled"):
        sql(
            "UPDATE benefits_claim SET state = 'approved', approved_by = %s, approved_at = now(), "
            "first_approved_by = %s, calculated_by = %s WHERE id = %s",
            *(sol.public_id, uuid.uuid4(), uuid.uuid4(), claim.pk),
        )


@pytest.mark.django_db
def test_a_claim_is_not_turned_to_another_person_between_the_approvals():
    claim, erin = a_claim_to_approve(somebody_leaving(), an_examiner()), an_examiner("Otto")
    other = a_person("Oscar", "Other")

    with pytest.raises(ClaimRefused, match="back into review first"):
        claims.identify(claim=claim, person=other, by=erin.actor)
    with pytest.raises(IntegrityError, match="is settled"):
        sql("UPDATE benefits_claim SET person_id = %s WHERE id = %s", other.pk, claim.pk)


@pytest.mark.django_db
def test_nobody_ties_a_claim_to_themselves():
    erin, own = an_examiner(), a_person("Erin", "Examiner")
    erin.person = own
    erin.save()
    contact = {"name": "Somebody", "email": "somebody@example.org"}
    claim = claims.open_claim(
        kind="survivor", person=None, member=None, answers={}, contact=contact, by=a_supervisor().actor
    )

    with pytest.raises(ClaimRefused, match="your own record"):
        claims.identify(claim=claim, person=own, by=erin.actor)


@pytest.mark.django_db
def test_sql_cannot_change_the_figures_of_an_approved_claim():
    claim = a_claim_to_approve(somebody_leaving(), an_examiner())
    claims.approve_second(claim=claim, by=a_supervisor().actor)

    with pytest.raises(IntegrityError, match="is settled"):
        sql("UPDATE benefits_claim SET calculated_by = %s WHERE id = %s", uuid.uuid4(), claim.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE benefits_claimcalculation SET made_by_name = 'somebody else'",
        "DELETE FROM benefits_claimevent",
    ],
)
def test_history_and_calculations_are_never_changed_by(change):
    a_claim_to_approve(somebody_leaving(), an_examiner())

    with pytest.raises(IntegrityError, match="never changed"):
        sql(change)


@pytest.mark.django_db
def test_a_claim_cannot_begin_approved():
    lena = somebody_leaving()
    now, somebody, other = clock.now(), uuid.uuid4(), uuid.uuid4()

    with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
        Claim.objects.create(
            reference="R-0000-0000",
            kind="retirement",
            person=lena,
            state="approved",
            state_since=now,
            opened_at=now,
            received_at=now,
            due_on=clock.today(),
            first_approved_by=somebody,
            first_approved_at=now,
            approved_by=other,
            approved_at=now,
        )


@pytest.mark.django_db
def test_the_database_allows_exactly_the_moves_of_the_table():
    body = _source_of("guard_claim")

    listed = {(before, after) for before, afters in MOVES.items() for after in afters}
    held = set(_pairs(body))

    assert held == listed


@pytest.mark.django_db
def test_sql_cannot_skip_a_step():
    claim = a_claim(somebody_leaving())

    with pytest.raises(IntegrityError, match="does not move from received to approved"):
        sql("UPDATE benefits_claim SET state = 'approved' WHERE id = %s", claim.pk)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_parallel_approvals_one_wins():
    claim = a_claim_to_approve(somebody_leaving(), an_examiner())
    actors = [Actor(uuid.uuid4(), f"Supervisor {number}") for number in range(50)]

    def approve(actor):
        try:
            claims.approve_second(claim=claim, by=actor)
        except ClaimRefused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=8) as pool:
        won = list(pool.map(approve, actors))

    assert sum(won) == 1
    assert Annuity.objects.count() == 1
    claim.refresh_from_db()
    assert claim.approved_by == actors[won.index(True)].id


def _source_of(function):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        return cursor.fetchone()[0]


def _pairs(body):
    return re.findall(r"\('([a-z_]+)', '([a-z_]+)'\)", body.split("VALUES")[1].split(") AS move")[0])


@pytest.mark.django_db
def test_nothing_is_sent_on_after_a_death_without_the_certificate():
    ruth, erin = people.a_retiree(), an_examiner()
    report = a_claim(ruth, "death_report", answers={"died_on": "2026-11-02"})
    claims.take(claim=report, by=erin.actor)

    with pytest.raises(ClaimRefused, match="death certificate comes before any payment"):
        claims.approve_first(claim=report, by=erin.actor)

    sent_on = claims.approve_first(claim=report, by=erin.actor, has_certificate=True, reason="File 1.")
    words = sent_on.events.get(to_state="awaiting_second_approval").words
    assert words == "The death certificate was seen. File 1."
