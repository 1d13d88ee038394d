"""`manage.py prepare`: tables up to date and the demonstration loaded, in one process: `make run` waits for it."""

import os
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate the database and set up the demonstration; both do nothing when there is nothing to do."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        if os.environ.get("WEB_DATABASE_URL"):
            call_command("web_role", stdout=StringIO())
        call_command("demonstrate", skip_checks=True, stdout=self.stdout)
