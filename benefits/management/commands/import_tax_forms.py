"""Record the forms 1099-R of a year, from the list that the Comptroller hands over in January."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from benefits.services.tax_forms import FileRefused, import_tax_forms
from sers_portal.base.audit import SYSTEM


class Command(BaseCommand):
    help = "Record the forms 1099-R on a list (docs/guides/import-tax-forms.md). Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            outcome = import_tax_forms(text=path.read_text(encoding="utf-8"), by=SYSTEM)
        except FileRefused as refusal:
            raise CommandError(f"{path.name} was refused. {refusal}") from None
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"{path} cannot be read. Check its name, and that it is UTF-8 text.") from None
        self.stdout.write(f"recorded          {outcome.recorded:>10,}")
        self.stdout.write(f"recorded before   {outcome.known:>10,}")
        self.stdout.write(f"rejected          {len(outcome.rejects):>10,}")
        for reject in outcome.rejects:
            self.stdout.write(f"  line {reject.line}: {reject.reason}")
