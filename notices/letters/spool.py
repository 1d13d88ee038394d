"""Letters for a print shop that fetches them: a folder for each batch, with a PDF for each letter and a manifest.

The files are laid out under a name that starts with a dot, and the folder is renamed when its manifest is complete: the
print shop sees whole batches only.
"""

import csv
import hashlib
import io
import shutil
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from notices.documents import storage
from notices.models import Letter, LetterBatch
from notices.services.letters import ENVELOPE_LINES

MANIFEST = "manifest.csv"
COLUMNS = ("file", "recipient", *(f"address_{n}" for n in range(1, ENVELOPE_LINES + 1)), "bytes", "sha256")


def hand_over(batch: LetterBatch, letters: Sequence[Letter]) -> str:
    """Lay out a batch, if that was not done before; the path of its manifest under SPOOL_DIR."""
    return f"{lay_out(batch, letters).name}/{MANIFEST}"


def lay_out(batch: LetterBatch, letters: Sequence[Letter]) -> Path:
    """The batch's folder, complete. Raises `DamagedDocument` when a PDF is not the one that was kept."""
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
