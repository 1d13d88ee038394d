"""Writes the file: a ZIP with everything as JSON, each table as CSV, and the schema."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from typing import IO, Any

from accounts.models import Person, User
from sers_portal.base import clock
from sers_portal.own_data.reading import everything, name_of
from sers_portal.own_data.schema import VERSION, written
from sers_portal.own_data.table import Table

# A spreadsheet takes a text that begins like this for a formula, and would run it.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
ABOUT = """Your data from the State Employees' Retirement System of Illinois

your-data.json   everything, in one file; schema.json says what each part means to a program
csv/             the same, a table a file, for a spreadsheet

Numbers that a thief could use are shortened to their last four digits. Codes and passwords are not in here: we keep only
what is needed to check them. Keep this file where nobody else gets at it, and delete it when you no longer need it.
Questions: 217-785-7444.
"""


def write(file: IO[bytes], person: Person | None, account: User) -> None:
    """Write the whole file of a person, or of an account without a record. Tables are read and written one at a time."""
    head = {"schema_version": VERSION, "made_at": clock.now().isoformat()}
    parts = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", ABOUT)
        archive.writestr("schema.json", written())
        for table, rows in everything(person, account):
            archive.writestr(f"csv/{table.name}.csv", _as_csv(table, rows))
            parts.append(f"{json.dumps(table.name)}: {json.dumps(rows, ensure_ascii=False, default=str)}")
        archive.writestr("your-data.json", "{\n" + ",\n".join(parts) + "\n}\n")


def _as_csv(table: Table, rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO(newline="")
    columns = [*(name_of(path) for path in table.columns), *table.masked]
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def cell(value: Any) -> Any:
    """A value as a spreadsheet may read it: no text of somebody's is ever a formula."""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str) and value.startswith(BEGINS_FORMULA) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit() and text.isascii()
