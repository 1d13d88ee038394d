"""Telling a payee that a payment came back: why, whether it is paid again and how, and what to do."""

from django.utils.translation import gettext_lazy as _

from benefits.models import BankAccount, Payment, PaymentReturn
from benefits.services.after_death.holds import held_people
from benefits.services.confirmations import Notice, Topic, tell
from sers_portal.base import jobs

JOB = "tell-of-return"
NOTICE = Notice(
    email="benefits/payment_returned",
    letter="letters/payment_returned.html",
    kind="payment_returned",
    title=_("A payment came back to us"),
    topic=Topic.PAYMENTS,
)


def key_of(returned: PaymentReturn) -> str:
    """Under which a return is told, once."""
    return f"payment_returned:{returned.pk}"


def order(returned: PaymentReturn) -> None:
    """Have the payee told. Call it in the transaction that approves the return."""
    jobs.add(JOB, {f"{JOB}:{returned.pk}": {"returned": returned.pk}})


@jobs.handler(JOB)
def do_tell(*, returned: int) -> None:
    """The e-mail without figures, or the letter, by the way they chose for notices about payments."""
    row = PaymentReturn.objects.select_related("payment__annuity__payee").get(pk=returned)
    payment = row.payment
    words = {
        "month": payment.month,
        "paid_on": row.sent_on,
        "returned_on": row.returned_on,
        "net": payment.net,
        "reason": row.reason,
        "again": paid_again(row),
        "was_deposited": row.sent_by_method == Payment.Method.DIRECT_DEPOSIT,
    }
    tell(payment.annuity.payee, NOTICE, words, key=key_of(row))


def paid_again(returned: PaymentReturn) -> str:
    """How, as it stands now: "deposit" to a newer account, "check", "held" while payments are held, or "not"."""
    payee = returned.payment.annuity.payee
    if returned.remedy == PaymentReturn.Remedy.KEEP:
        return "not"
    if held_people([payee.pk]):
        return "held"
    account = BankAccount.objects.filter(person=payee, until_on=None).first()
    return "deposit" if account is not None and returned.may_go_to(account) else "check"
