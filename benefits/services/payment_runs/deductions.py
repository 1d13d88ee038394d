"""Sums taken from each month's payment, such as a repayment: entered by one person, approved by another.

A deduction with a total pays off a debt: each booked payment gives what is due of it once, never more than the payment
has, and never more than is still owed. Whoever keeps the debt listens for `deduction_taken`. Where such a deduction is
withdrawn or ended, the debt stays as it is: it is paid by check, or by another deduction.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.dispatch import Signal
from django.utils.translation import gettext as _

from benefits.models import (
    Annuity,
    DeductionTaken,
    MayBeWrittenOff,
    Payment,
    PaymentDeduction,
    PaymentRun,
    PlannedPayment,
)
from benefits.rules.money import ZERO
from benefits.rules.months import Month
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.two_people import entered, second_person, sign, somebody
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

# Sent in the transaction that books a payment, with the row: `taken` (DeductionTaken).
deduction_taken = Signal()
# Sent in the transaction that withdraws or ends one, while its debt goes on: `deduction` (PaymentDeduction), `by` (Actor).
deduction_closed = Signal()


def enter(
    *,
    annuity: Annuity,
    monthly: Decimal,
    reason: str,
    from_month: date,
    by: Actor,
    until_month: date | None = None,
    total: Decimal | None = None,
) -> PaymentDeduction:
    """Record a deduction in dollars a month, up to a total if one is given. It is taken once a second person approved."""
    if monthly <= 0 or (total is not None and total <= 0):
        raise PaymentRefused(_("Give an amount above zero."))
    if from_month.day != 1 or (
        until_month is not None and (until_month.day != 1 or until_month < from_month)
    ):
        raise PaymentRefused(_("Give the first day of the first and of the last month, in this order."))
    with transaction.atomic():
        row = PaymentDeduction.objects.create(
            annuity=annuity,
            monthly=monthly,
            total=total,
            reason=given(reason),
            from_month=from_month,
            until_month=until_month,
            **entered(by),
        )
        _note("entered a deduction", row, by)
    return row


def approve(*, deduction: PaymentDeduction, by: Actor) -> PaymentDeduction:
    """A second person approves it: the next plan takes it."""
    with transaction.atomic():
        row = _open(deduction)
        if row.approved_by is not None:
            raise PaymentRefused(_("This deduction is approved already."))
        sign(row, by)
        row.save(update_fields=["approved_by", "approved_by_name"])
        _note("approved a deduction", row, by)
    return row


def withdraw(*, deduction: PaymentDeduction, by: Actor) -> PaymentDeduction:
    """Take back a deduction that nobody approved. Raises `PaymentRefused`."""
    with transaction.atomic():
        row = _open(deduction)
        if row.approved_by is not None:
            raise PaymentRefused(_("This deduction is approved: it takes two people to end it."))
        _close(row, somebody(by), by)
        _note("withdrew a deduction", row, by)
        deduction_closed.send(sender=PaymentDeduction, deduction=row, by=by)
    return row


def propose_end(*, deduction: PaymentDeduction, by: Actor) -> PaymentDeduction:
    """Propose to take it from no payment any more that is not booked yet. Raises `PaymentRefused`."""
    with transaction.atomic():
        row = _in_force(deduction)
        row.end_proposed_by, row.end_proposed_by_name = somebody(by), by.name
        row.save(update_fields=["end_proposed_by", "end_proposed_by_name"])
        _note("proposed to end a deduction", row, by)
    return row


def approve_end(*, deduction: PaymentDeduction, by: Actor) -> PaymentDeduction:
    """A second person ends it: no later plan takes it. `PaymentRefused` while a run that would take it is open."""
    with transaction.atomic():
        row = _in_force(deduction)
        if row.end_proposed_by is None:
            raise PaymentRefused(_("Somebody must first propose to end this deduction."))
        second = second_person(row.end_proposed_by, by)
        _refuse_while_planned(row)
        _close(row, second, by)
        _note("ended a deduction", row, by)
        deduction_closed.send(sender=PaymentDeduction, deduction=row, by=by)
    return row


def close_with_debt(*, deduction: PaymentDeduction, debt: MayBeWrittenOff, by: Actor) -> None:
    """The debt it pays off is written off by two people, who end it as well. `PaymentRefused` while a run would take it."""
    row = _open(deduction)
    _refuse_while_planned(row)
    row.end_proposed_by = debt.write_off_proposed_by
    row.end_proposed_by_name = debt.write_off_proposed_by_name
    row.save(update_fields=["end_proposed_by", "end_proposed_by_name"])
    _close(row, somebody(by), by)
    _note("ended a deduction", row, by)


def lower(*, deduction: PaymentDeduction, amount: Decimal, by: Actor) -> PaymentDeduction:
    """So much of the debt was paid in another way. `PaymentRefused` where a planned payment takes it already."""
    with transaction.atomic():
        row = PaymentDeduction.objects.select_for_update(of=("self",)).select_related("annuity__payee")
        held = row.get(pk=deduction.pk)
        if held.total is None:
            raise PaymentRefused(_("This deduction has no total: it pays off no debt."))
        planned = planned_of(held)
        if held.total - amount < held.taken + planned:
            raise PaymentRefused(
                _("The payments being prepared take $%(planned)s of it already. Wait until they are booked.")
                % {"planned": f"{planned:,.2f}"}
            )
        held.total -= amount
        held.save(update_fields=["total"])
        _note("lowered a deduction", held, by)
    return held


def carry_over(*, before: Annuity, after: Annuity, from_month: date, by: Actor) -> None:
    """What is still to be taken of an annuity that ends is taken of the one that follows it."""
    for row in PaymentDeduction.objects.select_for_update(of=("self",)).filter(annuity=before):
        is_over = row.closed_at is not None or (row.until_month is not None and row.until_month < from_month)
        if is_over or row.total is not None and row.taken == row.total:
            continue
        row.annuity = after
        row.save(update_fields=["annuity"])
        _note("carried a deduction over", row, by)


def planned_of(deduction: PaymentDeduction) -> Decimal:
    """What payments that are planned and not booked yet will take, in dollars."""
    rows = _planned(deduction).values_list("withheld", flat=True)
    parts = (withheld[str(deduction.pk)] for withheld in rows)
    return sum((Decimal(part) for part in parts), ZERO)


def in_month(rows: Iterable[PaymentDeduction], month: Month) -> list[PaymentDeduction]:
    """Those that are to be taken of a month's payment: plain ones first, then what pays off debts."""
    first = month.first_day
    found = [row for row in rows if row.from_month <= first <= (row.until_month or first)]
    return sorted(found, key=lambda row: (row.total is not None, row.from_month, row.pk))


