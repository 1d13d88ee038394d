"""Import an employer's file of days: good rows become days, bad rows are kept with their reasons."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reemployment.services.day_files import DayFileRefused, import_file, reasons_of
from sers_portal.base.audit import SYSTEM


class Command(BaseCommand):
    help = "Import an employer's file of days worked by retirees (docs/reference/days-file.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file to import")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            file = import_file(path=path, by=SYSTEM)
        except DayFileRefused as refusal:
            raise CommandError(f"{path.name} was refused. {refusal}") from None
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}). Check the name.") from None
        self.stdout.write(
            f"File {file.pk}, {file.name}: {file.rows:,} rows, {file.accepted:,} accepted, {file.rejected:,} rejected."
        )
        for row, why in reasons_of(file):
            self.stdout.write(f"  line {row.line}: {why} ({row.text})")
