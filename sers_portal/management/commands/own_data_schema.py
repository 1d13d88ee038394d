"""Write the published schema of one's own data anew: `manage.py own_data_schema` after a table of it has changed."""

from typing import Any

from django.core.management.base import BaseCommand

from sers_portal.own_data.schema import published_in, written


class Command(BaseCommand):
    help = "Write docs/reference/own-data.schema.json from the tables that are handed out."

    def handle(self, **options: Any) -> None:
        published_in().write_text(written())
        self.stdout.write(f"Wrote {published_in().name}.")
