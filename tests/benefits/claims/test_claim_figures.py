"""What the rules make of a claim is what its approval grants, to the cent; by hand only with reason and source."""

from datetime import date
from decimal import Decimal

import pytest

from benefits.models import (
    AccountEntry,
    Annuity,
    AnnuityAmount,
    Beneficiary,
    Claim,
    ClaimCalculation,
    Designation,
    LumpSum,
    Member,
)
from benefits.rules.months import Month
from benefits.services import claims
from benefits.services.claims import ClaimRefused, FigureNeeded
from sers_portal.base import clock
from tests import people
from tests.factories.accounts import a_person, an_account
from tests.factories.claims import (
    a_claim,
    a_claim_to_approve,
    a_supervisor,
    an_examiner,
    somebody_leaving,
)
from tests.factories.work import a_job, a_membership, an_employer, months_of_pay

pytestmark = pytest.mark.django_db


def approved(claim: Claim) -> Claim:
    return claims.approve_second(claim=claim, by=a_supervisor().actor)


def reviewed(claim: Claim, examiner) -> Claim:
    return claims.take(claim=claim, by=examiner.actor)


def nominates(member: Member, *shares: tuple[str, str]) -> None:
    form = Designation.objects.create(member=member, signed_on=date(2015, 1, 1))
    Beneficiary.objects.bulk_create(
        Beneficiary(
            designation=form,
            rank="primary",
            position=position,
            name=name,
            relationship="child",
            percent=Decimal(percent),
        )
        for position, (name, percent) in enumerate(shares, start=1)
    )


def test_an_approved_retirement_starts_the_annuity_that_was_calculated():
    lena = somebody_leaving()
    claim = a_claim_to_approve(lena, an_examiner())

    approved(claim)

    annuity = Annuity.objects.get(payee=lena)
    # 4,800.00 a month for 20 years, 1.67% a year, at 61: 4,800 × 33.4%.
    assert annuity.original_monthly == Decimal("1603.20")
    assert annuity.starts_on == Month.of(clock.today()).first_day
    assert annuity.service_months == 240
    assert AnnuityAmount.objects.get(annuity=annuity).monthly == Decimal("1603.20")


def test_facts_worksheet_and_edition_are_frozen_with_the_figure():
    claim = a_claim_to_approve(somebody_leaving(), an_examiner())

    made = claim.calculation

    assert len(made.facts["record"]["pay"]) == 240
    assert ["decimal", "1603.20"] in [line["figure"] for line in made.worksheet]
    assert made.law_edition


def test_the_offset_removal_option_costs_its_percent():
    lena = somebody_leaving()
    last = Month.of(clock.today()).plus(-1).last_day
    answers = {
        "last_day": last.isoformat(),
        "retire_on": Month.of(clock.today()).first_day.isoformat(),
        "offset_removal": "true",
    }

    approved(a_claim_to_approve(lena, an_examiner(), answers=answers))

    annuity = Annuity.objects.get(payee=lena)
    # 1,603.20 less 3.825% = 61.32.
    assert (annuity.offset_removal, annuity.original_monthly) == (True, Decimal("1541.88"))


def test_survivor_contributions_are_refunded_to_who_has_no_survivor_and_asks():
    lena = somebody_leaving()
    answers = {
        "last_day": Month.of(clock.today()).plus(-1).last_day.isoformat(),
        "retire_on": Month.of(clock.today()).first_day.isoformat(),
        "survivor_refund": "true",
    }

    approved(a_claim_to_approve(lena, an_examiner(), answers=answers))

    # 240 months at 24.00, all of it paid from taxed pay: nothing is withheld.
    refund = LumpSum.objects.get(payee=lena)
    assert (refund.kind, refund.gross, refund.taxable, refund.federal_tax, refund.net) == (
        "survivor_refund",
        Decimal("5760.00"),
        Decimal("0.00"),
        Decimal("0.00"),
        Decimal("5760.00"),
    )
    assert AccountEntry.objects.get(kind="refund").survivor == Decimal("-5760.00")


