"""Rows that were not accepted: listed with their sentence, and exported to be mended and imported again."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from benefits.models import HeldRow, PayrollFile
from benefits.services.payroll.file_format import HEADER, NAMES
from benefits.services.payroll.reasons import say_reason

# A spreadsheet would run a cell that begins so as a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class SaidRow(NamedTuple):
    """A held row for people: its id and line, what is wrong with it, the row as it came, and why it was settled."""

    id: int
    line: int
    sentence: str
    text: str
    settled_because: str


def say_row(row: HeldRow) -> SaidRow:
    """A held row in words."""
    sentence = say_reason(row.reason, row.detail, values_of(row.text))
    return SaidRow(row.pk, row.line, sentence, row.text, row.settled_because)


def rejected_rows(payroll_file: PayrollFile) -> "QuerySet[HeldRow]":
    """The rows of a file that stand rejected today."""
    return payroll_file.held_rows.filter(state=HeldRow.State.REJECTED).order_by("line")


def rows_to_mend(payroll_file: PayrollFile) -> Iterator[str]:
    """The rejects as a payroll file: the same header, each row as it came. Mend it and import it."""
    yield f"{HEADER}\n"
    for text in rejected_rows(payroll_file).values_list("text", flat=True).iterator():
        yield f"{text}\n"


def reasons_report(payroll_file: PayrollFile) -> Iterator[str]:
    """The rejects with their reasons, for reading in a spreadsheet; no cell of it runs as a formula."""
    yield _csv([_("line"), _("reason"), _("row as it came")])
    for row in rejected_rows(payroll_file).iterator():
        said = say_row(row)
        yield _csv([str(said.line), said.sentence, said.text])


def write_beside(payroll_file: PayrollFile, path: Path) -> tuple[Path, Path]:
    """Write the rows to mend and the report of reasons beside an imported file; returns where they are."""
    to_mend = path.with_name(f"{path.stem}.rejects.csv")
    report = path.with_name(f"{path.stem}.reasons.csv")
    _write(to_mend, rows_to_mend(payroll_file))
    _write(report, reasons_report(payroll_file))
    return to_mend, report


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def _csv(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(_harmless(cell) for cell in cells)
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def values_of(text: str) -> dict[str, str]:
    """What a row says in each column; nothing if it cannot be read."""
    try:
        (values,) = csv.reader([text])
    except (csv.Error, ValueError):
        return {}
    return dict(zip(NAMES, values, strict=False))
