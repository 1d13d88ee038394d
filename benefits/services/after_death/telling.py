"""Telling a payee that somebody reported their death and payments are held, and when they are released.

Who lives can stop a false report; a household that grieves reads the same letter. Each is a job, so that no letter
that cannot be laid out keeps a payment from being held. Everybody is told by e-mail and by letter, whatever they chose.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from benefits.models import PaymentHold
from benefits.services.confirmations import Notice, Topic, tell
from sers_portal.base import jobs
from sers_portal.base.clock import SPRINGFIELD

JOB = "tell-of-hold"
State = PaymentHold.State
NOTICE = Notice(
    email="benefits/payments_held",
    letter="letters/payments_held.html",
    kind="payments_held",
    title=_("The report of a death, and your payments"),
    topic=Topic.PAYMENTS,
)


def key_of(hold: PaymentHold, what: str) -> str:
    """Under which it is told once that payments are held ("held"), and that they are released ("released")."""
    return f"payments_{what}:{hold.pk}"


def order(hold: PaymentHold) -> None:
    """Have the payee told that their payments are held, or released. Call it in the transaction that does it.

    Nobody is told while another report holds the payments as well: they know it, and it goes on.
    """
    if not _others_of(hold).exists():
        jobs.add(JOB, {f"{JOB}:{hold.pk}:{hold.state}": {"hold": hold.pk, "what": hold.state}})


@jobs.handler(JOB)
def do_tell(*, hold: int, what: str) -> None:
    """The e-mail and the letter, if it is still so: of a death that is on record by now nobody is told here."""
    row = PaymentHold.objects.select_related("person").get(pk=hold)
    if row.state != what or (what == State.RELEASED and _others_of(row).exists()):
        return
    words = {
        "what": what,
        "name": row.person.full_name,
        "held_on": row.held_at.astimezone(SPRINGFIELD).date(),
    }
    tell(row.person, NOTICE, words, key=key_of(row, what), has_letter=True)


def _others_of(hold: PaymentHold) -> QuerySet[PaymentHold]:
    """Other reports that hold payments to the same person."""
    held = PaymentHold.objects.filter(person=hold.person_id, state=State.HELD)
    return held.exclude(pk=hold.pk)
