"""`manage.py backup FOLDER`: the database as of one moment, and every document that is not there yet."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sers_portal.backups import taking
from sers_portal.backups.programs import ProgramFailed


class Command(BaseCommand):
    help = "Back up database and documents into a folder. The keys are kept elsewhere: see docs/runbooks/backup-and-restore.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="holds all backups; each makes a folder of its own in it"
        )

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            taken = taking.take(folder)
        except ProgramFailed as error:
            raise CommandError(str(error)) from error
        counted = taken.inventory
        self.stdout.write(f"Backed up as of {counted.taken_at} in {taken.folder}")
        self.stdout.write(f"  rows: {counted.rows:,} in {len(counted.tables)} tables")
        self.stdout.write(
            f"  documents: {counted.documents:,}, of which {taken.new_documents:,} are new here"
        )
        self.stdout.write(
            f"  the chain of seals ends with {counted.chain_end}: note it apart from the backup"
        )
        if taken.damaged:
            raise CommandError(
                f"{len(taken.damaged)} documents are missing or not the ones that were kept: "
                f"{', '.join(taken.damaged[:20])}. Bring them back from an earlier backup."
            )
