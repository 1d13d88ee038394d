"""After the approval: the file adds up, each payment is booked once, and one that comes back is paid again once."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from benefits.models import (
    Payment,
    PlannedPayment,
)
from benefits.services.payment_runs import approval, booking, file, returns
from benefits.services.payment_runs.progress import in_numbers
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base import jobs
from sers_portal.base.models import AuditEvent
from tests.benefits.payments.cast import (
    JANUARY,
    PAT,
    RAE,
    a_booked_run,
    a_payee,
    a_planned_run,
    an_account_at_the_bank,
    row_of,
)

pytestmark = pytest.mark.django_db
D = Decimal


def test_the_file_adds_up_to_the_payments_and_is_the_same_the_second_time():
    a_payee()
    a_payee("Olga", with_account=False)
    run = a_booked_run()

    first = file.take_file(run=run, by=PAT)
    second = file.take_file(run=run, by=RAE)

    lines = list(csv.DictReader(io.StringIO(first.decode())))
    assert first == second
    assert sum(D(line["net"]) for line in lines) == in_numbers(run).sums["net"]
    assert {line["method"]: bool(line["account_number"]) for line in lines} == {
        "direct_deposit": True,
        "check": False,
    }
    assert AuditEvent.objects.filter(verb="took the payment file").count() == 2


def test_a_file_that_would_differ_from_the_first_is_refused():
    ruth = a_payee()
    run = a_booked_run()
    file.take_file(run=run, by=PAT)
    PlannedPayment.objects.filter(annuity=ruth).update(payee_name="Somebody Else")

    with pytest.raises(PaymentRefused, match="no longer"):
        file.take_file(run=run, by=PAT)


def test_a_returned_payment_is_paid_again_once_by_check_after_two_people(move_to):
    ruth = a_payee()
    run = a_booked_run()
    payment = Payment.objects.get(annuity=ruth, month=run.month)
    back = returns.enter(
        payment=payment,
        returned_on=date(2026, 12, 18),
        reason="the account is closed",
        remedy="reissue",
        by=PAT,
    )
    with pytest.raises(PaymentRefused, match="somebody else"):
        returns.approve(returned=back, by=PAT)
    returns.approve(returned=back, by=RAE)
    move_to(date(2027, 1, 19))

    january = a_booked_run(JANUARY)

    again = january.rows.get(returned=back)
    back.refresh_from_db()
    assert (again.net, again.federal_tax, again.method) == (payment.net, 0, "check")
    # The month's own payment would come back from that account as well.
    months = january.rows.get(annuity=ruth)
    assert (months.method, months.bank_account, months.exceptions) == ("check", None, ["came_back"])
    assert (back.state, back.reissued_on) == ("reissued", date(2027, 1, 19))
    assert Payment.objects.filter(annuity=ruth, month=date(2026, 12, 1)).count() == 1


def test_a_payment_returned_from_a_closed_account_goes_to_the_new_one(move_to):
    ruth = a_payee()
    run = a_booked_run()
    payment = Payment.objects.get(annuity=ruth, month=run.month)
    back = returns.enter(
        payment=payment, returned_on=date(2026, 12, 18), reason="x", remedy="reissue", by=PAT
    )
    returns.approve(returned=back, by=RAE)
    move_to(date(2027, 1, 19))
    ruth.payee.bank_accounts.update(until_on=date(2026, 12, 30))
    new = an_account_at_the_bank(ruth.payee, from_on=date(2026, 12, 31))

    january = a_planned_run(JANUARY)

    assert january.rows.get(returned=back).bank_account == new
    assert january.rows.get(annuity=ruth).bank_account == new


def test_a_reissue_that_comes_back_too_goes_to_no_account_that_it_came_back_from(move_to):
    ruth = a_payee()
    payment = Payment.objects.get(annuity=ruth, month=a_booked_run().month)
    back = {"payment": payment, "reason": "x", "remedy": "reissue", "by": PAT}
    returns.approve(returned=returns.enter(returned_on=date(2026, 12, 18), **back), by=RAE)
    move_to(date(2027, 1, 19))
    ruth.payee.bank_accounts.update(until_on=date(2026, 12, 30))
    an_account_at_the_bank(ruth.payee, from_on=date(2026, 12, 31))
    a_booked_run(JANUARY)
    move_to(date(2027, 1, 25))
    with pytest.raises(PaymentRefused, match="between"):
        returns.enter(returned_on=date(2027, 1, 18), **back)
    again = returns.enter(returned_on=date(2027, 1, 21), **back)
    returns.approve(returned=again, by=RAE)

    february = a_planned_run(JANUARY.plus(1))

    assert (again.sent_on, again.sent_by_method) == (date(2027, 1, 19), "direct_deposit")
    assert {row.method for row in february.rows.filter(payee=ruth.payee)} == {"check"}


def test_booking_a_run_again_books_nothing_twice():
    a_payee()
    run = a_booked_run()
    before = Payment.objects.count()

    booking.book(run=run.pk, increases=[], rows=list(run.rows.values_list("pk", flat=True)))

    assert Payment.objects.count() == before


def test_a_payment_recorded_meanwhile_is_not_made_again():
    ruth = a_payee()
    a_payee("Olga")
    run = a_planned_run()
    Payment.objects.create(
        annuity=ruth, month=run.month, paid_on=run.paid_on, gross=D("1.00"), net=D("1.00"), method="check"
    )
    approval.approve(run=run, by=RAE)
    booking.order_what_is_due()
    jobs.work_off(booking.JOB)

    assert row_of(run, ruth).left_out_because == "A payment of this month is on record already."
    assert Payment.objects.get(annuity=ruth, month=run.month).gross == D("1.00")


def test_an_approved_run_waits_for_its_day(move_to):
    ruth = a_payee()
    move_to(date(2026, 12, 10))
    run = a_planned_run()
    approval.approve(run=run, by=RAE)
    booking.order_what_is_due()
    early = jobs.work_off(booking.JOB)

    move_to(date(2026, 12, 18))
    booking.order_what_is_due()
    jobs.work_off(booking.JOB)

    assert early == 0
    assert Payment.objects.filter(annuity=ruth, month=run.month).count() == 1
