"""Claims about one death: one day of death, one lump sum, one annuity of each survivor, however many ask."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from benefits.models import Annuity, Beneficiary, Designation, LumpSum
from benefits.services import claims
from benefits.services.claims import ClaimRefused
from sers_portal.base.audit import SYSTEM
from tests.benefits.payments.cast import (
    a_payee,
)
from tests.benefits.payments.deaths import CONTACT, recorded, told
from tests.factories.accounts import a_person, an_account
from tests.factories.claims import a_supervisor, an_examiner

pytestmark = pytest.mark.django_db


def test_a_second_day_of_death_is_refused_and_the_figures_of_other_claims_rest_on_the_first():
    ruth, erin = a_payee(), an_examiner("Otto")
    recorded(ruth, died_on="2026-12-03")
    again = told(ruth, died_on="2026-12-04")
    claims.take(claim=again, by=erin.actor)
    claims.identify(claim=again, person=None, member=ruth.member, by=erin.actor)
    claims.approve_first(claim=again, by=erin.actor, has_certificate=True)

    with pytest.raises(ClaimRefused, match="died on December 3, 2026"):
        claims.approve_second(claim=again, by=a_supervisor("Sam").actor)

    lump = a_lump_sum_claim(ruth, "2026-12-05")
    assert lump.calculation.figures["died_on"] == "2026-12-03"


def a_lump_sum_claim(annuity: Annuity, died_on: str, examiner: str = "Erin"):
    erin = an_examiner(examiner)
    claim = claims.open_claim(
        kind="lump_sum_death",
        person=None,
        member=annuity.member,
        answers={"died_on": died_on, "survivor_annuity_payable": "false"},
        by=SYSTEM,
        contact=CONTACT,
    )
    if not Designation.objects.filter(member=annuity.member).exists():
        form = Designation.objects.create(member=annuity.member, signed_on=date(2015, 1, 1))
        Beneficiary.objects.create(
            designation=form,
            rank="primary",
            position=1,
            name="Sofia Miller",
            relationship="child",
            percent=100,
        )
    claim = claims.take(claim=claim, by=erin.actor)
    # No pay is on record that would tell what of it is taxed.
    figures = {**(claims.outcome_of(claim).computed or {}), "taxable": "500.00"}
    claims.calculate(claim=claim, by=erin.actor, entered=figures, reason="By hand", source="Paper file")
    return claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_claims_for_one_lump_sum_approved_at_once_one_is_granted():
    ruth = a_payee()
    both = [a_lump_sum_claim(ruth, "2026-12-03", name) for name in ("Erin", "Otto")]
    supervisors = [a_supervisor(name).actor for name in ("Sol", "Sam")]

    def approve(number):
        try:
            claims.approve_second(claim=both[number], by=supervisors[number])
        except ClaimRefused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=2) as pool:
        won = list(pool.map(approve, range(2)))

    assert sorted(won) == [False, True]
    assert LumpSum.objects.count() == 1


def test_the_same_survivor_is_not_paid_twice_for_one_death():
    ruth = a_payee()
    widower = a_person("Ray", "Miller", born_on=date(1955, 5, 5))
    an_account(widower)
    answers = {
        "died_on": "2026-12-03",
        "relation": "spouse",
        "born_on": "1955-05-05",
        "married_on": "1980-06-01",
    }
    erin, claim_of = an_examiner(), {}
    for number in (1, 2):
        claim = claims.open_claim(
            kind="survivor", person=widower, member=ruth.member, answers=answers, by=widower.account.actor
        )
        claims.take(claim=claim, by=erin.actor)
        figures = {"starts_on": "2027-01-01", "monthly_annuity": "1000.00", "status_at_death": "retired"}
        claims.calculate(claim=claim, by=erin.actor, entered=figures, reason="x", source="y")
        claim_of[number] = claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)
    claims.approve_second(claim=claim_of[1], by=a_supervisor().actor)

    with pytest.raises(ClaimRefused, match="paid to this person already"):
        claims.approve_second(claim=claim_of[2], by=a_supervisor("Sam").actor)
