"""Restoring a backup into an empty database, and never into another."""

from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from notices.documents import storage
from notices.models import Document
from sers_portal.backups import inventory, programs
from sers_portal.backups.inventory import Inventory, NotABackup
from sers_portal.backups.taking import BATCH, DOCUMENTS, documents_folder, hash_of, is_there

ANYTHING = "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1"


class TargetRefused(Exception):
    """The database in use is not empty, or the backup is of another release."""


def restore(backup: Path, *, jobs: int = 1) -> Inventory:
    """Bring a backup's rows and documents back; what was written down of it.

    With one job all rows come in one transaction: cut off, it leaves the database empty. Documents that are in their
    place already stay. Raises `NotABackup`, `TargetRefused` and `programs.ProgramFailed`.
    """
    written_down = inventory.read(backup)
    _refuse_what_is_not_empty()
    _refuse_another_release(written_down)
    dump = backup / inventory.DUMP
    if not dump.is_file() or hash_of(dump) != written_down.dump_sha256:
        raise NotABackup(
            f"{dump} is missing, or is not the file that was written. Take another backup, or another copy of it."
        )
    # Without privileges: the web's login need not exist here yet, `manage.py web_role` grants them anew.
    ways = ["--single-transaction"] if jobs == 1 else [f"--jobs={jobs}"]
    name = connection.settings_dict["NAME"]
    programs.run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        *ways,
        f"--dbname={name}",
        str(dump),
    )
    _copy_documents(backup.parent / DOCUMENTS)
    return written_down


def _refuse_what_is_not_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ANYTHING)
        if cursor.rowcount:
            raise TargetRefused(
                f"The database {connection.settings_dict['NAME']!r} is not empty, and nothing was changed. Make a new "
                "one (createdb sers_restored), and set DATABASE_URL to it."
            )


def refuse_unready() -> None:
    """Raise `TargetRefused` unless the database in use has the tables of this release."""
    differing = _differing(inventory.applied_migrations())
    if differing:
        raise TargetRefused(
            f"The database {connection.settings_dict['NAME']!r} has not the tables of this release ({differing}): "
            "nothing was restored into it, or manage.py migrate has to run first."
        )


def _refuse_another_release(written_down: Inventory) -> None:
    differing = _differing(written_down.migrations)
    if differing:
        raise TargetRefused(
            f"The backup was made by another release ({differing}). Restore it with the release of "
            f"{written_down.taken_at[:10]}; then install the newer one and run manage.py migrate."
        )


def _differing(theirs: dict[str, str]) -> str:
    ours = dict(MigrationLoader(connection, ignore_no_migrations=True).graph.leaf_nodes())
    return "; ".join(
        f"{app} {theirs.get(app, 'none')} instead of {ours.get(app, 'none')}"
        for app in sorted({*ours, *theirs})
        if theirs.get(app) != ours.get(app)
    )


def _copy_documents(kept: Path) -> None:
    """Those of the restored rows; whatever is missing afterwards the findings name."""
    for document in Document.objects.iterator(chunk_size=BATCH):
        source, place = kept / document.path, documents_folder() / document.path
        if not is_there(place, document.size) and source.is_file():
            storage.write_whole(place, source.read_bytes())
