"""`manage.py web_role`: make the login of web server and workers, after each migration."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sers_portal.base.database_roles import BadRole, grant_web_role


class Command(BaseCommand):
    help = (
        "Make the role that WEB_DATABASE_URL names, which owns nothing, and grant it what the portal needs."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        address = os.environ.get("WEB_DATABASE_URL", "")
        if not address:
            raise CommandError("Set WEB_DATABASE_URL to the address that web server and workers will use.")
        try:
            self.stdout.write(f"The role {grant_web_role(address)} has its rights.")
        except BadRole as error:
            raise CommandError(str(error)) from error
