"""An overpayment kept back from the annuity: each booked payment gives its part once, and no more than there is."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from benefits.models import DeductionTaken, InsuranceEnrolment, Payment, PaymentDeduction
from benefits.rules.months import Month
from benefits.services.payment_runs import booking, deductions
from notices.models import Letter
from reemployment.models import SuspensionCase
from reemployment.rules.instalments import withheld_parts
from reemployment.services import overpayments, repayments
from reemployment.services.telling import REPAYMENT_JOB
from reemployment.services.trouble import WorkRefused
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM, Actor
from sers_portal.base.models import Job
from tests.benefits.payments.cast import PAT, RAE, a_booked_run, a_planned_run, an_account_at_the_bank
from tests.factories.accounts import an_account, staff
from tests.factories.benefits import payments_of
from tests.reemployment.work_again import back_at_work, resumed

D = Decimal
SOL = Actor(uuid.UUID(int=3), "Sol Vega")


@pytest.fixture(autouse=True)
def _today(set_today, monkeypatch):
    set_today(date(2026, 11, 22))
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)


@pytest.fixture
def wilma():
    """Suspended from June 16 through October 31, but paid through July, and in November again."""
    someone = back_at_work(retired_on=date(2026, 5, 1), paid_months=3)
    resumed(someone, date(2026, 10, 15))
    payments_of(someone.annuity, Month(2026, 11), 1, tax="0.00", health="0.00")
    an_account_at_the_bank(someone.member.person)
    return someone


def kept_back(someone, number: int):
    """June: 15 of 30 days are payable; July is not: 1,075.00 + 2,150.00."""
    suspension = SuspensionCase.objects.get().suspension
    row = overpayments.agree(someone=someone, suspension=suspension, number=number, is_withheld=True, by=PAT)
    deductions.approve(deduction=row.deduction, by=RAE)
    return row


@pytest.mark.parametrize(
    ("debt", "number", "parts"),
    [
        ("100.00", 3, ["33.34", "33.34", "33.32"]),
        ("3225.00", 2, ["1612.50", "1612.50"]),
        ("0.05", 4, ["0.02", "0.02", "0.01"]),
        ("0.01", 60, ["0.01"]),
    ],
)
def test_what_is_kept_back_sums_to_the_debt(debt, number, parts):
    found = withheld_parts(debt=D(debt), first=Month(2026, 12), number=number)

    assert [part.amount for part in found] == [D(part) for part in parts]
    assert found[0].due_on == date(2026, 12, 31)


@pytest.mark.django_db
def test_each_payment_gives_its_part_once_and_the_last_one_the_rest(wilma, set_today):
    row = kept_back(wilma, 2)
    set_today(date(2026, 12, 18))
    first = a_booked_run(Month(2026, 12))
    booking.order_what_is_due()
    jobs.work_off(booking.JOB)
    set_today(date(2027, 1, 19))
    a_booked_run(Month(2027, 1))
    set_today(date(2027, 2, 19))
    last = a_booked_run(Month(2027, 2))

    row.refresh_from_db()
    receipts = list(row.receipts.values_list("on", "amount", "number"))
    assert receipts == [
        (first.paid_on, D("1612.50"), "2026-12"),
        (date(2027, 1, 19), D("1612.50"), "2027-01"),
    ]
    assert (row.debt, row.paid, row.state) == (D("3225.00"), D("3225.00"), "completed")
    assert last.rows.get(annuity=wilma.annuity).other_deduction == 0
    assert DeductionTaken.objects.count() == 2
    paid = Payment.objects.get(annuity=wilma.annuity, month=date(2026, 12, 1))
    assert paid.net == paid.gross - paid.federal_tax - D("1612.50")


@pytest.mark.django_db
def test_a_payment_too_small_gives_all_it_has_and_never_falls_below_zero(wilma, set_today):
    InsuranceEnrolment.objects.create(
        person=wilma.member.person, plan="health", carrier="A", covers="member",
        monthly_premium=D("1000.00"), from_on=date(2026, 12, 1),
    )  # fmt: skip
    row = kept_back(wilma, 1)
    set_today(date(2026, 12, 18))

    run = a_booked_run(Month(2026, 12))

    planned = run.rows.get(annuity=wilma.annuity)
    row.refresh_from_db()
    assert (planned.net, "short" in planned.exceptions) == (D("0.00"), True)
    assert row.paid == D("2150.00") - D("1000.00") - planned.federal_tax
    assert row.state == "agreed"


@pytest.mark.django_db
def test_a_check_for_the_same_debt_lowers_what_is_kept_back(wilma, set_today):
    row = kept_back(wilma, 2)
    repayments.record_payment(
        repayment=row, on=date(2026, 11, 22), amount=D("3000.00"), number="11", by=SYSTEM
    )
    set_today(date(2026, 12, 18))

    run = a_planned_run(Month(2026, 12))

    assert run.rows.get(annuity=wilma.annuity).other_deduction == D("225.00")
    with pytest.raises(WorkRefused, match="payments being prepared take \\$225.00"):
        repayments.record_payment(
            repayment=row, on=date(2026, 12, 1), amount=D("0.01"), number="12", by=SYSTEM
        )


@pytest.mark.django_db
def test_the_same_overpayment_is_agreed_once(wilma):
    row = kept_back(wilma, 2)
    repayments.record_payment(repayment=row, on=date(2026, 11, 22), amount=row.debt, number="1", by=SYSTEM)

    with pytest.raises(WorkRefused, match="agreed on already"):
        kept_back(wilma, 2)


@pytest.mark.django_db
def test_nothing_is_kept_back_while_nothing_is_paid():
    someone = back_at_work(retired_on=date(2026, 5, 1), paid_months=3)

    with pytest.raises(WorkRefused, match="not paid now"):
        kept_back(someone, 2)


@pytest.mark.django_db
def test_the_database_lets_no_deduction_take_more_than_its_total(wilma):
    row = kept_back(wilma, 2)

    with pytest.raises(IntegrityError, match="no_more_than_its_total"), transaction.atomic():
        PaymentDeduction.objects.filter(pk=row.deduction.pk).update(taken=F("total") + D("0.01"))


@pytest.mark.django_db
def test_nothing_is_kept_back_before_a_second_person_approved(wilma, set_today):
    suspension = SuspensionCase.objects.get().suspension
    overpayments.agree(someone=wilma, suspension=suspension, number=2, is_withheld=True, by=PAT)
    set_today(date(2026, 12, 18))

    run = a_planned_run(Month(2026, 12))

    assert run.rows.get(annuity=wilma.annuity).other_deduction == 0


def ended(deduction) -> None:
    deductions.propose_end(deduction=deduction, by=PAT)
    deductions.approve_end(deduction=deduction, by=RAE)


@pytest.mark.django_db
def test_a_debt_whose_deduction_ended_is_paid_by_check_or_kept_back_anew(wilma, set_today):
    row = kept_back(wilma, 2)
    set_today(date(2026, 12, 18))
    a_booked_run(Month(2026, 12))
    first = row.deduction
    with pytest.raises(WorkRefused, match="kept back already"):
        overpayments.keep_back(repayment=row, number=4, by=PAT)

    ended(first)
    repayments.record_payment(repayment=row, on=date(2026, 12, 18), amount=D("12.50"), number="5", by=PAT)
    again = overpayments.keep_back(repayment=row, number=4, by=PAT)
    deductions.approve(deduction=again.deduction, by=RAE)

    # 3,225.00 less 1,612.50 kept back in December and a check of 12.50: four times 400.00.
    set_today(date(2027, 1, 19))
    run = a_booked_run(Month(2027, 1))
    row.refresh_from_db()
    assert run.rows.get(annuity=wilma.annuity).withheld == {str(again.deduction.pk): "400.00"}
    assert (row.paid, row.left) == (D("2025.00"), D("1200.00"))


@pytest.mark.django_db
def test_a_deduction_withdrawn_before_its_approval_leaves_the_debt(wilma):
    suspension = SuspensionCase.objects.get().suspension
    row = overpayments.agree(someone=wilma, suspension=suspension, number=2, is_withheld=True, by=PAT)

    deductions.withdraw(deduction=row.deduction, by=PAT)

    row.refresh_from_db()
    assert (row.state, row.is_withheld, row.left) == ("agreed", False, D("3225.00"))


@pytest.mark.django_db
def test_the_rest_of_an_overpayment_is_written_off_by_two_others_than_who_entered_it(wilma, set_today):
    row = kept_back(wilma, 2)
    set_today(date(2026, 12, 18))
    a_booked_run(Month(2026, 12))
    overpayments.propose_write_off(repayment=row, reason="no estate, Comptroller 12-26", by=RAE)
    with pytest.raises(WorkRefused, match="You entered this debt"):
        overpayments.write_off(repayment=row, by=PAT)
    with pytest.raises(WorkRefused, match="somebody else must approve"):
        overpayments.write_off(repayment=row, by=RAE)

    overpayments.write_off(repayment=row, by=SOL)

    set_today(date(2027, 1, 19))
    run = a_booked_run(Month(2027, 1))
    row.refresh_from_db()
    assert (row.state, row.paid, row.written_off) == ("written_off", D("1612.50"), D("1612.50"))
    assert run.rows.get(annuity=wilma.annuity).other_deduction == 0
    # A check that comes all the same.
    repayments.record_payment(repayment=row, on=date(2027, 1, 19), amount=row.left, number="9", by=PAT)
    row.refresh_from_db()
    assert (row.state, row.written_off, row.left) == ("completed", 0, 0)


@pytest.mark.django_db
def test_nothing_is_written_off_that_payments_being_prepared_would_keep_back(wilma, set_today):
    row = kept_back(wilma, 2)
    set_today(date(2026, 12, 18))
    a_planned_run(Month(2026, 12))
    overpayments.propose_write_off(repayment=row, reason="no estate", by=RAE)

    with pytest.raises(WorkRefused, match="discard the run first"):
        overpayments.write_off(repayment=row, by=SOL)


@pytest.mark.django_db
def test_staff_write_an_overpayment_off_on_its_page(wilma, client):
    row = kept_back(wilma, 2)
    page = reverse("admin:reemployment_repayment_change", args=[row.pk])
    step = {
        name: reverse(f"admin:repayment_{name}", args=[row.pk]) for name in ("propose-write-off", "write-off")
    }
    see, work = "reemployment.view_repayment", "reemployment.work_repayment"
    client.force_login(staff(see, work))
    client.post(step["propose-write-off"], {"reason": "no estate, Comptroller 12-26"})
    alone = client.post(step["write-off"])
    client.force_login(staff(see, "reemployment.write_off_repayment"))
    shown = client.get(page).content.decode()

    client.post(step["write-off"])

    row.refresh_from_db()
    client.force_login(an_account(wilma.member.person))
    told = client.get(reverse("repayment", args=[row.public_id])).content.decode()
    assert "you need not repay it" in told
    assert "Still owed" not in told
    assert alone.status_code == 403
    assert "proposed to write off $3,225.00: no estate, Comptroller 12-26" in shown
    assert row.state == "written_off"


@pytest.mark.django_db
@pytest.mark.parametrize(("is_kept_back_anew", "told"), [(False, ["by_check"]), (True, [])])
def test_who_pays_by_check_from_now_on_is_told_unless_it_is_kept_back_anew(wilma, is_kept_back_anew, told):
    row = kept_back(wilma, 2)
    ended(row.deduction)
    if is_kept_back_anew:
        overpayments.keep_back(repayment=row, number=4, by=PAT)
    waits_until = Job.objects.get(kind=REPAYMENT_JOB).run_after

    Job.objects.update(run_after=timezone.now())
    jobs.work_off(REPAYMENT_JOB)

    letters = Letter.objects.filter(kind="work").select_related("document")
    assert waits_until > timezone.now() + timedelta(hours=23)
    assert [letter.document.content["what"] for letter in letters] == told
