"""Fifty people approve one run at once: one does. Workers are killed while they book: each payment is made once."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connections, transaction
from django.db.models import Sum
from django.utils import timezone

from benefits.models import Annuity, AnnuityAmount, Payment, PaymentRun
from benefits.services.payment_runs import approval, booking, plan
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base import jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import AuditEvent, Job
from tests.benefits.payments.cast import PAT, RAE, a_payee, a_planned_run
from tests.faults.workers import nursery, write_retirees

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 80


def test_of_fifty_approvals_at_once_one_counts():
    a_payee()
    run = a_planned_run()

    def approve(number: int) -> bool:
        try:
            approval.approve(run=run, by=Actor(uuid.UUID(int=100 + number), f"Sol {number}"))
        except PaymentRefused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(10) as pool:
        won = list(pool.map(approve, range(50)))

    assert won.count(True) == 1
    assert AuditEvent.objects.filter(verb="approved payments").count() == 1


def test_fifty_bookings_at_once_make_each_payment_once():
    annuity = a_payee()
    run = a_planned_run()
    approval.approve(run=run, by=RAE)
    rows = list(run.rows.values_list("pk", flat=True))

    def book(_number: int) -> None:
        try:
            with transaction.atomic():
                booking.book(run=run.pk, increases=[], rows=rows)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(book, range(50)))

    assert Payment.objects.filter(annuity=annuity, month=run.month).count() == 1
    run.refresh_from_db()
    assert run.state == "booked"


def test_workers_killed_while_they_book_lose_and_double_nothing(monkeypatch):
    # Each of them has a year or two of months to be paid: about fifty jobs.
    monkeypatch.setattr(booking, "ROWS_A_JOB", 20)
    write_retirees(PEOPLE)
    AnnuityAmount.objects.bulk_create(
        AnnuityAmount(annuity=row, from_on=row.starts_on, monthly=row.original_monthly, reason="grant")
        for row in Annuity.objects.all()
    )
    Payment.objects.all().delete()
    a_payee()
    run = a_planned_run()
    paid = run.rows.filter(left_out_because="")
    due, sums = paid.count(), paid.aggregate(net=Sum("net"))["net"]
    approval.approve(run=run, by=RAE)
    booking.order_what_is_due()

    waiting = Job.objects.filter(kind=booking.JOB, state=Job.State.READY)
    killed = 0
    with nursery(booking.JOB) as place:
        while killed < 6 and waiting.exists():
            time.sleep(0.1)
            place.kill_one()
            place.bear()
            killed += 1
    while waiting.exists():
        waiting.update(run_after=timezone.now())
        jobs.work_off(booking.JOB)

    run = PaymentRun.objects.get(pk=run.pk)
    booked = Payment.objects.filter(month__lte=run.month, planned__run=run)
    assert killed > 0
    assert run.state == "booked"
    assert booked.count() == due > PEOPLE
    assert booked.aggregate(net=Sum("net"))["net"] == sums > Decimal(0)


def test_planning_twice_at_once_makes_one_run():
    a_payee()

    def make(number: int) -> bool:
        try:
            plan.plan(month=plan.next_month(), by=PAT, tax_year=2026)
        except PaymentRefused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(10) as pool:
        made = list(pool.map(make, range(20)))

    assert made.count(True) == 1
    assert PaymentRun.objects.count() == 1