def test_a_retirement_too_early_is_not_figured_but_may_be_entered_with_reason_and_source():
    young = a_person("Yan", "Early", born_on=date(clock.today().year - 40, 1, 1))
    last = Month.of(clock.today()).plus(-1)
    member = a_membership(young, since=date(2010, 1, 1))
    a_job(member, since=date(2010, 1, 1), until=last.last_day)
    months_of_pay(member, last.plus(-23), 24)
    an_account(young)
    claim, erin = a_claim(young), an_examiner()
    reviewed(claim, erin)

    with pytest.raises(FigureNeeded, match="age or the service is not reached"):
        claims.calculate(claim=claim, by=erin.actor)
    entered = {"starts_on": "2026-12-01", "monthly_annuity": "100.00"}
    with pytest.raises(ClaimRefused, match="where they come from"):
        claims.calculate(claim=claim, by=erin.actor, entered=entered)
    made = claims.calculate(
        claim=claim,
        by=erin.actor,
        entered=entered,
        reason="Early retirement incentive",
        source="Board, May 2",
    )

    assert made.computed is None
    assert "age or the service" in made.refusal["words"]
    assert made.figures == entered


def test_an_override_keeps_what_the_rules_say_beside_it_and_is_what_is_granted():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena)
    reviewed(claim, erin)
    computed = claims.calculate(claim=claim, by=erin.actor).computed

    claims.calculate(
        claim=claim,
        by=erin.actor,
        entered={**computed, "monthly_annuity": "1700.00"},
        reason="Service of 1999 was found on paper",
        source="Personnel file, page 3",
    )
    claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)
    approved(claim)

    made = Claim.objects.get(pk=claim.pk).calculation
    assert (made.computed["monthly_annuity"], made.entered["monthly_annuity"]) == ("1603.20", "1700.00")
    assert Annuity.objects.get(payee=lena).original_monthly == Decimal("1700.00")
    assert ClaimCalculation.objects.count() == 2


def test_a_widow_of_a_retiree_gets_her_share_and_his_annuity_ends_with_the_month():
    ruth, erin = people.a_retiree(), an_examiner()
    widower = a_person("Ray", "Miller", born_on=date(1955, 5, 5))
    an_account(widower)
    died_on = Month.of(clock.today()).plus(-1).first_day
    answers = {
        "died_on": died_on.isoformat(),
        "relation": "spouse",
        "born_on": "1955-05-05",
        "married_on": "1980-06-01",
        "social_security": "1,000.00",
    }
    claim = a_claim_to_approve(widower, erin, "survivor", answers=answers, member=ruth.member)

    approved(claim)

    hers = Annuity.objects.get(kind="retirement", payee=ruth)
    his = Annuity.objects.get(kind="survivor", payee=widower)
    assert (hers.state, hers.ends_on) == ("ended", Month.of(died_on).last_day)
    # Half of what was paid to her (Tier 1), less half of his Social Security, at most half of it.
    half = hers.original_monthly / 2
    assert his.original_monthly == half
    assert AnnuityAmount.objects.get(annuity=his).monthly == half - min(Decimal("500.00"), half / 2)
    assert his.starts_on == Month.of(died_on).plus(1).first_day


def test_an_occupational_death_pays_the_spouse_half_of_the_average_and_the_death_is_on_record():
    maria, erin = people.an_active_member(), an_examiner()
    widower = a_person("Ray", "Miller", born_on=date(1985, 5, 5))
    an_account(widower)
    died_on = clock.today()
    answers = {
        "died_on": died_on.isoformat(),
        "relation": "spouse",
        "born_on": "1985-05-05",
        "workers_compensation": "100.00",
    }
    claim = a_claim_to_approve(widower, erin, "occupational_death", answers=answers, member=maria.member)

    approved(claim)

    his = Annuity.objects.get(kind="occupational_death", payee=widower)
    average = Decimal(claim.calculation.figures["final_average_compensation"])
    assert average > 0
    assert his.original_monthly == (average / 2).quantize(Decimal("0.01"), "ROUND_HALF_UP") - 100
    maria.refresh_from_db()
    assert maria.died_on == died_on


