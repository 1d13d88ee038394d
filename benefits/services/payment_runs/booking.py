"""Booking an approved run on its day: payments, increases, differences, lump sums and reissues, each exactly once.

A job books its rows in one transaction with its own state: killed, it leaves nothing behind, and its next worker does
the same rows anew. The database holds one payment a month and annuity.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import (
    AnnuityAmount,
    Claim,
    ClaimState,
    LumpSum,
    Payment,
    PaymentReturn,
    PaymentRun,
    PlannedIncrease,
    PlannedPayment,
)
from benefits.models.annuity import DEDUCTIONS
from benefits.services import claims
from benefits.services.after_death import holds, receivables
from benefits.services.payment_runs import deductions, differences
from sers_portal.base import audit, clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import Job

JOB = "book_payments"
ROWS_A_JOB = 500
State = PaymentRun.State
KINDS_OF_ANNUITY_CLAIMS = ("retirement", "survivor", "occupational_death")


def order_what_is_due() -> None:
    """Hand out the booking of an approved run whose day has come: once, and then again only what is missing."""
    due = PaymentRun.objects.filter(state=State.APPROVED, paid_on__lte=clock.today())
    for run in due:
        jobs.add(JOB, dict(_jobs(run)))


def jobs_of(run: PaymentRun) -> Any:
    """The booking jobs of a run."""
    return Job.objects.filter(kind=JOB, key__startswith=f"{JOB}:{run.pk}:")


def has_failed(run: PaymentRun) -> bool:
    """Whether a part of the booking was given up, and waits for a person or the next day."""
    return bool(jobs_of(run).filter(state=Job.State.FAILED).exists())


@jobs.handler(JOB)
def book(run: int, increases: list[int], rows: list[int]) -> None:
    """The job: book some rows of an approved run. What is booked already stays as it is."""
    approved = PaymentRun.objects.get(pk=run, state__in=[State.APPROVED, State.BOOKED])
    _book_increases(approved, increases)
    _leave_out_the_dead(approved, rows)
    locked = PlannedPayment.objects.select_for_update(of=("self",)).filter(
        run=approved, pk__in=rows, booked_at=None, left_out_because=""
    )
    waiting = _not_on_record(list(locked.select_related("annuity", "lump_sum__claim").order_by("pk")))
    _book_months(approved, [row for row in waiting if row.annuity_id])
    _book_differences(approved, [row for row in waiting if row.difference_id])
    _book_lump_sums(approved, [row for row in waiting if row.lump_sum_id])
    _book_reissues(approved, [row for row in waiting if row.returned_id])
    for row in waiting:
        row.booked_at = clock.now()
    PlannedPayment.objects.bulk_update(waiting, ["payment", "booked_at"])
    claims.mark_in_payment(claims=_first_paid(waiting), by=SYSTEM)
    _close_if_done(approved)


def _jobs(run: PaymentRun) -> Iterator[tuple[str, Mapping[str, object]]]:
    # The day is part of the key: what failed for good is tried again on another day.
    key = f"{JOB}:{run.pk}:{clock.today()}"
    raises = list(run.increases.filter(amount=None, refusal="").order_by("pk").values_list("pk", flat=True))
    waiting = run.rows.filter(booked_at=None, left_out_because="").order_by("pk")
    rows = list(waiting.values_list("pk", flat=True))
    for part in _parts(raises):
        yield f"{key}:increases:{part[0]}", {"run": run.pk, "increases": part, "rows": []}
    for part in _parts(rows):
        yield f"{key}:rows:{part[0]}", {"run": run.pk, "increases": [], "rows": part}


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), ROWS_A_JOB):
        yield numbers[start : start + ROWS_A_JOB]


def _leave_out_the_dead(run: PaymentRun, rows: list[int]) -> None:
    """Whose death was told since the approval. The run is locked only for them: other jobs book beside this one."""
    payees = set(
        PlannedPayment.objects.filter(pk__in=rows, payee__isnull=False).values_list("payee", flat=True)
    )
    gone = Person.objects.filter(pk__in=payees, died_on__isnull=False)
    if holds.held_people(payees) or gone.exists():
        holds.leave_out_the_dead(PaymentRun.objects.select_for_update().get(pk=run.pk), rows)


def _not_on_record(rows: list[PlannedPayment]) -> list[PlannedPayment]:
    """Those whose month nobody recorded a payment of meanwhile; the others are left out, and say why."""
    months = [(row.annuity_id, row.month) for row in rows if row.annuity_id]
    on_record = Payment.objects.filter(annuity__in={number for number, _month in months}, is_difference=False)
    paid = set(
        on_record.filter(month__in={month for _number, month in months}).values_list("annuity", "month")
    )
    for row in rows:
        if (row.annuity_id, row.month) in paid:
            row.left_out_because = _("A payment of this month is on record already.")
            row.save(update_fields=["left_out_because"])
    return [row for row in rows if not row.left_out_because]


def _book_increases(run: PaymentRun, numbers: list[int]) -> None:
    locked = PlannedIncrease.objects.select_for_update().filter(
        run=run, pk__in=numbers, amount=None, refusal=""
    )
    waiting = list(locked.order_by("pk"))
    amounts = AnnuityAmount.objects.bulk_create(
        AnnuityAmount(
            annuity_id=row.annuity_id,
            from_on=row.from_on,
            monthly=row.monthly,
            reason=AnnuityAmount.Reason.INCREASE,
        )
        for row in waiting
    )
    for row, amount in zip(waiting, amounts, strict=True):
        row.amount = amount
    PlannedIncrease.objects.bulk_update(waiting, ["amount"])


def _book_months(run: PaymentRun, rows: list[PlannedPayment]) -> None:
    payments = Payment.objects.bulk_create(
        Payment(
            annuity=row.annuity,
            month=row.month,
            paid_on=run.paid_on,
            gross=row.gross,
            **{name: getattr(row, name) for name in DEDUCTIONS},
            other_deduction_reason=row.other_deduction_reason,
            net=row.net,
            method=row.method,
        )
        for row in rows
        if row.annuity is not None and row.month is not None
    )
    for row, payment in zip(rows, payments, strict=True):
        row.payment = payment
    # Only a file that was taken before the death was known pays for a month after it.
    receivables.find_overpaid_among(payments, by=SYSTEM)
    deductions.book(rows)


def _book_differences(run: PaymentRun, rows: list[PlannedPayment]) -> None:
    payments = differences.book(run, rows)
    receivables.find_overpaid_among(payments, by=SYSTEM)


def _book_lump_sums(run: PaymentRun, rows: list[PlannedPayment]) -> None:
    for row in rows:
        waiting = LumpSum.objects.filter(pk=row.lump_sum_id or 0, state=LumpSum.State.WAITING)
        if not waiting.update(state=LumpSum.State.PAID, paid_on=run.paid_on):
            raise RuntimeError(f"lump sum {row.lump_sum_id} does not wait any more")


def _book_reissues(run: PaymentRun, rows: list[PlannedPayment]) -> None:
    for row in rows:
        waiting = PaymentReturn.objects.filter(pk=row.returned_id or 0, state=PaymentReturn.State.APPROVED)
        if not waiting.update(
            state=PaymentReturn.State.REISSUED, reissued_on=run.paid_on, reissued_by_method=row.method
        ):
            raise RuntimeError(f"return {row.returned_id} does not wait any more")


def _first_paid(rows: Iterable[PlannedPayment]) -> list[Claim]:
    """The approved claims whose first money goes out with these rows."""
    wanted = Q(pk__in=[row.lump_sum.claim_id for row in rows if row.lump_sum is not None])
    for row in rows:
        if row.annuity is not None and PlannedPayment.Trouble.FIRST_PAYMENT in row.exceptions:
            wanted |= Q(
                kind__in=KINDS_OF_ANNUITY_CLAIMS, member=row.annuity.member_id, person=row.annuity.payee_id
            )
    return list(Claim.objects.filter(wanted, state=ClaimState.APPROVED).order_by("pk"))


def _close_if_done(run: PaymentRun) -> None:
    # Under the run's lock, so that of two last jobs the second sees what the first one booked.
    locked = PaymentRun.objects.select_for_update().get(pk=run.pk)
    waiting = locked.rows.filter(booked_at=None, left_out_because="").exists()
    raises = locked.increases.filter(amount=None, refusal="").exists()
    if locked.state != State.APPROVED or waiting or raises:
        return
    with transaction.atomic():
        locked.state, locked.is_open, locked.booked_at = State.BOOKED, None, clock.now()
        locked.save(update_fields=["state", "is_open", "booked_at"])
        audit.record(by=SYSTEM, verb="booked payments", subject=locked, month=locked.month.isoformat())
