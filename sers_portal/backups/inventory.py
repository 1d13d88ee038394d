"""What is written down beside a dump, so that whoever restores it can tell that everything came back."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Sum

from notices.models import Document
from sers_portal.base import seals

FILE = "backup.json"
DUMP = "sers.dump"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# Those that keep the history, and those that refuse to let it be changed.
TRIGGERS = """
SELECT count(*) FROM pg_trigger JOIN pg_class relation ON relation.oid = tgrelid
WHERE NOT tgisinternal AND tgenabled = 'O' AND relation.relnamespace = 'public'::regnamespace
"""


class NotABackup(Exception):
    """The folder holds no whole backup."""


@dataclass(frozen=True)
class Inventory:
    """A database in numbers. `dump_sha256` is empty where no dump was made of it."""

    taken_at: str
    tables: dict[str, int]
    triggers: int
    chain_rows: int
    chain_end: str
    documents: int
    document_bytes: int
    migrations: dict[str, str]
    dump_sha256: str = ""

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(self.tables.values())

    def write(self, folder: Path) -> None:
        """Beside the dump."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1) + "\n")


def read(folder: Path) -> Inventory:
    """What was written down. Raises `NotABackup`."""
    try:
        return Inventory(**json.loads((folder / FILE).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise NotABackup(
            f"{folder} holds no whole backup ({FILE} cannot be read). Name a folder that `manage.py backup` made."
        ) from error


def take(*, at: str, dump_sha256: str = "") -> Inventory:
    """Count the database in use, as the transaction sees it."""
    chain = seals.state()
    documents = Document.objects.aggregate(bytes=Sum("size", default=0))
    return Inventory(
        taken_at=at,
        tables=_count_tables(),
        triggers=_one(TRIGGERS),
        chain_rows=chain.rows,
        chain_end=chain.end,
        documents=Document.objects.count(),
        document_bytes=documents["bytes"],
        migrations=applied_migrations(),
        dump_sha256=dump_sha256,
    )


def applied_migrations() -> dict[str, str]:
    """The last migration of each app that the database has."""
    # Sorted by their numbers, so that the last one of an app stays.
    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


def _count_tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
    return {name: _one(f"SELECT count(*) FROM {connection.ops.quote_name(name)}") for name in names}  # noqa: S608


def _one(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
