"""The annuity after State work: what it pays, and what its January increases rest on, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from benefits import claim_kinds
from benefits.models import Annuity, AnnuityAmount, AnnuityPart, Claim, PaymentDeduction, PlannedIncrease
from benefits.rules.increases import increases_of_part
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.services import claims
from benefits.services.annuity_parts import parts_after
from benefits.services.claims import ClaimRefused
from reemployment.services import repayments, retiring
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM
from tests.benefits.payments.cast import PAT, RAE, a_planned_run
from tests.factories.claims import an_examiner
from tests.factories.work import a_job, months_of_pay
from tests.reemployment.work_again import approved, back_at_work, resumed

D = Decimal
TODAY = date(2026, 11, 22)
JANUARY = Month(2027, 1)
PARTS = {
    "starts_on": "2026-12-01",
    "payable_at_reentry": "2150.00",
    "additional_annuity": "85.10",
    "monthly_annuity": "2235.10",
}
WHOLE = {
    "starts_on": "2026-12-01",
    "monthly_annuity": "2410.55",
    "service_months": "306",
    "final_average_compensation": "5610.00",
    "formula": "regular",
    "contributions_at_start": "71000.00",
}


@pytest.fixture(autouse=True)
def _today(set_today, monkeypatch):
    set_today(TODAY)
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)


@pytest.mark.parametrize(
    ("tier", "start", "original", "payable", "expected"),
    [
        # Tier 2 adds 1.2% and 1.5% of the original 2,000.00, whatever is payable; Tier 1 compounds 3% on what is.
        (2, date(2023, 1, 1), "2000.00", "2080.00", ["2104.00", "2134.00"]),
        (1, date(2023, 1, 1), "2000.00", "2150.00", ["2214.50", "2280.94"]),
        # What was earned since waits for the January after its first full year.
        (2, date(2024, 10, 1), "300.00", "300.00", ["304.50"]),
        (1, date(2024, 10, 1), "300.00", "300.00", ["309.00"]),
    ],
)
def test_each_part_of_an_annuity_rises_from_its_own_start(tier, start, original, payable, expected):
    found = increases_of_part(
        tier=tier, formula="regular", born=date(1955, 8, 1), part_start=start, original=D(original),
        payable=D(payable), payable_from=date(2024, 10, 1), through=date(2026, 1, 1), law=load_law(),
    )  # fmt: skip

    assert [row.monthly for row in found.increases] == [D(amount) for amount in expected]
    assert found.increases[-1].on == date(2026, 1, 1)


def test_an_annuity_paid_again_on_a_january_1_is_not_raised_on_that_day():
    found = increases_of_part(
        tier=1, formula="regular", born=date(1955, 8, 1), part_start=date(2020, 1, 1), original=D("2000.00"),
        payable=D("2150.00"), payable_from=date(2026, 1, 1), through=date(2026, 1, 1), law=load_law(),
    )  # fmt: skip

    assert found.increases == ()


@pytest.mark.django_db
def test_retiring_again_pays_both_parts_and_january_raises_the_first_alone(set_today):
    someone = back_at_work()
    claim = retiring.apply(someone=someone, last_day=date(2026, 11, 15), note="", by=SYSTEM)
    resumed(someone, date(2026, 11, 15))

    approved(claim, PARTS)
    set_today(date(2026, 12, 18))
    run = a_planned_run(JANUARY)

    newest = AnnuityAmount.objects.filter(annuity=someone.annuity).latest("from_on")
    assert (newest.from_on, newest.monthly) == (date(2026, 12, 1), D("2235.10"))
    raised = PlannedIncrease.objects.get(run=run, annuity=someone.annuity)
    # 3% of 2,150.00; the 85.10 earned since were not paid for a year yet.
    assert (raised.refusal, raised.monthly) == ("", D("2299.60"))
    rows = run.rows.filter(annuity=someone.annuity).order_by("month").values_list("month__month", "gross")
    assert list(rows)[-2:] == [(12, D("2235.10")), (1, D("2299.60"))]


@pytest.mark.django_db
def test_a_second_return_to_work_keeps_each_parts_own_base():
    someone = back_at_work()
    claim = retiring.apply(someone=someone, last_day=date(2026, 11, 15), note="", by=SYSTEM)
    resumed(someone, date(2026, 11, 15))
    approved(claim, PARTS)

    parts = parts_after(
        someone.annuity, from_on=date(2030, 1, 1), reentered_on=date(2027, 6, 1), at_reentry=D("2299.60"),
        additional=D("50.00"), law=load_law(),
    )  # fmt: skip

    assert [(part.original_monthly, part.monthly) for part in parts] == [
        (D("2150.00"), D("2214.50")),
        (D("85.10"), D("85.10")),
        (D("50.00"), D("50.00")),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"monthly_annuity": "2300.00"}, "do not sum"),
        ({"payable_at_reentry": "2100.00", "monthly_annuity": "2185.10"}, "less than the record"),
        ({"starts_on": "2026-12-15"}, "first of a month"),
        ({"starts_on": "2026-11-01"}, "still suspended in that month"),
    ],
)
def test_figures_that_cannot_be_are_not_granted(change, words):
    someone = back_at_work()
    claim = retiring.apply(someone=someone, last_day=date(2026, 11, 15), note="", by=SYSTEM)
    resumed(someone, date(2026, 11, 15))

    with pytest.raises(ClaimRefused, match=words):
        approved(claim, {**PARTS, **change})

    assert not AnnuityPart.objects.exists()


@pytest.mark.django_db
def test_parts_that_do_not_sum_are_refused_as_soon_as_they_are_entered():
    claim = retiring.apply(someone=back_at_work(), last_day=date(2026, 11, 15), note="", by=SYSTEM)
    examiner = an_examiner().actor
    claims.take(claim=claim, by=examiner)

    with pytest.raises(ClaimRefused, match="do not sum"):
        claims.calculate(
            claim=claim,
            by=examiner,
            entered={**PARTS, "monthly_annuity": "2300.00"},
            reason="Found on paper",
            source="Worksheet 7",
        )


@pytest.fixture
def repaid():
    """Back within three years, all repaid with interest, the application to retire again sent in."""
    someone = back_at_work()
    row = repayments.agree(someone=someone, kind="recomputation", number=1, by=SYSTEM)
    repayments.record_payment(repayment=row, on=TODAY, amount=row.debt, number="7", by=SYSTEM)
    retiring.apply(someone=someone, last_day=date(2026, 11, 15), note="", by=SYSTEM)
    resumed(someone, date(2026, 11, 15))
    return someone


@pytest.mark.django_db
def test_a_recomputed_benefit_begins_anew_and_its_increases_with_it(repaid, set_today):
    owed = PaymentDeduction.objects.create(
        annuity=repaid.annuity, monthly=D("40.00"), total=D("100.00"), reason="debt",
        from_month=date(2026, 12, 1), entered_by=PAT.id, approved_by=RAE.id,
    )  # fmt: skip

    approved(Claim.objects.get(kind="recomputed_benefit"), WHOLE)
    set_today(date(2026, 12, 18))
    run = a_planned_run(JANUARY)

    old, new = Annuity.objects.filter(member=repaid.member).order_by("starts_on")
    assert (old.state, old.ends_on) == ("ended", date(2026, 11, 30))
    assert (new.starts_on, new.original_monthly, new.service_months) == (date(2026, 12, 1), D("2410.55"), 306)
    # The first increase comes with the January after a full year, on the whole.
    assert not PlannedIncrease.objects.filter(run=run, annuity=new).exists()
    paid = run.rows.filter(annuity=new).order_by("month").values_list("gross", "other_deduction")
    assert list(paid) == [(D("2410.55"), D("40.00")), (D("2410.55"), D("40.00"))]
    owed.refresh_from_db()
    assert owed.annuity == new


@pytest.mark.django_db
def test_whoever_repaid_all_is_not_paid_in_parts_too(repaid):
    with pytest.raises(ClaimRefused, match="approve the recomputed benefit"):
        approved(Claim.objects.get(kind="retire_again"), PARTS)


@pytest.mark.django_db
def test_a_recomputed_benefit_without_an_application_is_left_to_a_person():
    someone = back_at_work()
    row = repayments.agree(someone=someone, kind="recomputation", number=1, by=SYSTEM)
    repayments.record_payment(repayment=row, on=TODAY, amount=row.debt, number="7", by=SYSTEM)

    outcome = claim_kinds.of("recomputed_benefit").calculate(
        Claim.objects.get(kind="recomputed_benefit"), TODAY
    )

    assert outcome.refusal.key == "recomputation.not_applied_for"


@pytest.mark.django_db
@pytest.mark.parametrize("is_on_record", [True, False])
def test_one_benefit_on_all_service_is_figured_from_the_record_or_not_at_all(repaid, is_on_record):
    a_job(repaid.member, since=date(1990, 6, 1), until=date(2024, 2, 29))
    months_of_pay(repaid.member, Month(2014, 1), 122)
    if is_on_record:
        a_job(repaid.member, since=date(2026, 6, 16), until=date(2026, 11, 15))
        months_of_pay(repaid.member, Month(2026, 6), 6)

    outcome = claim_kinds.of("recomputed_benefit").calculate(
        Claim.objects.get(kind="recomputed_benefit"), date(2026, 12, 1)
    )

    if is_on_record:
        # 128 months at 1.67% a year of 4,800.00.
        assert (outcome.computed["starts_on"], outcome.computed["monthly_annuity"]) == (
            "2026-12-01",
            "855.04",
        )
    else:
        assert outcome.refusal.key == "recomputation.period_not_on_record"
