"""Takes the pictures of the tutorial anew: `manage.py tutorial_pictures`, while `make run` shows the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sers_portal.demonstration import pictures, stage


class Command(BaseCommand):
    help = (
        "Take the tutorial's pictures on a running demonstration with the same database, in every language."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", nargs="?", default="http://localhost:8000", help="where it runs")
        parser.add_argument("--languages", nargs="+", default=[code for code, _ in settings.LANGUAGES])

    def handle(self, *, site: str, languages: list[str], **options: Any) -> None:
        try:
            stage.refuse_production()
            for language in languages:
                for file in pictures.take(site, language):
                    self.stdout.write(
                        f"{file.relative_to(settings.BASE_DIR)}  {file.stat().st_size // 1024} KB"
                    )
        except (stage.NotDemonstration, pictures.CannotTakePictures) as refusal:
            raise CommandError(str(refusal)) from refusal
