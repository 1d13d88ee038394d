"""A payment that came back, or should not have gone out: entered by one person, approved by another."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from benefits.models import Payment, PaymentReturn
from benefits.services.after_death import receivables
from benefits.services.payment_runs import telling
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.two_people import entered, sign
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor
from sers_portal.base.spoken_times import say_day

State = PaymentReturn.State


def enter(*, payment: Payment, returned_on: date, reason: str, remedy: str, by: Actor) -> PaymentReturn:
    """Record that a payment came back. Nothing happens to the money until a second person approves."""
    sent_on, sent_by_method = _last_sent(payment)
    if not sent_on <= returned_on <= clock.today():
        raise PaymentRefused(_("The day must lie between the payment and today."))
    died_on = payment.annuity.payee.died_on
    if remedy == PaymentReturn.Remedy.REISSUE and died_on is not None and payment.month > died_on:
        raise PaymentRefused(
            _("The payee died on %(day)s: nothing is payable for this month. It cannot be paid again.")
            % {"day": say_day(died_on)}
        )
    try:
        with transaction.atomic():
            row = PaymentReturn.objects.create(
                payment=payment,
                sent_on=sent_on,
                sent_by_method=sent_by_method,
                returned_on=returned_on,
                reason=given(reason),
                remedy=remedy,
                **entered(by),
            )
            _note("entered a returned payment", row, by)
    except IntegrityError as error:
        raise PaymentRefused(_("A return of this payment is on record already.")) from error
    return row


def approve(*, returned: PaymentReturn, by: Actor) -> PaymentReturn:
    """A second person approves: the next run pays it again, or it stays with SERS."""
    with transaction.atomic():
        row = _locked(returned)
        sign(row, by)
        row.state, row.approved_at = State.APPROVED, clock.now()
        row.save(update_fields=["state", "approved_by", "approved_by_name", "approved_at"])
        if row.remedy == PaymentReturn.Remedy.KEEP:
            receivables.settle_by_return(returned=row, by=by)
        _note("approved a returned payment", row, by)
        telling.order(row)
    return row


def withdraw(*, returned: PaymentReturn, by: Actor) -> None:
    """Take back an entry that nobody approved."""
    with transaction.atomic():
        row = _locked(returned)
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        _note("withdrew a returned payment", row, by)


def _last_sent(payment: Payment) -> tuple[date, str]:
    """When and how a payment last went out: a reissue may come back, too."""
    last = payment.returns.filter(reissued_on__isnull=False).order_by("-reissued_on").first()
    if last is None or last.reissued_on is None:
        return payment.paid_on, payment.method
    return last.reissued_on, last.reissued_by_method


def _locked(returned: PaymentReturn) -> PaymentReturn:
    rows = PaymentReturn.objects.select_for_update(of=("self",)).select_related("payment__annuity__payee")
    row = rows.get(pk=returned.pk)
    if row.state != State.WAITING:
        raise PaymentRefused(
            _("The return is %(state)s; this step cannot be taken now.") % {"state": row.get_state_display()}
        )
    return row


def _note(verb: str, row: PaymentReturn, by: Actor) -> None:
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        person=row.payment.annuity.payee.public_id,
        month=row.payment.month.isoformat(),
        net=str(row.payment.net),
        remedy=row.remedy,
        reason=row.reason,
    )
