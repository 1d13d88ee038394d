"""What speaks against a change of the account: what forbids it, and what makes two of the staff look first."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import Person, User
from accounts.services import account_lock
from accounts.services.contact_changes import changed_at
from benefits.models import OPEN_STATES, Annuity, BankAccount, BankChange, Claim
from sers_portal.base import clock

CONTACT_WAIT = timedelta(days=14)
PAID_CLAIMS = ("retirement", "survivor", "occupational_death", "refund", "lump_sum_death")
Reason = BankChange.Reason


def is_paid(person: Person) -> bool:
    """Whether the person has a benefit that is paid, or will be, or has applied for one."""
    annuities = Annuity.objects.filter(payee=person).exclude(state=Annuity.State.ENDED)
    applied = Claim.objects.filter(person=person, kind__in=PAID_CLAIMS, state__in=(*OPEN_STATES, "approved"))
    return annuities.exists() or applied.exists()


def contact_wait_ends_at(person: Person) -> datetime | None:
    """When a change can be asked for again after a change of e-mail, telephone or address; None: now."""
    changed = changed_at(person, since=clock.now() - CONTACT_WAIT)
    return changed + CONTACT_WAIT if changed else None


def is_account_locked(person: Person) -> bool:
    """Whether the person's online account is locked."""
    return any(account_lock.is_locked(user) for user in User.objects.filter(person=person))


def account_in_use(person: Person) -> BankAccount | None:
    """The account payments go to now; None: they are mailed."""
    return BankAccount.objects.filter(person=person, until_on=None).first()


def is_used_by_another(person: Person, *, routing_number: str, account_number: str) -> bool:
    """Whether somebody else is paid to this account, or has asked to be."""
    paid = BankAccount.objects.filter(
        routing_number=routing_number,
        account_number_index=BankAccount.account_number.index_of(account_number),
    )
    asked = BankChange.objects.filter(
        routing_number=routing_number,
        account_number_index=BankChange.account_number.index_of(account_number),
        state=BankChange.State.WAITING,
    )
    return any(rows.filter(~Q(person=person)).exists() for rows in (paid.filter(until_on=None), asked))


def reasons_since(change: BankChange) -> Iterator[str]:
    """What became unusual since a change was asked for."""
    if changed_at(change.person, since=change.asked_at) is not None:
        yield Reason.CONTACT_CHANGED
    if is_account_locked(change.person):
        yield Reason.ACCOUNT_LOCKED
    if is_used_by_another(
        change.person, routing_number=change.routing_number, account_number=str(change.account_number)
    ):
        yield Reason.SHARED_ACCOUNT
