"""The file translators work on, and its compiled form, made anew at the first start after the file has changed."""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

LANGUAGE = "es"


def find_catalogue() -> Path:
    """The one catalogue, for all apps and templates."""
    return Path(settings.LOCALE_PATHS[0]) / LANGUAGE / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path) -> Catalog:
    """A catalogue as translators left it. `babel.messages.pofile.PoFileError` where it cannot be read."""
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def renew(kept: Catalog, asked_for: Catalog) -> None:
    """Add what the sources ask for and drop what they no longer do. Translations that still fit are kept."""
    revised_at = kept.revision_date
    asked_for.creation_date = kept.creation_date
    # No guessing by likeness: a wrong sentence about a pension is worse than none.
    kept.update(asked_for, no_fuzzy_matching=True)
    kept.obsolete.clear()
    kept.revision_date = revised_at


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Sorted, a message to a line and without line numbers, so that a change shows as what it is."""
    written = BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    _replace(path, written.getvalue())


def compile_if_changed(path: Path) -> bool:
    """Compile a catalogue, unless its compiled form belongs to it as it is now. Returns whether there was need.

    The two bear the same time of change, which survives copying into an image.
    """
    compiled = path.with_suffix(".mo")
    changed_at = path.stat().st_mtime_ns
    if compiled.exists() and compiled.stat().st_mtime_ns == changed_at:
        return False
    written = BytesIO()
    write_mo(written, read_catalogue(path))
    _replace(compiled, written.getvalue(), changed_at)
    return True


def _replace(path: Path, content: bytes, changed_at: int | None = None) -> None:
    """Write a file whole or not at all: several processes start at once and read it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    if changed_at is not None:
        os.utime(draft, ns=(changed_at, changed_at))
    draft.replace(path)
