"""Rows into tables: COPY, numbers kept in step, and large tables filled bare."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper

from sers_portal.load.tables import COLUMNS, NUMBERED

# Primary keys stay, for other tables refer to them; checks stay too, and judge each row as it comes.
CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype IN ('u', 'f') ORDER BY contype = 'f', conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
"""


def copy_in(part: Mapping[str, str]) -> dict[str, int]:
    """Copy rows, written by `tables.written`, table by table as they refer to each other. Returns rows by table."""
    counts = {}
    with connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            if table not in part:
                continue
            quoted = ", ".join(f'"{column}"' for column in columns)
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                copy.write(part[table])
            counts[table] = part[table].count("\n")
        # What was put off to the end of the transaction is judged part by part, or it would fill memory.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return counts


def renumber() -> None:
    """Let the tables' own numbering go on after the numbers that were given."""
    with connection.cursor() as cursor:
        for table in NUMBERED:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(max(id), 1)) FROM {table}",  # noqa: S608
                [table],
            )


def analyze(tables: Iterable[str]) -> None:
    """Tell the planner how large the tables have become; plans made while they were empty are dropped."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


@contextmanager
def bare(tables: Iterable[str]) -> Iterator[None]:
    """Take indexes and foreign keys off large tables and put them back after: the database then checks every row.

    Within one transaction: cut off, the tables are as they were.
    """
    with connection.cursor() as cursor:
        put_back = [statement for table in tables for statement in _strip(cursor, table)]
        yield
        for statement in put_back:
            cursor.execute(statement)


def _strip(cursor: CursorWrapper, table: str) -> list[str]:
    cursor.execute(INDEXES, [table])
    indexes = cursor.fetchall()
    cursor.execute(CONSTRAINTS, [table])
    constraints = cursor.fetchall()
    for name, _definition in reversed(constraints):
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in indexes] + [
        f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for name, definition in constraints
    ]
