"""Taking in a payroll file: kept whole first, then imported in one transaction, nothing or everything.

An import killed at any moment leaves the file kept and `received`; importing the same file again finishes it.
"""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.models import PayrollFile
from benefits.rules.law import Law
from benefits.selectors import law_in_force
from benefits.services.payroll import cap, judging, recording, staging
from benefits.services.payroll.file_format import FileRefused, Malformed, PayrollText, open_text
from benefits.services.payroll.progress import Progress, silent
from benefits.services.payroll.settling import settle_mended
from notices.documents import storage
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

# The document's id follows from the file's hash: keeping it again after a crash leaves one document.
DOCUMENTS = UUID("3c1f2f4e-6f0e-5a51-9d0b-6a2f6c2d8e41")
# Advisory locks, by their first number: imports one at a time, since each counts on what the others recorded;
# and the same file received once.
IMPORT_LOCK, RECEIVE_LOCK = 14_133, 14_134


def import_file(*, path: Path, by: Actor, law: Law | None = None, progress: Progress = silent) -> PayrollFile:
    """Import a payroll file whole. `FileRefused` says why not; OSError if it cannot be read."""
    size = path.stat().st_size
    refuse_size(size)
    payroll_file = receive(content=path.read_bytes(), name=path.name, by=by)
    return import_received(payroll_file_id=payroll_file.pk, by=by, law=law, progress=progress)


def refuse_size(size: int) -> None:
    """`FileRefused` for a file without content, or beyond PAYROLL_UPLOAD_LIMIT bytes."""
    if not size:
        raise FileRefused(_("The file is empty. Export the payroll again and send the new file."))
    if size > settings.PAYROLL_UPLOAD_LIMIT:
        raise FileRefused(
            _(
                "The file has %(size)s; the most that can be sent at once is %(limit)s. Send it in parts, by employer."
            )
            % {"size": filesizeformat(size), "limit": filesizeformat(settings.PAYROLL_UPLOAD_LIMIT)}
        )


def receive(*, content: bytes, name: str, by: Actor) -> PayrollFile:
    """Keep a file before anything is done with it. A file kept before comes back with its row."""
    digest = hashlib.sha256(content)
    with transaction.atomic():
        _lock(RECEIVE_LOCK, int.from_bytes(digest.digest()[:4], signed=True))
        known = PayrollFile.objects.filter(sha256=digest.hexdigest()).first()
        if known is not None:
            return known
        document = storage.keep(
            content,
            id=uuid5(DOCUMENTS, digest.hexdigest()),
            kind="payroll",
            title=name[:200],
            extension="csv",
            content_type="text/csv; charset=utf-8",
        )
        payroll_file = PayrollFile.objects.create(
            name=name[:200],
            sha256=document.sha256,
            document=document,
            received_by=by.id,
            received_by_name=by.name,
        )
        audit.record(by=by, verb="received payroll file", subject=payroll_file, name=payroll_file.name)
    return payroll_file


def import_received(
    *, payroll_file_id: int, by: Actor, law: Law | None = None, progress: Progress = silent
) -> PayrollFile:
    """Import a file that was kept. `FileRefused` if it was imported or refused before, or is refused now."""
    try:
        with transaction.atomic():
            return _import(payroll_file_id, by, law or law_in_force(on=clock.today()), progress)
    except FileRefused as refusal:
        note_refusal(payroll_file_id, by, str(refusal))
        raise


def _import(payroll_file_id: int, by: Actor, law: Law, progress: Progress) -> PayrollFile:
    lock_imports()
    payroll_file = PayrollFile.objects.select_related("document").get(pk=payroll_file_id)
    _refuse_again(payroll_file)
    text = open_text(storage.read(payroll_file.document))
    malformed = stage_text(text, law=law, progress=progress)
    accepted, held = take_in(payroll_file_id, malformed, rows=text.count, progress=progress)
    recording.keep_held(payroll_file_id, held, text.lines())
    settle_mended(payroll_file=payroll_file, by=by)
    payroll_file.state = PayrollFile.State.IMPORTED
    payroll_file.imported_at = clock.now()
    payroll_file.rows = text.count
    payroll_file.accepted = accepted.rows
    payroll_file.awaiting_law = sum(row.awaits_law for row in held)
    payroll_file.rejected = len(held) - payroll_file.awaiting_law
    payroll_file.earnings = accepted.earnings
    payroll_file.contributions = accepted.contributions
    payroll_file.save()
    audit.record(by=by, verb="imported payroll file", subject=payroll_file, **counts(payroll_file))
    return payroll_file