def test_survivors_of_two_part_time_jobs_share_what_both_paid_in_the_last_month():
    nancy, erin = a_person("Nancy", "Ames", born_on=date(1985, 5, 5)), an_examiner()
    first = Month.of(clock.today()).plus(-60)
    member = a_membership(nancy, since=first.first_day)
    for code, pay in (("DHS", "2000.00"), ("DOC", "600.00")):
        employer = an_employer(code, code)
        a_job(member, since=first.first_day, employer=employer, is_full_time=False)
        months_of_pay(member, first, 60, pay, employer=employer)
    widower = a_person("Ray", "Ames", born_on=date(1984, 5, 5))
    an_account(widower)
    answers = {
        "died_on": clock.today().isoformat(),
        "relation": "spouse",
        "born_on": "1984-05-05",
        "married_on": "2010-06-01",
    }

    claim = a_claim_to_approve(widower, erin, "survivor", answers=answers, member=member)

    # 2,600.00 x 5 years x 1.67% = 217.10, of which two thirds; the letter names the pay that it rests on.
    claim.refresh_from_db()
    figures = claim.calculation.figures
    assert (figures["final_average_compensation"], figures["before_offset"]) == ("2600.00", "144.73")


def test_a_marriage_of_less_than_a_year_is_left_to_a_person():
    ruth, erin = people.a_retiree(), an_examiner()
    widower = a_person("Ray", "Miller")
    an_account(widower)
    answers = {
        "died_on": clock.today().isoformat(),
        "relation": "spouse",
        "born_on": "1955-05-05",
        "married_on": Month.of(clock.today()).plus(-3).first_day.isoformat(),
    }
    claim = reviewed(a_claim(widower, "survivor", answers=answers, member=ruth.member), erin)

    with pytest.raises(FigureNeeded, match="had not lasted a year"):
        claims.calculate(claim=claim, by=erin.actor)


def test_a_lump_sum_goes_to_the_beneficiaries_by_their_shares_to_the_cent():
    ivan, erin = people.an_inactive_member(), an_examiner()
    nominates(ivan.member, ("Olga Petrov", "33.33"), ("Pavel Petrov", "66.67"))
    olga = a_person("Olga", "Petrov")
    an_account(olga)
    answers = {
        "died_on": clock.today().isoformat(),
        "survivor_annuity_payable": "false",
        "rollover_amount": "1000.00",
        "rollover_to": "Lake Bank IRA",
    }
    claim = a_claim_to_approve(olga, erin, "lump_sum_death", answers=answers, member=ivan.member)

    approved(claim)

    amount = Decimal(claim.calculation.figures["amount"])
    first, second = LumpSum.objects.order_by("id")
    assert first.gross + second.gross == amount
    assert second.gross == (amount * Decimal("0.6667")).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    assert (first.payee, first.rolled_over, second.payee, second.rolled_over) == (
        olga,
        Decimal("1000.00"),
        None,
        Decimal("0.00"),
    )
    assert first.taxable + second.taxable == Decimal(claim.calculation.figures["taxable"])


def test_a_lump_sum_is_granted_once():
    ivan, erin = people.an_inactive_member(), an_examiner()
    nominates(ivan.member, ("Olga Petrov", "100"))
    olga = a_person("Olga", "Petrov")
    an_account(olga)
    answers = {"died_on": clock.today().isoformat(), "survivor_annuity_payable": "false"}
    options = {"answers": answers, "member": ivan.member}
    first = a_claim_to_approve(olga, erin, "lump_sum_death", **options)
    second = a_claim_to_approve(olga, erin, "lump_sum_death", **options)
    approved(first)

    with pytest.raises(ClaimRefused, match="granted already"):
        approved(second)

    assert LumpSum.objects.count() == 1


def test_a_name_changes_with_the_second_approval_only():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena, "name_change", answers={"family_name": "Hill"})
    reviewed(claim, erin)
    claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)
    lena.refresh_from_db()
    before = lena.family_name

    approved(claim)

    lena.refresh_from_db()
    assert (before, lena.family_name, lena.family_key) == ("Field", "Hill", "hill")


def test_an_open_request_holds_the_approval():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena, "correction", answers={"what": "Overtime"})
    reviewed(claim, erin)
    claims.request_document(claim=claim, title="Pay stub", by=erin.actor)

    with pytest.raises(ClaimRefused):
        claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)


def test_a_claim_with_a_figure_is_not_sent_on_before_it_is_calculated():
    claim, erin = a_claim(somebody_leaving()), an_examiner()
    reviewed(claim, erin)

    with pytest.raises(ClaimRefused, match="Calculate the claim first"):
        claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)
