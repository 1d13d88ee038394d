"""Rejected rows that need nobody any more: their pay came with a later file, or somebody says why nothing is left to do."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from benefits.models import HeldRow, PayRecord, PayrollFile
from benefits.services.payroll.rejects import values_of
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

ROWS_AT_ONCE = 1000
MOST_LETTERS = 200


class NotSettled(Exception):
    """The rows cannot be settled; the message says why, and what to do."""


class Pay(NamedTuple):
    """Whose pay a row is about, at which agency, and for which month (YYYY-MM)."""

    member_id: str
    employer: str
    month: str


def settle(*, payroll_file: PayrollFile, rows: Sequence[int], because: str, by: Actor) -> int:
    """Settle rejected rows of a file by their ids; how many. `NotSettled` without a row or a reason."""
    reason = because.strip()
    if not reason:
        raise NotSettled(_("Say why nothing is left to do: it is kept with the rows."))
    if len(reason) > MOST_LETTERS:
        raise NotSettled(_("The reason is too long. Say it in 200 letters or fewer."))
    with transaction.atomic():
        chosen = _rejected().filter(payroll_file=payroll_file, pk__in=rows).select_for_update()
        count = _close(chosen, reason)
        if not count:
            raise NotSettled(
                _("Tick the rows for which nothing is left to do. Those settled before need no more.")
            )
        audit.record(by=by, verb="settled payroll rows", subject=payroll_file, rows=count, reason=reason)
    return count


def settle_mended(*, payroll_file: PayrollFile, by: Actor) -> int:
    """Settle earlier files' rejects whose pay has come with this file; how many. Part of the import's transaction.

    Known by Member ID, agency and month: a row that had one of these wrong is settled by hand.
    """
    earlier = _rejected().exclude(payroll_file=payroll_file).order_by("payroll_file", "pk")
    because = _("The pay came with file %(number)s, %(name)s.") % {
        "number": payroll_file.pk,
        "name": payroll_file.name,
    }
    came = list(_come_with(payroll_file, earlier.select_related("payroll_file").iterator()))
    for source, rows in groupby(came, key=lambda row: row.payroll_file):
        count = _close(_rejected().filter(pk__in=[row.pk for row in rows]), because[:MOST_LETTERS])
        audit.record(by=by, verb="settled payroll rows", subject=source, rows=count, reason=because)
    return len(came)


def _come_with(payroll_file: PayrollFile, rejects: Iterable[HeldRow]) -> Iterator[HeldRow]:
    for part in _parts(rejects):
        about = {row.pk: _pay_of(row) for row in part}
        ids = {pay.member_id for pay in about.values() if pay}
        recorded = PayRecord.objects.filter(payroll_file=payroll_file, member__person__member_id__in=ids)
        came = {
            Pay(member_id, employer, f"{month:%Y-%m}")
            for member_id, employer, month in recorded.values_list(
                "member__person__member_id", "employer__code", "month"
            )
        }
        yield from (row for row in part if about[row.pk] in came)


def _parts(rows: Iterable[HeldRow]) -> Iterator[list[HeldRow]]:
    waiting = iter(rows)
    while part := list(islice(waiting, ROWS_AT_ONCE)):
        yield part


def _pay_of(row: HeldRow) -> Pay | None:
    values = values_of(row.text)
    return Pay(*(values[name] for name in Pay._fields)) if values.keys() >= set(Pay._fields) else None


def _rejected() -> "QuerySet[HeldRow]":
    return HeldRow.objects.filter(state=HeldRow.State.REJECTED)


def _close(rows: "QuerySet[HeldRow]", because: str) -> int:
    changed: dict[str, Any] = {"settled_because": because, "settled_at": clock.now()}
    return rows.update(state=HeldRow.State.SETTLED, **changed)
