"""The account's own diary: what its owner reads under "Activity"."""

from datetime import timedelta

from django.db.models import QuerySet

from accounts.models import SecurityEvent, User
from sers_portal.base import clock

Kind = SecurityEvent.Kind
BESIDE = timedelta(hours=1)
MOST_BESIDE = 100


def note(user: User, kind: str, *, means: str = "", browser: str = "") -> None:
    """Write one line into an account's diary."""
    SecurityEvent.objects.create(user=user, at=clock.now(), kind=kind, means=means[:80], browser=browser[:80])


def others_beside(event: SecurityEvent) -> QuerySet[SecurityEvent]:
    """What other accounts did with the same browser within an hour of an event; the first hundred, by time. One query."""
    near = SecurityEvent.objects.filter(
        browser=event.browser, at__gte=event.at - BESIDE, at__lte=event.at + BESIDE
    )
    others = near.exclude(browser="").exclude(user=event.user_id)
    return others.select_related("user__person").order_by("at")[:MOST_BESIDE]
