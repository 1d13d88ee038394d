"""Paying back: who may, what it costs, the parts that sum to it, and what follows when it is done or not."""

from datetime import date
from decimal import Decimal

import pytest

from benefits import claim_kinds
from benefits.models import AccountEntry, AnnuityAmount, Claim, FamilyMember
from benefits.rules.months import Month
from benefits.selectors import law_in_force
from benefits.services import claims
from reemployment.models import Repayment, SuspensionCase
from reemployment.services import cases, overpayments, repayments, retiring
from reemployment.services.trouble import WorkRefused
from sers_portal.base.audit import SYSTEM
from tests.factories.accounts import staff
from tests.factories.benefits import payments_of
from tests.factories.reemployment import a_notice, a_retired_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(set_today):
    set_today(TODAY)


def back_at_work(
    *, retired_on: date = date(2024, 3, 1), since: date = date(2026, 6, 16), paid_months: int = 2
):
    """Somebody paid some months, then permanently back in State service, suspended by two people."""
    someone = a_retired_member(retired_on=retired_on)
    payments_of(someone.annuity, Month.of(retired_on), paid_months)
    a_notice(someone, kind="permanent", starts_on=since)
    case = SuspensionCase.objects.get(annuity=someone.annuity)
    cases.propose(case=case, by=staff().actor)
    cases.confirm(case=case, by=staff().actor)
    return someone


def law():
    return law_in_force(on=TODAY)


def agreed(someone, *, number: int = 1, kind: str = "recomputation", **more) -> Repayment:
    return repayments.agree(someone=someone, kind=kind, number=number, by=SYSTEM, **more)


def test_the_quote_charges_interest_from_each_receipt_to_the_last_payment():
    someone = back_at_work(paid_months=1)

    debt = repayments.quote(someone, kind="recomputation", repaid_by=date(2027, 3, 19), law=law())

    # 2,150.00 received on March 19, 2024, three years at 6.5%.
    assert (debt.principal, debt.due) == (Decimal("2150.00"), Decimal("2597.09"))
    assert debt.deadline == date(2031, 6, 16)


def test_whoever_came_back_later_than_three_years_may_not_repay():
    someone = back_at_work(retired_on=date(2023, 6, 1), since=date(2026, 6, 2))

    with pytest.raises(WorkRefused, match="no right"):
        repayments.quote(someone, kind="recomputation", repaid_by=TODAY, law=law())


def test_the_third_anniversary_still_counts():
    someone = back_at_work(retired_on=date(2023, 6, 1), since=date(2026, 6, 1))

    assert repayments.quote(someone, kind="recomputation", repaid_by=TODAY, law=law()).due > 0


def test_nobody_repays_who_has_not_gone_back():
    with pytest.raises(WorkRefused, match="no right"):
        repayments.quote(a_retired_member(), kind="recomputation", repaid_by=TODAY, law=law())


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 11, 21), "past"), (date(2031, 6, 17), "must be repaid by June 16, 2031")]
)
def test_a_day_of_repayment_that_is_past_or_too_late_is_refused(day, words):
    with pytest.raises(WorkRefused, match=words):
        repayments.quote(back_at_work(), kind="recomputation", repaid_by=day, law=law())


def test_instalments_sum_to_the_debt_and_end_on_the_day_interest_runs_to():
    row = agreed(back_at_work(), number=7)

    parts = list(row.instalments.all())
    assert sum(part.amount for part in parts) == row.debt
    assert max(part.amount for part in parts) - min(part.amount for part in parts) <= Decimal("0.01")
    assert (parts[0].due_on, parts[-1].due_on, row.repaid_by) == (
        date(2026, 12, 31),
        date(2027, 6, 30),
        date(2027, 6, 30),
    )


def test_a_second_agreement_for_the_same_is_refused():
    someone = back_at_work()
    agreed(someone)

    with pytest.raises(WorkRefused, match="agreed to repay this already"):
        agreed(someone, number=3)


