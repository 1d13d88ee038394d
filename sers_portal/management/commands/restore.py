"""`manage.py restore BACKUP`: into the empty database of DATABASE_URL, and then look whether everything came back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from sers_portal.backups import findings, inventory, restoring
from sers_portal.backups.inventory import NotABackup
from sers_portal.backups.programs import ProgramFailed
from sers_portal.backups.taking import documents_folder


class Command(BaseCommand):
    help = "Restore a backup into an empty database and verify it. See docs/runbooks/backup-and-restore.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder that `manage.py backup` named")
        parser.add_argument("--jobs", type=int, default=1, help="restore with so many connections at once")
        parser.add_argument("--verify", action="store_true", help="restore nothing, only verify")
        parser.add_argument(
            "--sample", type=int, default=findings.SAMPLE, help="how many documents and values to open"
        )

    def handle(self, *, backup: Path, jobs: int, verify: bool, sample: int, **options: Any) -> None:
        if jobs < 1 or sample < 1:
            raise CommandError("--jobs and --sample must be 1 or more.")
        try:
            written_down = self._only_read(backup) if verify else restoring.restore(backup, jobs=jobs)
        except (NotABackup, restoring.TargetRefused, ProgramFailed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"The database {connection.settings_dict['NAME']!r}, documents in {documents_folder()}"
        )
        self.stdout.write(f"  beside the backup of {written_down.taken_at}:")
        wrong = 0
        for finding in findings.look(written_down, sample=sample):
            self.stdout.write(f"  {'right' if finding.is_right else 'WRONG'}  {finding.what}: {finding.seen}")
            wrong += not finding.is_right
        if wrong:
            raise CommandError(f"{wrong} findings are wrong. Let nobody sign in to this database.")
        self.stdout.write("Everything came back. Next: manage.py web_role, then start web, workers and beat.")

    def _only_read(self, backup: Path) -> inventory.Inventory:
        restoring.refuse_unready()
        return inventory.read(backup)
