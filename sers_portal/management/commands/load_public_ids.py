"""`manage.py load_public_ids FILE`: whose Public ID is whose, as the old website hands it over."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services import public_ids
from sers_portal.base.audit import SYSTEM

COLUMNS = ["subject", "member_id"]


class Command(BaseCommand):
    help = "Record whose Public ID is whose, from a CSV file with the columns subject and member_id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            with file.open(newline="", encoding="utf-8-sig") as lines:
                rows = list(csv.DictReader(lines, strict=True))
        except (OSError, UnicodeDecodeError, csv.Error) as fault:
            raise CommandError(f"{file} cannot be read: {fault}") from fault
        if rows and (set(rows[0]) != set(COLUMNS)):
            raise CommandError(f"{file} must have the columns {', '.join(COLUMNS)} and no other.")
        pairs = [((row["subject"] or "").strip(), (row["member_id"] or "").strip()) for row in rows]
        if not all(subject and member_id for subject, member_id in pairs):
            raise CommandError(f"{file} has a line without subject or Member ID. Nothing was loaded.")
        self._say(public_ids.load(pairs, by=SYSTEM))

    def _say(self, done: public_ids.Loaded) -> None:
        self.stdout.write(f"{done.new} recorded, {done.known} known already.")
        for member_id in done.strange:
            self.stderr.write(f"Not recorded: Member ID {member_id} is nobody's, or has another Public ID.")
        if done.strange:
            raise CommandError(f"{len(done.strange)} of the file's lines were not recorded.")
