"""What was paid for months after a death: each such payment is owed back, until its money has come in."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Claim, Payment, PaymentReturn, Receivable, ReceivableReceipt
from benefits.rules.money import ZERO
from benefits.rules.months import Month
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
        if amount <= 0 or amount > row.amount - row.recovered:
            raise PaymentRefused(
                _("The amount must be above zero, and at most $%(owed)s, which is still owed.")
                % {"owed": row.amount - row.recovered}
            )
        if not row.payment.paid_on <= on <= clock.today():
            raise PaymentRefused(_("The day must lie between the payment and today."))
        if not number.strip():
            raise PaymentRefused(_("Write the number of the check or of the bank’s return."))
        _book(row, on, amount, number.strip(), by)
    return row


def settle_by_return(*, returned: PaymentReturn, by: Actor) -> None:
    """The payment itself came back, and is not paid again: nothing of it is owed any more."""
    row = Receivable.objects.filter(payment=returned.payment, state=State.OPEN).first()
    if row is not None:
        held = _locked(row)
        _book(held, returned.returned_on, held.amount - held.recovered, f"return {returned.pk}", by)


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
    row.state = State.SETTLED if row.recovered == row.amount else State.OPEN
    row.save(update_fields=["recovered", "state"])
    _note("recorded money that came back", row, row.payment.annuity.payee, by, amount=str(amount))


def _locked(receivable: Receivable) -> Receivable:
    rows = Receivable.objects.select_for_update(of=("self",)).select_related("payment__annuity__payee")
    row = rows.get(pk=receivable.pk)
    if row.state != State.OPEN:
        raise PaymentRefused(_("Nothing of this is owed any more."))
    return row


def _note(verb: str, row: Receivable, person: Person, by: Actor, **detail: str) -> None:
    audit.record(
        by=by, verb=verb, subject=row, person=person.public_id, month=row.payment.month.isoformat(), **detail
    )
