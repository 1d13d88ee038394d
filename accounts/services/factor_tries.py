"""Judging codes of the second step: one at a time for an account, and never many.

Ten failures in a row lock the second step for ten minutes, the next ten for twenty, and so on; a hundred in a row
disable it until a new letter. Counted in a row of PostgreSQL: no cache, no address of origin, no parallel request
changes that.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import FactorTries, SecurityEvent, User
from accounts.services import account_emails, security_events
from sers_portal.base import audit, clock

FAILURES_TO_LOCK = 10
FAILURES_TO_DISABLE = 100
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=10), timedelta(days=1)


class FactorLocked(Exception):
    """Too many codes were wrong; none is judged before `again_at`."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(f"again at {again_at:%Y-%m-%d %H:%M}")
        self.again_at = again_at


class FactorDisabled(Exception):
    """A hundred codes in a row were wrong: only a new letter opens the way again."""


def judge(user: User, is_right: Callable[[], bool], *, means: str, browser: str = "") -> bool:
    """Whether a code is right, judged under the account's lock and counted. What `is_right` writes commits with it.

    Raises `FactorLocked` or `FactorDisabled` without judging anything.
    """
    with transaction.atomic():
        tries = _locked_row(user)
        _refuse_to_judge(tries)
        if is_right():
            tries.failures, tries.locked_until = 0, None
            tries.save()
            return True
        _count_failure(tries, means=means, browser=browser)
    return False


def start_over(user: User) -> None:
    """Forget failures and locks: a recovery by letter has shown whose account it is."""
    FactorTries.objects.filter(user=user).delete()


def is_disabled(user: User) -> bool:
    """Whether only a new letter opens the second step again."""
    return FactorTries.objects.filter(user=user, disabled_at__isnull=False).exists()


def _locked_row(user: User) -> FactorTries:
    FactorTries.objects.bulk_create([FactorTries(user=user)], ignore_conflicts=True)
    return FactorTries.objects.select_for_update().get(user=user)


def _refuse_to_judge(tries: FactorTries) -> None:
    if tries.disabled_at is not None:
        raise FactorDisabled
    if tries.locked_until is not None and tries.locked_until > clock.now():
        raise FactorLocked(tries.locked_until)


def _count_failure(tries: FactorTries, *, means: str, browser: str) -> None:
    tries.failures += 1
    security_events.note(tries.user, SecurityEvent.Kind.CODE_WRONG, means=means, browser=browser)
    if tries.failures >= FAILURES_TO_DISABLE:
        _disable(tries)
    elif tries.failures % FAILURES_TO_LOCK == 0:
        _lock(tries)
    tries.save()


def _lock(tries: FactorTries) -> None:
    times_before = tries.failures // FAILURES_TO_LOCK - 1
    tries.locked_until = clock.now() + min(FIRST_LOCK * 2**times_before, LONGEST_LOCK)
    security_events.note(tries.user, SecurityEvent.Kind.FACTOR_LOCKED)
    account_emails.write_to(tries.user, "wrong_codes", again_at=tries.locked_until)


def _disable(tries: FactorTries) -> None:
    tries.disabled_at = clock.now()
    audit.record(by=audit.SYSTEM, verb="second_factor.disabled", subject=tries.user)
    security_events.note(tries.user, SecurityEvent.Kind.FACTOR_DISABLED)
    account_emails.write_to(tries.user, "factor_disabled")
