"""`manage.py catalogue`: the work of translators."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sers_portal.language.catalogue import (
    compile_if_changed,
    find_catalogue,
    read_catalogue,
    renew,
    write_catalogue,
)
from sers_portal.language.extraction import extract_messages
from sers_portal.language.faults import find_faults


class Command(BaseCommand):
    """Brings the Spanish catalogue up to the sources, keeps its translations, and lists what is to do."""

    help = "Bring the Spanish catalogue up to the sources, keeping its translations, and list what is to do."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail where something is to do"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        path = find_catalogue()
        kept, asked_for = read_catalogue(path), extract_messages()
        if not check:
            renew(kept, asked_for)
            write_catalogue(path, kept)
            compile_if_changed(path)
        faults = find_faults(kept, asked_for)
        for fault in faults:
            self.stdout.write(fault)
        if check and faults:
            raise CommandError(
                f"{len(faults)} to do in {path.name}: run `manage.py catalogue`, then translate."
            )
        self.stdout.write(f"{len(asked_for)} messages, {len(faults)} to do.")
