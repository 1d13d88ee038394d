"""Passwords tried for an address: counted in the database, whether or not the address has an account."""

from datetime import timedelta

from accounts.models import SecurityEvent, User
from accounts.services import security_events
from sers_portal.base import clock, limits
from sers_portal.base.limits import Limit, LimitReached

KIND = "password-failure"
FAILURES = Limit(10, timedelta(minutes=10))


def refuse_after_too_many(email: str) -> None:
    """Raise `LimitReached` where ten tries failed within ten minutes."""
    if limits.count(KIND, email.lower(), FAILURES.period) >= FAILURES.count:
        raise LimitReached(clock.now() + FAILURES.period)


def count_failure(email: str, *, browser: str) -> None:
    """Note that a password was wrong; the owner sees it under "Activity"."""
    try:
        limits.take(KIND, email.lower(), [FAILURES])
    except LimitReached:
        return
    user = User.objects.filter(email=email.lower()).first()
    if user is not None:
        security_events.note(user, SecurityEvent.Kind.PASSWORD_WRONG, browser=browser)


def forget(email: str) -> None:
    """After a success the count begins anew."""
    limits.forget(KIND, email.lower())
