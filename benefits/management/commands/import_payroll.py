"""Import a payroll file: good rows become pay records, bad rows are kept with their reasons."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from benefits.models import PayrollFile
from benefits.services.payroll import FileRefused, import_file, rejects, take_up_awaiting
from benefits.services.payroll.progress import Progress, percent
from sers_portal.base.audit import SYSTEM

SUMMARY = """\
File {file.pk}, {file.name}: {file.rows:,} rows in {seconds:.1f} seconds
  accepted       {file.accepted:>12,}   earnings {file.earnings:,.2f}, contributions {file.contributions:,.2f}
  rejected       {file.rejected:>12,}
  awaiting law   {file.awaiting_law:>12,}"""


class Command(BaseCommand):
    help = "Import a payroll file (docs/reference/payroll-file.md), or take up rows that waited for law."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", type=Path, help="the CSV file to import")
        what.add_argument(
            "--take-up", action="store_true", help="judge rows anew that wait for the law of their year"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["take_up"]:
            settled = take_up_awaiting(by=SYSTEM)
            self.stdout.write(f"{settled:,} rows that waited for law were settled.")
        else:
            self._import(options["file"])

    def _import(self, path: Path) -> None:
        started = time.monotonic()
        try:
            with tqdm(total=100, unit="%", disable=None, leave=False) as bar:
                payroll_file = import_file(path=path, by=SYSTEM, progress=_moving(bar))
        except FileRefused as refusal:
            raise CommandError(f"{path.name} was refused. {refusal}") from None
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}). Check the name.") from None
        self.stdout.write(SUMMARY.format(file=payroll_file, seconds=time.monotonic() - started))
        if payroll_file.rejected:
            self._leave_rejects(payroll_file, path)

    def _leave_rejects(self, payroll_file: PayrollFile, path: Path) -> None:
        try:
            to_mend, report = rejects.write_beside(payroll_file, path)
        except OSError as error:
            self.stderr.write(
                f"The rejects are kept, but could not be written beside the file ({error.strerror}). "
                f"Download them from file {payroll_file.pk} in the staff pages."
            )
        else:
            self.stdout.write(f"Rows to mend and import again: {to_mend}\nWhy each was rejected: {report}")


def _moving(bar: Any) -> Progress:
    def move(phase: str, done: int, total: int) -> None:
        bar.set_description(phase, refresh=False)
        bar.n = percent(phase, done, total)
        bar.refresh()

    return move