def stage_text(text: PayrollText, *, law: Law, progress: Progress) -> list[Malformed]:
    """Stage a file's rows, and hold their sums against the trailer's. `FileRefused` if they differ."""
    done = 0

    def counted(rows: int) -> None:
        nonlocal done
        done += rows
        progress("reading", done, text.count)

    malformed = staging.stage(text.lines(), law=law, counted=counted)
    _refuse_wrong_sums(text, malformed)
    return malformed


def take_in(
    payroll_file_id: int, malformed: list[Malformed], *, rows: int, progress: Progress
) -> tuple[recording.Accepted, list[recording.Held]]:
    """Judge the staged rows and record the good ones. Returns what was accepted, and the rows that were not."""
    progress("checking", 0, 3)
    judging.judge()
    progress("checking", 2, 3)
    cap.compare_contributions()
    progress("checking", 3, 3)
    cap.record_effects(payroll_file_id)
    accepted = recording.record_pay(payroll_file_id, rows=rows, progress=progress)
    return accepted, recording.held_rows(malformed)


def counts(payroll_file: PayrollFile) -> dict[str, Any]:
    """How many of the file's rows became what."""
    return {name: getattr(payroll_file, name) for name in ("rows", "accepted", "rejected", "awaiting_law")}


def _refuse_again(payroll_file: PayrollFile) -> None:
    if payroll_file.state == PayrollFile.State.REFUSED:
        raise FileRefused(payroll_file.refusal)
    if payroll_file.state == PayrollFile.State.IMPORTED:
        raise FileRefused(
            _(
                'This file was imported before, on %(on)s, as "%(name)s" (file %(number)s). '
                "Nothing was imported again. To change recorded pay, send rows that name the record in the column corrects."
            )
            % {
                "on": date_format(payroll_file.imported_at) if payroll_file.imported_at else "",
                "name": payroll_file.name,
                "number": payroll_file.pk,
            }
        )


def _refuse_wrong_sums(text: PayrollText, malformed: list[Malformed]) -> None:
    # An amount that cannot be read cannot be added up: its row is rejected, and the sums prove nothing.
    if text.trailer is None or any(not row.amounts for row in malformed):
        return
    earnings, contribution = staging.staged_sums()
    for row in malformed:
        earnings += row.amounts[0]
        contribution += row.amounts[1]
    for name, said, found in (
        ("earnings", text.trailer.earnings, earnings),
        ("contribution", text.trailer.contribution, contribution),
    ):
        if said != found:
            raise FileRefused(
                _(
                    "The #total line says %(said)s for %(column)s, but the rows come to %(found)s. "
                    "Send the file again, whole."
                )
                % {"said": f"{said:,.2f}", "column": name, "found": f"{found:,.2f}"}
            )


def note_refusal(payroll_file_id: int, by: Actor, reason: str) -> None:
    """Keep with a received file why it was refused."""
    with transaction.atomic():
        payroll_file = PayrollFile.objects.select_for_update().get(pk=payroll_file_id)
        if payroll_file.state == PayrollFile.State.RECEIVED:
            payroll_file.state = PayrollFile.State.REFUSED
            payroll_file.refusal = reason
            payroll_file.save(update_fields=["state", "refusal"])
            audit.record(by=by, verb="refused payroll file", subject=payroll_file, reason=reason)


def lock_imports() -> None:
    """Wait until nobody else imports payroll, and keep others waiting until this transaction ends."""
    _lock(IMPORT_LOCK, 0)


def _lock(purpose: int, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [purpose, number])
