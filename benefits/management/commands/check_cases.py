import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from benefits.calculations import current_law
from benefits.case_files import read_case_files
from benefits.case_runner import describe_failure, run_case

FAILED = 1
MALFORMED = 2


class Command(BaseCommand):
    help = "Run case files against the rules: exits 1 if a case fails, 2 if a file is malformed."
    # Cases are files and rules are pure: nothing here may need a database.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a case file, or a folder of them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        cases, malformed = read_case_files(options["paths"])
        for wrong in malformed:
            self.stderr.write(str(wrong))
        if malformed:
            sys.exit(MALFORMED)
        law = current_law()
        outcomes = [run_case(case, law) for case in cases]
        failed = [outcome for outcome in outcomes if not outcome.passed]
        for outcome in failed:
            self.stdout.write(describe_failure(outcome))
        self.stdout.write(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
        if failed:
            sys.exit(FAILED)
