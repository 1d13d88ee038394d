"""A month's payments: planned gross to net, looked over, approved by a second person, booked exactly once, filed."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from benefits.models import (
    AnnuityAmount,
    InsuranceEnrolment,
    LumpSum,
    Payment,
    PaymentRun,
    WithholdingElection,
)
from benefits.services import suspensions
from benefits.services.payment_runs import approval, booking, deductions, file, plan
from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.services.withholding import withholding_for
from sers_portal.base import jobs
from tests.benefits.payments.cast import (
    DECEMBER,
    JANUARY,
    PAT,
    RAE,
    a_booked_run,
    a_payee,
    a_planned_run,
    row_of,
)
from tests.factories.accounts import an_account
from tests.factories.claims import a_claim

pytestmark = pytest.mark.django_db
D = Decimal


def test_a_month_goes_from_gross_to_net_with_tax_premium_and_repayment():
    ruth = a_payee(monthly="2150.00")
    InsuranceEnrolment.objects.create(
        person=ruth.payee, plan="health", carrier="A", covers="member", monthly_premium=D("61.12"),
        from_on=date(2023, 3, 1),
    )  # fmt: skip
    owed = deductions.enter(
        annuity=ruth, monthly=D("50.00"), reason="repayment", from_month=date(2026, 12, 1), by=PAT
    )
    deductions.approve(deduction=owed, by=RAE)

    run = a_booked_run()

    paid = Payment.objects.get(annuity=ruth, month=date(2026, 12, 1))
    # Single: 12 × 2,150 − 8,600 = 17,200; 10% of what is over 7,500 is 970.00; a twelfth is 80.83.
    assert (paid.gross, paid.federal_tax, paid.health_insurance) == (D("2150.00"), D("80.83"), D("61.12"))
    assert (paid.other_deduction, paid.other_deduction_reason) == (D("50.00"), "repayment")
    assert paid.net == D("1958.05")
    assert (paid.paid_on, paid.method) == (date(2026, 12, 18), "direct_deposit")
    assert run.state == "booked"


def test_the_form_on_file_decides_the_tax_as_the_members_page_says(move_to):
    ruth = a_payee(monthly="2150.00")
    WithholdingElection.objects.create(
        person=ruth.payee, annuity=ruth, filing="married", extra_monthly=D("25.00"), from_month=date(2026, 12, 1),
        elected_at="2026-11-20T12:00Z", elected_by=PAT.id, elected_by_name="Ruth",
    )  # fmt: skip

    run = a_planned_run()

    said = withholding_for(ruth, date(2026, 12, 1)).monthly_withholding
    assert row_of(run, ruth).federal_tax == said
    assert said != D("80.83")


def test_a_deduction_nobody_approved_is_not_taken():
    ruth = a_payee()
    deductions.enter(annuity=ruth, monthly=D("50.00"), reason="r", from_month=date(2026, 12, 1), by=PAT)

    run = a_planned_run()

    assert row_of(run, ruth).other_deduction == 0


def test_the_month_of_a_suspension_is_paid_by_calendar_days_and_the_next_not_at_all(move_to):
    ruth = a_payee(monthly="3100.00")
    suspensions.suspend(
        annuity=ruth, from_on=date(2026, 12, 11), reason="works", proposed_by=PAT, approved_by=RAE
    )

    december = a_booked_run()
    move_to(date(2027, 1, 19))
    other = a_payee("Olga")
    january = a_planned_run(JANUARY)

    assert row_of(december, ruth).gross == D("1000.00")
    assert "prorated" in row_of(december, ruth).exceptions
    assert not january.rows.filter(annuity=ruth).exists()
    assert january.rows.filter(annuity=other, month=date(2027, 1, 1)).exists()


def test_a_resumed_annuity_is_paid_from_the_first_of_the_month_after_the_work_ends():
    ruth = a_payee(monthly="3100.00")
    spell = suspensions.suspend(
        annuity=ruth, from_on=date(2026, 11, 30), reason="works", proposed_by=PAT, approved_by=RAE
    )
    suspensions.resume(
        suspension=spell, employment_ended_on=date(2026, 11, 30), proposed_by=PAT, approved_by=RAE
    )

    run = a_planned_run()

    assert row_of(run, ruth).gross == D("3100.00")


def test_a_new_annuity_is_paid_its_months_since_the_start_by_mailed_check():
    new = a_payee(starts_on=date(2026, 10, 1), paid_through=None)

    run = a_booked_run()

    months = Payment.objects.filter(annuity=new).order_by("month")
    assert [row.month.month for row in months] == [10, 11, 12]
    assert {row.method for row in months} == {"check"}
    assert run.rows.filter(exceptions__contains=["first_payment"]).count() == 3


def test_an_ended_annuity_is_paid_through_its_last_month_and_no_further():
    gone = a_payee(starts_on=date(2020, 1, 1), state="ended", ends_on=date(2026, 12, 31))
    long_gone = a_payee("Old", state="ended", ends_on=date(2026, 10, 31))

    run = a_planned_run()

    assert list(run.rows.values_list("annuity", flat=True)) == [gone.pk]
    assert long_gone.pk not in run.rows.values_list("annuity", flat=True)


def test_the_payment_after_a_death_is_left_to_a_person():
    ruth = a_payee()
    a_payee("Olga")
    ruth.payee.died_on = date(2026, 12, 3)
    ruth.payee.save()

    run = a_booked_run()

    assert row_of(run, ruth).left_out_because == "The payee has died"
    assert not Payment.objects.filter(annuity=ruth, month=date(2026, 12, 1)).exists()


@pytest.mark.parametrize(
    ("circumstance", "exception", "is_left_out"),
    [
        ({"with_account": False}, "no_bank_account", False),
        ({"with_account": False, "with_address": False}, "no_address", True),
        ({"monthly": "30.00"}, "negative", True),
    ],
)
def test_an_exception_is_listed_and_where_need_be_left_out(circumstance, exception, is_left_out):
    ruth = a_payee(**circumstance)
    InsuranceEnrolment.objects.create(
        person=ruth.payee,
        plan="dental",
        carrier="A",
        covers="m",
        monthly_premium=D("40.00"),
        from_on=date(2023, 1, 1),
    )

    row = row_of(a_planned_run(), ruth)

    assert exception in row.exceptions
    assert bool(row.left_out_because) is is_left_out


def test_a_payment_that_differs_by_more_than_a_tenth_is_listed():
    ruth = a_payee(monthly="2150.00")
    AnnuityAmount.objects.create(
        annuity=ruth, from_on=date(2026, 12, 1), monthly=D("2600.00"), reason="increase"
    )

    assert "changed" in row_of(a_planned_run(), ruth).exceptions


def test_without_the_years_tables_nobody_is_taxed_by_guess_and_the_planner_may_choose_the_last_ones(move_to):
    ruth = a_payee(paid_through=DECEMBER)
    move_to(date(2027, 1, 19))

    strict = a_planned_run(JANUARY, tax_year=None)
    refused = row_of(strict, ruth).left_out_because
    plan.discard(run=strict, by=PAT, reason="tables of 2027 are not out")
    chosen = a_planned_run(JANUARY, tax_year=2026)

    assert "2027" in refused
    assert row_of(chosen, ruth).left_out_because == ""
    assert row_of(chosen, ruth).federal_tax > 0


def test_what_is_left_out_by_hand_comes_again_with_the_next_run(move_to):
    ruth = a_payee()
    a_payee("Olga")
    run = a_planned_run()
    approval.leave_out(row=row_of(run, ruth), reason="address to be checked", by=PAT)
    approval.approve(run=run, by=RAE)
    booking.order_what_is_due()
    jobs.work_off(booking.JOB)

    move_to(date(2027, 1, 19))
    january = a_planned_run(JANUARY)

    months = january.rows.filter(annuity=ruth).values_list("month", flat=True)
    assert sorted(months) == [date(2026, 12, 1), date(2027, 1, 1)]


def test_planner_and_whoever_decided_on_a_payment_cannot_approve_and_the_database_agrees():
    ruth = a_payee()
    a_payee("Olga")
    run = a_planned_run()

    with pytest.raises(PaymentRefused, match="somebody else"):
        approval.approve(run=run, by=PAT)
    approval.leave_out(row=row_of(run, ruth), reason="x", by=RAE)
    with pytest.raises(PaymentRefused, match="You decided"):
        approval.approve(run=run, by=RAE)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        PaymentRun.objects.filter(pk=run.pk).update(
            state="approved", approved_by=PAT.id, approved_at="2026-12-18T12:00Z"
        )


def test_a_run_is_not_approved_before_its_planning_is_done():
    a_payee()
    run = plan.plan(month=DECEMBER, by=PAT, tax_year=2026)

    with pytest.raises(PaymentRefused, match="not finished"):
        approval.approve(run=run, by=RAE)


def test_one_run_is_open_at_a_time_and_a_month_is_run_once(move_to):
    a_payee()
    a_planned_run()

    with pytest.raises(PaymentRefused, match="planned already"):
        plan.plan(month=DECEMBER, by=PAT)
    with pytest.raises(PaymentRefused, match="still open"):
        plan.plan(month=JANUARY, by=PAT)


def test_a_lump_sum_is_paid_once_with_its_rollover(move_to):
    a_payee()
    lena = a_payee("Lena").payee
    an_account(lena)
    claim = a_claim(lena, "correction", answers={"month": "2026-03-01", "what": "x"})
    lump = LumpSum.objects.create(
        claim=claim, member=claim.member, payee=claim.person, payee_name="=Lena", kind="refund", gross=D("1000.00"),
        taxable=D("800.00"), rolled_over=D("300.00"), rollover_to="First Plan", federal_tax=D("100.00"), net=D("600.00"),
    )  # fmt: skip

    run = a_booked_run()
    lines = list(csv.DictReader(io.StringIO(file.take_file(run=run, by=PAT).decode())))
    move_to(date(2027, 1, 19))
    again = a_planned_run(JANUARY)

    lump.refresh_from_db()
    assert (lump.state, lump.paid_on) == ("paid", run.paid_on)
    paid, rolled = [line for line in lines if line["kind"] in ("lump_sum", "rollover")]
    assert (paid["payee"], paid["gross"], paid["net"]) == ("'=Lena", "700.00", "600.00")
    assert (rolled["payee"], rolled["net"]) == ("First Plan", "300.00")
    assert not again.rows.filter(lump_sum=lump).exists()


def test_january_raises_tier_1_by_3_percent_with_its_reasons_and_tier_2_waits_for_its_rate(move_to):
    ruth = a_payee(starts_on=date(2025, 6, 1), monthly="2000.00", paid_through=DECEMBER)
    tess = a_payee(
        "Tess",
        starts_on=date(2025, 6, 1),
        born_on=date(1955, 1, 1),
        since=date(2012, 1, 1),
        paid_through=DECEMBER,
    )
    move_to(date(2027, 1, 19))

    run = a_booked_run(JANUARY)

    raised, waits = run.increases.get(annuity=ruth), run.increases.get(annuity=tess)
    assert (raised.before, raised.monthly) == (D("2000.00"), D("2060.00"))
    assert len(raised.worksheet) == 2
    assert Payment.objects.get(annuity=ruth, month=date(2027, 1, 1)).gross == D("2060.00")
    assert AnnuityAmount.objects.filter(annuity=ruth, from_on=date(2027, 1, 1)).count() == 1
    assert "2027" in waits.refusal
    assert not AnnuityAmount.objects.filter(annuity=tess, from_on=date(2027, 1, 1)).exists()


def test_an_amount_that_the_rules_do_not_give_is_not_raised_by_the_portal(move_to):
    ruth = a_payee(starts_on=date(2024, 6, 1), monthly="2000.00", paid_through=DECEMBER)
    move_to(date(2027, 1, 19))

    run = a_planned_run(JANUARY)

    # By the rules January 2026 brought the first 3%, which this record lacks.
    assert "not what the rules give" in run.increases.get(annuity=ruth).refusal
