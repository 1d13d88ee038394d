"""Limits that guard identity: counted in PostgreSQL rows, so that no cache emptied at a bad moment opens a door.

Ordinary rate limits (pages, searches) belong to Redis; letters, codes, factor failures and bank changes belong here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from sers_portal.base import clock
from sers_portal.base.models import IdentityEvent
from sers_portal.base.sealing import blind_index


@dataclass(frozen=True)
class Limit:
    """At most so many in a period that moves along."""

    count: int
    period: timedelta


class LimitReached(Exception):
    """There were too many already. `again_at` is when the next one would be let through."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(f"again at {again_at:%Y-%m-%d %H:%M}")
        self.again_at = again_at


def take(kind: str, subject: str, limits: Sequence[Limit]) -> None:
    """Count one more for a subject, or raise `LimitReached` and count nothing. Parallel takers wait for each other.

    The subject (an account, a number, an address of origin) is kept as a keyed hash only. The count commits with
    the caller's transaction: take first, in a transaction of its own, what must count even if the rest fails.
    """
    hidden = _hidden(kind, subject)
    with transaction.atomic():
        _one_at_a_time(hidden)
        now = clock.now()
        for limit in limits:
            _check(kind, hidden, limit, now)
        IdentityEvent.objects.create(kind=kind, subject=hidden, at=now)


def count(kind: str, subject: str, period: timedelta) -> int:
    """How many were counted for a subject in the period up to now."""
    since = clock.now() - period
    return IdentityEvent.objects.filter(kind=kind, subject=_hidden(kind, subject), at__gt=since).count()


def forget(kind: str, subject: str) -> None:
    """Start a subject's count anew: after a success that ends a row of failures."""
    IdentityEvent.objects.filter(kind=kind, subject=_hidden(kind, subject)).delete()


def give_back(kind: str, subject: str) -> None:
    """Count the newest one no more: nothing came of it."""
    newest = IdentityEvent.objects.filter(kind=kind, subject=_hidden(kind, subject)).order_by("-at", "-pk")
    IdentityEvent.objects.filter(pk__in=newest.values("pk")[:1]).delete()


def _check(kind: str, hidden: str, limit: Limit, now: datetime) -> None:
    since = now - limit.period
    recent = IdentityEvent.objects.filter(kind=kind, subject=hidden, at__gt=since).order_by("-at")
    # The one whose leaving the period lets the next one in.
    oldest_that_counts = list(recent.values_list("at", flat=True)[limit.count - 1 : limit.count])
    if oldest_that_counts:
        raise LimitReached(oldest_that_counts[0] + limit.period)


def _hidden(kind: str, subject: str) -> str:
    return blind_index(subject, purpose=f"limit:{kind}")


def _one_at_a_time(hidden: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [hidden])
