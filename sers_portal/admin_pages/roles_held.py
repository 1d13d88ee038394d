"""Who held which role when, worked out from today's roles and the history of every change since; and who looked it over."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from sers_portal.admin_pages.periods import Quarter
from sers_portal.base.audit import Actor, record
from sers_portal.base.models import AuditEvent, RowChange, Seal

LOOKED_OVER = "looked over the access review"
TABLE = User.groups.through._meta.db_table


@dataclass(frozen=True)
class RoleChange:
    """A role given or taken away. `by` and `why` are empty where no audit event of the transaction says."""

    at: datetime
    who: str
    role: str
    was_given: bool
    by: str
    why: str


def roles_at(moment: datetime) -> dict[int, set[str]]:
    """Of each account by its key: the names of the roles it held then."""
    held: dict[int, set[int]] = defaultdict(set)
    for user, group in User.groups.through.objects.values_list("user_id", "group_id"):
        held[user].add(group)
    # Backwards from today: what was given since is taken off again, what was taken since is put back.
    for change in _changes().filter(at__gte=moment).order_by("-id"):
        for row, undo in ((change.after, set.discard), (change.before, set.add)):
            if row:
                undo(held[row["user_id"]], row["group_id"])
    names = dict(Group.objects.values_list("pk", "name"))
    return {user: {names.get(group, "?") for group in groups} for user, groups in held.items() if groups}


def role_changes(quarter: Quarter) -> Iterator[RoleChange]:
    """Every role given or taken in the quarter, the first first."""
    changes = list(_changes().filter(at__gte=quarter.begins, at__lt=quarter.ends).order_by("id"))
    rows: list[Any] = [row for change in changes for row in (change.before, change.after) if row]
    people = User.objects.in_bulk({row["user_id"] for row in rows})
    roles = dict(Group.objects.values_list("pk", "name"))
    events = AuditEvent.objects.filter(transaction__in={change.transaction for change in changes})
    said = {event.transaction: event for event in events.order_by("-id")}
    for change in changes:
        event = said.get(change.transaction)
        for row, was_given in ((change.before, False), (change.after, True)):
            if row:
                who = people.get(row["user_id"])
                yield RoleChange(
                    at=change.at,
                    who=who.full_name or who.email if who else "–",
                    role=roles.get(row["group_id"], "–"),
                    was_given=was_given,
                    by=event.by_name if event else "",
                    why=event.verb if event else "",
                )


def look_over(*, quarter: Quarter, found: str, by: Actor) -> None:
    """Write down that somebody looked over a quarter's access review, and what they found."""
    with transaction.atomic():
        # About the seal that stood then: it says how the logs ended when they were looked over.
        seal = Seal.objects.order_by("-id").first() or Seal()
        record(by=by, verb=LOOKED_OVER, subject=seal, quarter=str(quarter), found=found)


def looks_over(quarter: Quarter) -> "QuerySet[AuditEvent]":
    """Who looked over the quarter's access review, the latest first."""
    rows = AuditEvent.objects.filter(verb=LOOKED_OVER, subject_type=Seal._meta.label)
    return rows.filter(detail__quarter=str(quarter)).order_by("-id")


def _changes() -> "QuerySet[RowChange]":
    return RowChange.objects.filter(table_name=TABLE)
