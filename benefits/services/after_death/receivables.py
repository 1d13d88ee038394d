"""What was paid for months after a death: each such payment is owed back, until its money has come in.

What will not come in, two people write off; money that comes all the same is taken, and is written off no more.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Claim, Payment, PaymentReturn, Receivable, ReceivableReceipt
from benefits.rules.money import ZERO
from benefits.rules.months import Month
from benefits.services import writing_off
from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.services.two_people import somebody
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

State = Receivable.State


def find_overpaid(*, person: Person, by: Actor, claim: Claim | None = None) -> list[Receivable]:
    """Write down what the person was paid for months after the one they died in. Doing it again changes nothing."""
    if person.died_on is None:
        return []
    last = Month.of(person.died_on).last_day
    payments = Payment.objects.standing().filter(
        annuity__payee=person, month__gt=last, net__gt=ZERO, receivable=None
    )
    found = [
        Receivable.objects.create(payment=payment, claim=claim, amount=payment.net, found_at=clock.now())
        for payment in payments.order_by("month")
    ]
    for row in found:
        _note("found a payment made after a death", row, person, by, amount=str(row.amount))
    return found


def find_overpaid_among(payments: Iterable[Payment], *, by: Actor) -> None:
    """The same for payments made just now to people whose death is on record."""
    dead = Person.objects.filter(annuities__payments__in=[row.pk for row in payments], died_on__isnull=False)
    for person in dead.distinct():
        find_overpaid(person=person, by=by)


def record_receipt(
    *, receivable: Receivable, on: date, amount: Decimal, number: str, by: Actor
) -> Receivable:
    """Money came back, in dollars. Raises `PaymentRefused`: more than is owed, in the future, or booked before."""
    with transaction.atomic():
        row = _locked(receivable)
        if amount <= 0 or amount > row.left:
            raise PaymentRefused(
                _("The amount must be above zero, and at most $%(owed)s, which is still owed.")
                % {"owed": row.left}
            )
        if not row.payment.paid_on <= on <= clock.today():
            raise PaymentRefused(_("The day must lie between the payment and today."))
        if not number.strip():
            raise PaymentRefused(_("Write the number of the check or of the bank’s return."))
        _book(row, on, amount, number.strip(), by)
    return row


def propose_write_off(*, receivable: Receivable, reason: str, by: Actor) -> Receivable:
    """What is still owed will not come in: one person says why. Raises `PaymentRefused`."""
    with transaction.atomic():
        row = _locked(receivable, State.OPEN)
        writing_off.propose(row, reason, by)
        row.save(update_fields=writing_off.COLUMNS)
        _note("proposed to write a debt off", row, row.payment.annuity.payee, by, reason=reason.strip())
    return row


def withdraw_write_off(*, receivable: Receivable, by: Actor) -> Receivable:
    """Take back a proposal that nobody approved. Raises `PaymentRefused`."""
    with transaction.atomic():
        row = _locked(receivable, State.OPEN)
        writing_off.withdraw(row)
        row.save(update_fields=writing_off.COLUMNS)
        _note("withdrew a write-off", row, row.payment.annuity.payee, by)
    return row


def write_off(*, receivable: Receivable, by: Actor) -> Receivable:
    """A second person writes off what has not come back. Raises `PaymentRefused` for who proposed it."""
    with transaction.atomic():
        row = _locked(receivable, State.OPEN)
        writing_off.approve(row, row.left, by)
        row.state = State.WRITTEN_OFF
        row.save(update_fields=[*writing_off.COLUMNS, "state"])
        detail = {"amount": str(row.written_off), "reason": row.write_off_reason}
        _note("wrote a debt off", row, row.payment.annuity.payee, by, **detail)
    return row


def settle_by_return(*, returned: PaymentReturn, by: Actor) -> None:
    """The payment itself came back, and is not paid again: nothing of it is owed any more."""
    row = Receivable.objects.filter(payment=returned.payment).exclude(state=State.SETTLED).first()
    if row is not None:
        held = _locked(row)
        _book(held, returned.returned_on, held.left, f"return {returned.pk}", by)


def _book(row: Receivable, on: date, amount: Decimal, number: str, by: Actor) -> None:
    try:
        with transaction.atomic():
            ReceivableReceipt.objects.create(
                receivable=row,
                on=on,
                amount=amount,
                number=number,
                recorded_at=clock.now(),
                recorded_by=somebody(by),
                recorded_by_name=by.name,
            )
    except IntegrityError as error:
        raise PaymentRefused(_("A receipt with this number is on record already.")) from error
    row.recovered += amount
    writing_off.take_off(row, amount)
    if row.recovered == row.amount:
        row.state = State.SETTLED
    row.save(update_fields=["recovered", "state", "written_off"])
    _note("recorded money that came back", row, row.payment.annuity.payee, by, amount=str(amount))


def _locked(receivable: Receivable, *states: str) -> Receivable:
    """The row, held, in one of some states: open or written off where none is named."""
    rows = Receivable.objects.select_for_update(of=("self",)).select_related("payment__annuity__payee")
    row = rows.get(pk=receivable.pk)
    if row.state not in (states or (State.OPEN, State.WRITTEN_OFF)):
        raise PaymentRefused(
            _("This debt is “%(state)s” by now; this step cannot be taken.")
            % {"state": row.get_state_display()}
        )
    return row


def _note(verb: str, row: Receivable, person: Person, by: Actor, **detail: str) -> None:
    audit.record(
        by=by, verb=verb, subject=row, person=person.public_id, month=row.payment.month.isoformat(), **detail
    )
