"""How long claims take: a claim's own days so far, and the usual range from those that were decided."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db import connection

from benefits import claim_kinds
from benefits.models import Claim
from sers_portal.base import clock
from sers_portal.base.clock import SPRINGFIELD

# Fewer decided claims than this say little: the published range is told instead.
ENOUGH = 20
PERIOD = timedelta(days=365)
SECONDS_KEPT = 3600

QUARTILES = """
SELECT count(*),
       percentile_cont(0.25) WITHIN GROUP (ORDER BY days), percentile_cont(0.75) WITHIN GROUP (ORDER BY days)
FROM (
    SELECT extract(epoch FROM coalesce(approved_at, closed_at) - received_at) / 86400 AS days
    FROM benefits_claim
    WHERE kind = %s AND state IN ('approved', 'denied', 'in_payment')
      AND received_at IS NOT NULL AND coalesce(approved_at, closed_at) > %s
) decided
"""


@dataclass(frozen=True)
class UsualRange:
    """From how many days to how many most claims of a kind take; published by SERS, or measured here."""

    low: int
    high: int
    is_measured: bool


def usual_range(kind: str) -> UsualRange:
    """The middle half of what claims of a kind took in the last year, kept for an hour."""
    key = f"claims:usual:{kind}"
    try:
        kept = cache.get(key)
    except Exception:  # noqa: BLE001  without the cache it is measured anew
        return _measure(kind)
    if kept is None:
        measured = _measure(kind)
        cache.set(key, (measured.low, measured.high, measured.is_measured), SECONDS_KEPT)
        return measured
    return UsualRange(*kept)


def days_so_far(claim: Claim, today: date) -> int:
    """Whole days since the claim was sent in, to its decision if it has one."""
    if claim.received_at is None:
        return 0
    until = claim.approved_at or claim.closed_at
    last = until.astimezone(SPRINGFIELD).date() if until else today
    return max((last - claim.received_at.astimezone(SPRINGFIELD).date()).days, 0)


def _measure(kind: str) -> UsualRange:
    with connection.cursor() as cursor:
        cursor.execute(QUARTILES, [kind, clock.now() - PERIOD])
        count, low, high = cursor.fetchone()
    if count < ENOUGH:
        return UsualRange(*claim_kinds.of(kind).usual_days, is_measured=False)
    return UsualRange(max(round(low), 1), max(round(high), 1), is_measured=True)
