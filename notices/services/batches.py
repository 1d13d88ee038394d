"""Letter batches: the day's letters for the print shop, each in exactly one batch, whatever is killed when.

First the letters are taken into a batch, in one transaction. Then their files are laid out under a name that starts
with a dot, and the folder is renamed when its manifest is complete: the print shop sees whole batches only. A batch
that was not finished is finished by the next call before a new one is made.
"""

import csv
import hashlib
import io
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from notices.documents import storage
from notices.models import Letter, LetterBatch
from notices.services.letters import ENVELOPE_LINES
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

MANIFEST = "manifest.csv"
# A few seconds of work, and a tray of the print shop; a large day becomes several batches.
LETTERS_A_BATCH = 2000
COLUMNS = ("file", "recipient", *(f"address_{n}" for n in range(1, ENVELOPE_LINES + 1)), "bytes", "sha256")


class NotThisBatch(Exception):
    """The batch is not at the place of its way that the step needs; the message says so."""


def make_batches(*, on: date, by: Actor) -> list[LetterBatch]:
    """Finish what was begun, then batch every queued letter. Returns the batches handed over now."""
    return list(_make_batches(on, by))


def _make_batches(on: date, by: Actor) -> Iterator[LetterBatch]:
    for begun in LetterBatch.objects.filter(handed_over_at=None).order_by("pk"):
        if (finished := finish(batch=begun, by=by)) is not None:
            yield finished
    while (batch := collect(on=on)) is not None:
        if (finished := finish(batch=batch, by=by)) is not None:
            yield finished


def collect(*, on: date) -> LetterBatch | None:
    """Take queued letters, oldest first, into a new batch. None when there are none."""
    with transaction.atomic():
        queued = Letter.objects.filter(state=Letter.State.QUEUED).order_by("created_at", "pk")
        letters = list(
            queued.select_for_update(skip_locked=True).values_list("pk", flat=True)[:LETTERS_A_BATCH]
        )
        if not letters:
            return None
        batch = LetterBatch.objects.create(on=on)
        Letter.objects.filter(pk__in=letters).update(state=Letter.State.BATCHED, batch=batch)
    return batch


def finish(*, batch: LetterBatch, by: Actor) -> LetterBatch | None:
    """Lay out a batch's files and manifest. None when somebody else did, or is doing so."""
    with transaction.atomic():
        held = LetterBatch.objects.select_for_update(skip_locked=True)
        held_batch = held.filter(pk=batch.pk, handed_over_at=None).first()
        if held_batch is None:
            return None
        letters = list(held_batch.letters.select_related("document").order_by("created_at", "pk"))
        folder = _lay_out(held_batch, letters)
        held_batch.manifest_path = f"{folder.name}/{MANIFEST}"
        held_batch.handed_over_at = clock.now()
        held_batch.save(update_fields=["manifest_path", "handed_over_at"])
        audit.record(by=by, verb="handed over a letter batch", subject=held_batch, letters=len(letters))
    return held_batch


def mark_mailed(*, batch: LetterBatch, on: date, by: Actor) -> int:
    """The print shop has mailed a batch. `NotThisBatch` before it was handed over. Returns how many letters."""
    with transaction.atomic():
        held = LetterBatch.objects.select_for_update().get(pk=batch.pk)
        if held.handed_over_at is None:
            raise NotThisBatch("This batch was not handed over yet. Run mail_batch to finish it.")
        letters = held.letters.filter(state=Letter.State.BATCHED)
        count = letters.update(state=Letter.State.MAILED, mailed_on=on)
        if count == 0:
            raise NotThisBatch("The letters of this batch are marked as mailed already.")
        audit.record(by=by, verb="marked a letter batch as mailed", subject=held, letters=count, on=str(on))
    return count


def _lay_out(batch: LetterBatch, letters: Sequence[Letter]) -> Path:
    spool = Path(settings.SPOOL_DIR)
    folder = spool / f"{batch.on:%Y-%m-%d}-{batch.pk}"
    if folder.exists():  # renamed by one who was killed before the commit: it is complete
        return folder
    unfinished = spool / f".{folder.name}.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    rows = []
    for letter in letters:
        content = storage.read(letter.document)
        storage.write_whole(unfinished / f"{letter.pk}.pdf", content)
        rows.append(_manifest_row(letter, content))
    storage.write_whole(unfinished / MANIFEST, _manifest(rows))
    unfinished.rename(folder)
    return folder


def _manifest_row(letter: Letter, content: bytes) -> tuple[str, ...]:
    lines = [*letter.address_lines, *[""] * ENVELOPE_LINES][:ENVELOPE_LINES]
    digest = hashlib.sha256(content).hexdigest()
    return (f"{letter.pk}.pdf", letter.recipient, *lines, str(len(content)), digest)


def _manifest(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode()
