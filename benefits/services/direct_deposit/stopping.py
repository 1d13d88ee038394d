"""Stopping a change: by its owner on the page, or by whoever has the e-mail, without a sign-in."""

import hmac
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from benefits.models import BankChange, DirectDepositLock
from benefits.services.direct_deposit import closing, locking, telling
from sers_portal.base.audit import Actor

# Whoever presses the button behind the link of our e-mail.
NOBODYS = UUID(int=0)
LINK = Actor(id=None, name="the stop link of an e-mail")


def stop(*, change: BankChange, was_not_me: bool, by: Actor) -> bool:
    """Stop a waiting change. False when it was over already.

    Where it was not its owner who asked, direct deposit is locked as well: the thief may still be signed in.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=change.person_id)
        held = BankChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        if not held.is_waiting:
            return False
        how = BankChange.Closing.NOT_ME if was_not_me else BankChange.Closing.MISTAKE
        closing.close(held, BankChange.State.STOPPED, how, by=by)
        telling.tell_stopped(held)
        if was_not_me:
            locking.put_on(person, by=by)
    return True


def change_of_link(link: str) -> BankChange | None:
    """The waiting change that a stop link belongs to."""
    waiting = BankChange.objects.select_related("person").filter(state=BankChange.State.WAITING)
    change = waiting.filter(pk=_id_in(link)).first()
    return change if change is not None and _fits(link, change) else None


def lock_of_link(link: str) -> DirectDepositLock | None:
    """The lock under way to be taken off that a link belongs to."""
    rows = DirectDepositLock.objects.select_related("person").filter(unlocked_at=None)
    lock = rows.filter(pk=_id_in(link), opens_at__isnull=False).first()
    return lock if lock is not None and _fits(link, lock) else None


def _id_in(link: str) -> UUID:
    try:
        return UUID(link.partition(".")[0])
    except ValueError:
        return NOBODYS


def _fits(link: str, row: BankChange | DirectDepositLock) -> bool:
    return hmac.compare_digest(link.partition(".")[2].encode(), telling.stop_token(row).encode())
