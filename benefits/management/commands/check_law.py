from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from benefits.calculations import current_law
from benefits.law_check import check_law
from benefits.rules.law import Law, LawValue
from benefits.selectors import law_in_force


class Command(BaseCommand):
    help = "List the values of the law that are unconfirmed or long unchecked, and the figures due next."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day to judge by, YYYY-MM-DD (default: today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # The real date, not the demonstration's: that one rests in the database, which this command can spare.
        today = options["today"] or timezone.localdate()
        law = self._law(today)
        findings = check_law(law, today=today)
        self.stdout.write(f"Edition {law.edition}")
        self._list("Unconfirmed", findings.unconfirmed)
        self._list("Not compared with the source for more than 13 months", findings.unchecked)
        self.stdout.write(f"To be entered next: {len(findings.due)}")
        for due in findings.due:
            self.stdout.write(
                f"  {due.table.title} for {due.year}, needed from {due.needed_from}: {due.table.next}"
            )

    def _law(self, today: date) -> Law:
        try:
            return law_in_force(on=today)
        except DatabaseError:
            self.stdout.write("No database answers: without the figures that staff approved.")
            return current_law()

    def _list(self, heading: str, values: tuple[LawValue, ...]) -> None:
        self.stdout.write(f"{heading}: {len(values)}")
        for value in values:
            keys = "".join(f", {key}" for key in value.keys.values())
            note = f" — {value.note}" if value.note else ""
            self.stdout.write(f"  {value.topic}{keys}, from {value.from_} ({value.cite}){note}")
