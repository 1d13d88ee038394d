"""Rows that wait for the law of their year: taken up, file by file, when its figure has arrived."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from benefits.models import HeldRow, PayrollFile
from benefits.rules.law import Law
from benefits.selectors import law_in_force
from benefits.services.payroll import recording, staging
from benefits.services.payroll.importing import lock_imports, take_in
from benefits.services.payroll.progress import Progress, silent
from benefits.services.payroll.recording import Accepted, Held
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

HeldRows = list[HeldRow]


def take_up_awaiting(*, by: Actor, law: Law | None = None, progress: Progress = silent) -> int:
    """Judge waiting rows anew by the law as it is now; safe at any time. Returns how many are settled.

    A row whose year is still unknown goes on waiting; a row that proves wrong becomes a reject with its reason.
    """
    waiting = HeldRow.objects.filter(state=HeldRow.State.AWAITING_LAW)
    files = waiting.values_list("payroll_file", flat=True).distinct().order_by("payroll_file")
    return sum(
        _take_up(payroll_file, by, law or law_in_force(on=clock.today()), progress)
        for payroll_file in list(files)
    )


def _take_up(payroll_file_id: int, by: Actor, law: Law, progress: Progress) -> int:
    with transaction.atomic():
        lock_imports()
        rows = {row.line: row for row in _waiting(payroll_file_id)}
        lines = ((line, row.text.encode()) for line, row in rows.items())
        staging.stage(lines, law=law, counted=lambda read: None)
        accepted, held = take_in(payroll_file_id, [], rows=len(rows), progress=progress)
        rejected = [row for row in held if not row.awaits_law]
        _mark_taken_up(rows[line] for line in recording.accepted_lines())
        _mark_rejected(rows, rejected)
        if settled := accepted.rows + len(rejected):
            _count_anew(payroll_file_id, accepted, len(rejected), by)
    return settled


def _waiting(payroll_file_id: int) -> Iterable[HeldRow]:
    waiting = HeldRow.objects.filter(payroll_file=payroll_file_id, state=HeldRow.State.AWAITING_LAW)
    return waiting.select_for_update().order_by("line")


def _mark_taken_up(rows: Iterable[HeldRow]) -> None:
    taken = list(rows)
    for row in taken:
        row.state, row.taken_up_at = HeldRow.State.TAKEN_UP, clock.now()
    HeldRow.objects.bulk_update(taken, ["state", "taken_up_at"], batch_size=1000)


def _mark_rejected(rows: dict[int, HeldRow], rejected: list[Held]) -> None:
    for held in rejected:
        row = rows[held.line]
        row.state, row.reason, row.detail = HeldRow.State.REJECTED, held.reason, held.detail
    HeldRow.objects.bulk_update(
        [rows[held.line] for held in rejected], ["state", "reason", "detail"], batch_size=1000
    )


def _count_anew(payroll_file_id: int, accepted: Accepted, rejected: int, by: Actor) -> None:
    PayrollFile.objects.filter(pk=payroll_file_id).update(
        accepted=F("accepted") + accepted.rows,
        rejected=F("rejected") + rejected,
        awaiting_law=F("awaiting_law") - accepted.rows - rejected,
        earnings=F("earnings") + accepted.earnings,
        contributions=F("contributions") + accepted.contributions,
    )
    audit.record(
        by=by,
        verb="took up payroll rows that waited for law",
        subject=PayrollFile.objects.get(pk=payroll_file_id),
        accepted=accepted.rows,
        rejected=rejected,
    )