def test_the_last_payment_completes_it_and_hands_a_claim_to_staff():
    row = agreed(back_at_work(), number=2)
    first, second = row.instalments.values_list("amount", flat=True)

    repayments.record_payment(repayment=row, on=TODAY, amount=first, number="101", by=SYSTEM)
    half_way = Repayment.objects.get().state
    repayments.record_payment(repayment=row, on=TODAY, amount=second, number="102", by=SYSTEM)

    row.refresh_from_db()
    assert (half_way, row.state, row.paid) == ("agreed", "completed", row.debt)
    assert row.claim.kind == "recomputed_benefit"
    assert row.claim.answer_data["repaid"] == str(row.debt)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": Decimal("99999.00")}, "more than is still owed"),
        ({"amount": Decimal("0.00")}, "above zero"),
        ({"amount": Decimal("-5.00")}, "above zero"),
        ({"on": date(2026, 11, 23)}, "still to come"),
        ({"on": date(2026, 11, 21)}, "before the agreement"),
        ({"number": " "}, "number of the check"),
        ({"number": "101"}, "recorded before"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_and_the_sums_stay(change, words):
    row = agreed(back_at_work(), number=2)
    repayments.record_payment(repayment=row, on=TODAY, amount=Decimal("10.00"), number="101", by=SYSTEM)

    with pytest.raises(WorkRefused, match=words):
        repayments.record_payment(
            **{
                "repayment": row,
                "on": TODAY,
                "amount": Decimal("5.00"),
                "number": "102",
                "by": SYSTEM,
                **change,
            }
        )

    assert Repayment.objects.get().paid == Decimal("10.00")


def test_what_is_not_completed_by_its_deadline_is_given_back(set_today):
    row = agreed(back_at_work(), number=2)
    repayments.record_payment(repayment=row, on=TODAY, amount=Decimal("10.00"), number="101", by=SYSTEM)
    set_today(date(2031, 6, 16))
    on_the_day = repayments.fail_overdue()
    set_today(date(2031, 6, 17))

    failed = repayments.fail_overdue()
    repayments.record_refund(repayment=row, on=date(2031, 6, 20), number="R-1", by=SYSTEM)

    row.refresh_from_db()
    assert (on_the_day, failed, row.state) == (0, 1, "refunded")
    assert row.receipts.get(is_refund=True).amount == Decimal("10.00")
    assert not Claim.objects.filter(kind="recomputed_benefit").exists()


def test_applying_to_retire_again_brings_the_deadline_to_the_day_before():
    someone = back_at_work()
    row = agreed(someone, number=24)

    claim = retiring.apply(someone=someone, last_day=date(2026, 12, 15), note="", by=SYSTEM)

    row.refresh_from_db()
    assert (row.deadline, row.repaid_by) == (date(2026, 12, 31), date(2026, 12, 31))
    assert claim.answer_data["payable_at_reentry"] == "2150.00"


def test_retiring_again_gathers_facts_and_leaves_the_additional_annuity_to_people():
    someone = back_at_work()
    claim = retiring.apply(someone=someone, last_day=date(2026, 11, 15), note="", by=SYSTEM)

    outcome = claim_kinds.of("retire_again").calculate(claim, TODAY)

    assert outcome.refusal is not None
    assert outcome.facts["payable_at_reentry"] == "2150.00"
    assert [line.figure for line in outcome.worksheet] == [Decimal("2150.00")]


def test_approval_pays_both_parts_once_the_suspension_has_ended():
    someone = back_at_work()
    claim = retiring.apply(someone=someone, last_day=date(2026, 11, 15), note="", by=SYSTEM)
    case = SuspensionCase.objects.get()
    cases.propose_resumption(case=case, employment_ended_on=date(2026, 11, 15), by=staff().actor)
    cases.confirm_resumption(case=case, by=staff().actor)
    examiner, second = staff().actor, staff().actor
    claims.take(claim=claim, by=examiner)
    entered = {
        "starts_on": "2026-12-01",
        "payable_at_reentry": "2150.00",
        "additional_annuity": "85.10",
        "monthly_annuity": "2235.10",
    }

    claims.calculate(claim=claim, by=examiner, entered=entered, reason="By hand.", source="Form 12")
    claims.approve_first(claim=claim, by=examiner)
    claims.approve_second(claim=claim, by=second)

    newest = AnnuityAmount.objects.filter(annuity=someone.annuity).order_by("-from_on").first()
    assert (newest.from_on, newest.monthly) == (date(2026, 12, 1), Decimal("2235.10"))


@pytest.mark.parametrize(
    ("last_day", "words"), [(date(2026, 6, 15), "cannot be before"), (date(2027, 6, 1), "four months ahead")]
)
def test_an_impossible_last_day_of_work_is_refused(last_day, words):
    with pytest.raises(WorkRefused, match=words):
        retiring.apply(someone=back_at_work(), last_day=last_day, note="", by=SYSTEM)


def test_an_overpayment_is_what_was_paid_beyond_the_day_before_the_suspension():
    someone = back_at_work(retired_on=date(2026, 5, 1), since=date(2026, 6, 16), paid_months=4)
    suspension = SuspensionCase.objects.get().suspension

    row = overpayments.agree(someone=someone, suspension=suspension, number=3, by=SYSTEM)

    # June: 15 of 30 days are payable; July and August are not.
    assert (row.debt, row.interest) == (Decimal("5375.00"), Decimal("0.00"))
    assert sum(row.instalments.values_list("amount", flat=True)) == row.debt
    with pytest.raises(WorkRefused, match="cannot be given up"):
        repayments.give_up(repayment=row, by=SYSTEM)


def somebody_married(since: date):
    someone = a_retired_member(retired_on=date(2022, 1, 1))
    AccountEntry.objects.create(
        member=someone.member, kind="refund", on=date(2022, 1, 19), survivor=Decimal("-4000.00")
    )
    FamilyMember.objects.create(
        member=someone.member, relation="spouse", name="Pat Reyes", born_on=date(1958, 1, 1), since_on=since
    )
    return someone


def test_a_survivor_refund_repaid_after_a_year_of_marriage_stands_in_the_account_again():
    someone = somebody_married(date(2025, 11, 22))
    row = agreed(someone, kind="survivor_refund", repaid_by=TODAY)

    repayments.record_payment(repayment=row, on=TODAY, amount=row.debt, number="7", by=SYSTEM)

    assert row.principal == Decimal("4000.00") < row.debt
    assert AccountEntry.objects.get(member=someone.member, kind="repayment").survivor == Decimal("4000.00")


@pytest.mark.parametrize("since", [date(2025, 11, 23), date(2021, 5, 1)])
def test_a_marriage_too_young_or_older_than_the_refund_repays_nothing(since):
    with pytest.raises(WorkRefused, match="one full year"):
        agreed(somebody_married(since), kind="survivor_refund", repaid_by=TODAY)
