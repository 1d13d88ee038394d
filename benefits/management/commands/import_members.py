"""Enrol the people on an agency's list: being hired makes one a member."""

import csv
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from benefits.services.enrolment import Outcome, enrol_row
from benefits.services.enrolment_list import COLUMNS, ListRefused, ListRow, RowRefused, read_list
from sers_portal.base.audit import SYSTEM

Rejects = list[tuple[ListRow, str]]


class Command(BaseCommand):
    help = "Enrol the people on a list (docs/guides/import-payroll.md). Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            rows = read_list(path.read_bytes())
        except ListRefused as refusal:
            raise CommandError(f"{path.name} was refused. {refusal}") from None
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}). Check the name.") from None
        outcomes, rejects = _enrol(rows)
        for outcome in Outcome:
            self.stdout.write(f"{outcome:<18}{outcomes[outcome]:>10,}")
        self.stdout.write(f"{'rejected':<18}{len(rejects):>10,}")
        if rejects:
            self._leave(rejects, path)

    def _leave(self, rejects: Rejects, path: Path) -> None:
        to_mend = path.with_name(f"{path.stem}.rejects.csv")
        report = path.with_name(f"{path.stem}.reasons.csv")
        _write_private(to_mend, [COLUMNS, *(row.cells for row, _ in rejects)])
        _write_private(report, [("line", "reason"), *((str(row.number), reason) for row, reason in rejects)])
        self.stdout.write(f"Rows to mend and import again: {to_mend}\nWhy each was rejected: {report}")


def _enrol(rows: list[ListRow]) -> tuple[Counter[Outcome], Rejects]:
    outcomes: Counter[Outcome] = Counter()
    rejects: Rejects = []
    for row in tqdm(rows, unit="row", disable=None, leave=False):
        try:
            outcomes[enrol_row(row=row, by=SYSTEM)] += 1
        except RowRefused as refusal:
            rejects.append((row, str(refusal)))
    return outcomes, rejects


def _write_private(path: Path, rows: Iterable[Iterable[str]]) -> None:
    # The rows hold Social Security numbers: for nobody's eyes but the one who runs the import.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
