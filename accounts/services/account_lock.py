"""Locking an account: by its owner at any time, by staff with a reason. Locked, it signs nobody in."""

from django.db import transaction

from accounts.models import AccountLock, SecurityEvent, User
from accounts.services import account_emails, security_events, sessions
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

LockedBy = AccountLock.LockedBy


class NotLocked(Exception):
    """The account is not locked."""


class ReasonNeeded(Exception):
    """Staff must say why they lock or unlock an account."""


def is_locked(user: User) -> bool:
    """Whether nobody can sign in to the account now."""
    return AccountLock.objects.filter(user=user, unlocked_at=None).exists()


def lock(user: User, *, by: Actor, reason: str = "") -> None:
    """Lock an account and end its sessions. Locking it again changes nothing. Raises `ReasonNeeded` for staff."""
    is_owner = by.id == user.public_id
    if not is_owner and not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if is_locked(user):
            return
        AccountLock.objects.create(
            user=user,
            locked_by=LockedBy.OWNER if is_owner else LockedBy.STAFF,
            reason=reason.strip(),
            locked_at=clock.now(),
        )
        sessions.end_all(user, by=by)
        _write_down(user, "account.locked", by=by, reason=reason)
        security_events.note(user, SecurityEvent.Kind.ACCOUNT_LOCKED)
        account_emails.write_to(user, "account_locked")


def unlock(user: User, *, by: Actor, reason: str) -> None:
    """Unlock an account, by a letter's code or by staff; the reason says which. Raises `NotLocked`, `ReasonNeeded`."""
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        current = AccountLock.objects.select_for_update().filter(user=user, unlocked_at=None).first()
        if current is None:
            raise NotLocked
        current.unlocked_at = clock.now()
        current.save(update_fields=["unlocked_at"])
        _write_down(user, "account.unlocked", by=by, reason=reason)
        security_events.note(user, SecurityEvent.Kind.ACCOUNT_UNLOCKED)
        account_emails.write_to(user, "account_unlocked")


def _write_down(user: User, verb: str, *, by: Actor, reason: str) -> None:
    person = user.person.public_id if user.person else None
    audit.record(by=by, verb=verb, subject=user, person=person, reason=reason)
