"""Hand the day's letters to the print shop: `manage.py mail_batch`. Killed at any moment, run it again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notices.letters import NotHandedOver
from notices.models import LetterBatch
from notices.services import batches
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM


class Command(BaseCommand):
    help = "Lay out the queued letters for the print shop, or note that a batch was mailed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mailed", type=int, metavar="BATCH", help="note that this batch was mailed today"
        )

    def handle(self, *args: Any, mailed: int | None, **options: Any) -> None:
        if mailed is not None:
            self._note_mailed(mailed)
            return
        try:
            made = batches.make_batches(on=clock.today(), by=SYSTEM)
        except NotHandedOver as reason:
            raise CommandError(str(reason)) from reason
        for batch in made:
            self.stdout.write(
                f"{batch}: {batch.letters.count():,} letters, {settings.SPOOL_DIR}/{batch.manifest_path}"
            )
        if not made:
            self.stdout.write("No letters are waiting.")

    def _note_mailed(self, number: int) -> None:
        batch = LetterBatch.objects.filter(pk=number).first()
        if batch is None:
            raise CommandError(f"There is no batch {number}. `mail_batch` lists the batches it makes.")
        try:
            count = batches.mark_mailed(batch=batch, on=clock.today(), by=SYSTEM)
        except batches.NotThisBatch as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{count:,} letters of {batch} are marked as mailed.")
