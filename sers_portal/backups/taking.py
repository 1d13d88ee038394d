"""Taking a backup while the portal works: the dump and its inventory see one and the same moment."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from notices.documents import storage
from notices.models import Document
from sers_portal.backups import inventory, programs
from sers_portal.backups.inventory import Inventory
from sers_portal.base import clock

# Shared by all backups of a folder: documents are never changed, so that each is kept once.
DOCUMENTS = "documents"
BATCH = 2_000
PIECE = 1 << 20


@dataclass(frozen=True)
class Taken:
    """A backup that is whole. `damaged` names documents whose file is missing or is not the one that was kept."""

    folder: Path
    inventory: Inventory
    new_documents: int
    damaged: list[str]


def take(into: Path) -> Taken:
    """A backup in a new folder below `into`, which shows its name only when it is whole.

    Raises `programs.ProgramFailed`, and `FileExistsError` for the second one within a second.
    """
    at = clock.now()
    name = f"{at:%Y-%m-%dT%H%M%SZ}"
    unfinished = into / f".{name}.part"
    into.mkdir(parents=True, exist_ok=True)
    into.chmod(0o700)
    unfinished.mkdir()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        dump = unfinished / inventory.DUMP
        programs.run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={dump}")
        counted = inventory.take(at=at.isoformat(timespec="seconds"))
    # No document is ever deleted: those of the moment are still there.
    copied, damaged = copy_documents(into / DOCUMENTS)
    counted = replace(counted, dump_sha256=hash_of(dump))
    counted.write(unfinished)
    unfinished.rename(into / name)
    return Taken(into / name, counted, copied, damaged)


def hash_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces: a dump is larger than memory."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def copy_documents(into: Path) -> tuple[int, list[str]]:
    """Each document that no earlier backup brought here: how many were copied, and which could not be."""
    copied, damaged = 0, []
    for document in Document.objects.order_by("path").iterator(chunk_size=BATCH):
        if is_there(into / document.path, document.size):
            continue
        try:
            storage.write_whole(into / document.path, storage.read(document))
        except (OSError, storage.DamagedDocument):
            damaged.append(document.path)
        else:
            copied += 1
    return copied, damaged


def is_there(path: Path, size: int) -> bool:
    """Whether a document's file lies there whole: it gets its name only then."""
    return path.is_file() and path.stat().st_size == size


def documents_folder() -> Path:
    """Where the portal in use keeps its documents."""
    return Path(settings.DOCUMENTS_DIR)
