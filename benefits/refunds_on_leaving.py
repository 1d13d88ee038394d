"""When a refund ended a member's service credit: whole refunds on leaving, unless they were repaid.

A refund at retirement (of survivor contributions, or of what the alternative formula cost more) ends nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from benefits.models import AccountEntry, LumpSum
from benefits.rules.money import ZERO

Kind = AccountEntry.Kind


def service_ended_on(member_ids: Iterable[int], *, through: date) -> dict[int, date]:
    """Member → the day of the last refund on leaving that is not repaid (40 ILCS 5/14-130; law.md 2).

    Whatever was paid, granted or entered through that day counts no longer. One query, and one more where somebody
    ever had a refund.
    """
    entries: defaultdict[int, list[AccountEntry]] = defaultdict(list)
    rows = AccountEntry.objects.filter(
        member__in=list(member_ids), on__lte=through, kind__in=(Kind.REFUND, Kind.REPAYMENT)
    )
    for entry in rows.order_by("on", "recorded_at"):
        entries[entry.member_id].append(entry)
    if not entries:
        return {}
    whole = _references_of_whole_refunds(entries)
    ended = {member: _ended(found, whole) for member, found in entries.items()}
    return {member: day for member, day in ended.items() if day is not None}


def _references_of_whole_refunds(member_ids: Iterable[int]) -> set[str]:
    paid = LumpSum.objects.filter(member__in=list(member_ids), kind=LumpSum.Kind.REFUND)
    return set(paid.exclude(state=LumpSum.State.CANCELLED).values_list("claim__reference", flat=True))


def _ended(entries: list[AccountEntry], whole: set[str]) -> date | None:
    """The last whole refund, unless as much was paid back since."""
    refunds = [entry for entry in entries if entry.kind == Kind.REFUND and entry.note in whole]
    if not refunds:
        return None
    last = refunds[-1]
    repaid = sum(
        (entry.retirement + entry.survivor for entry in entries if _is_repaid_after(entry, last)), ZERO
    )
    return None if repaid >= -(last.retirement + last.survivor) else last.on


def _is_repaid_after(entry: AccountEntry, refund: AccountEntry) -> bool:
    return entry.kind == Kind.REPAYMENT and entry.on >= refund.on
