"""The account's own diary: what its owner reads under "Activity"."""

from accounts.models import SecurityEvent, User
from sers_portal.base import clock

Kind = SecurityEvent.Kind


def note(user: User, kind: str, *, means: str = "", browser: str = "") -> None:
    """Write one line into an account's diary."""
    SecurityEvent.objects.create(user=user, at=clock.now(), kind=kind, means=means[:80], browser=browser[:80])