def parts_of_payment(
    rows: Iterable[PaymentDeduction], *, available: Decimal, left: dict[int, Decimal]
) -> dict[int, Decimal]:
    """What a payment gives for each deduction, by its number, in dollars; what is given comes off `left`.

    For a debt never more than is left of it, nor than the payment has after everything before it.
    """
    parts: dict[int, Decimal] = {}
    for row in rows:
        part = row.monthly
        if row.total is not None:
            part = max(min(part, left[row.pk], available), ZERO)
            left[row.pk] -= part
        if part:
            parts[row.pk] = part
            available -= part
    return parts


def book(rows: Iterable[PlannedPayment]) -> None:
    """Record what booked payments gave for deductions, and tell whoever keeps the debts."""
    taken = [
        DeductionTaken(deduction_id=int(number), payment=_booked(row), amount=Decimal(amount))
        for row in rows
        for number, amount in row.withheld.items()
    ]
    for one in DeductionTaken.objects.bulk_create(taken):
        PaymentDeduction.objects.filter(pk=one.deduction_id).update(taken=F("taken") + one.amount)
        deduction_taken.send(sender=DeductionTaken, taken=one)


def _planned(deduction: PaymentDeduction) -> QuerySet[PlannedPayment]:
    """Payments of an open run that would give something for it."""
    return PlannedPayment.objects.filter(
        run__is_open=True, booked_at=None, withheld__has_key=str(deduction.pk)
    )


def _open(deduction: PaymentDeduction) -> PaymentDeduction:
    """The row, locked, if it is not withdrawn or ended."""
    rows = PaymentDeduction.objects.select_for_update(of=("self",)).select_related("annuity__payee")
    row = rows.get(pk=deduction.pk)
    if row.closed_at is not None:
        raise PaymentRefused(_("This deduction is withdrawn or ended already."))
    return row


def _in_force(deduction: PaymentDeduction) -> PaymentDeduction:
    row = _open(deduction)
    if row.approved_by is None:
        raise PaymentRefused(_("Nobody approved this deduction yet. Withdraw it."))
    return row


def _refuse_while_planned(row: PaymentDeduction) -> None:
    # What an approved run leaves out is taken in by nobody; of a planned one somebody may still take it in.
    if _planned(row).exclude(run__state=PaymentRun.State.APPROVED, left_out_because__gt="").exists():
        raise PaymentRefused(
            _("The payments being prepared take it. Wait until they are booked, or discard the run first.")
        )


def _close(row: PaymentDeduction, closed_by: UUID, by: Actor) -> None:
    row.closed_by, row.closed_by_name, row.closed_at = closed_by, by.name, clock.now()
    row.save(update_fields=["closed_by", "closed_by_name", "closed_at"])


def _booked(row: PlannedPayment) -> Payment:
    assert row.payment is not None
    return row.payment


def _note(verb: str, row: PaymentDeduction, by: Actor) -> None:
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        person=row.annuity.payee.public_id,
        monthly=str(row.monthly),
        total=str(row.total) if row.total is not None else None,
        reason=row.reason,
        from_month=row.from_month.isoformat(),
    )
