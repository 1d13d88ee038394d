"""The benchmarks: `manage.py bench` (minutes) or `manage.py bench --full` (the whole membership)."""

import logging
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sers_portal.management.commands.generate_members import refuse_production

SEED = 2026


class Command(BaseCommand):
    help = "Time the large loads in a scratch database, and print one Markdown table with ratios of the same run."

    def add_arguments(self, parser: CommandParser) -> None:
        size = parser.add_mutually_exclusive_group()
        size.add_argument("--quick", action="store_true", help="a few minutes on two cores (the default)")
        size.add_argument("--full", action="store_true", help="140,000 members and a million rows of pay")

    def handle(self, *, full: bool, **options: Any) -> None:
        refuse_production()
        logging.disable(logging.INFO)
        try:
            # By name, for the benchmarks lie with the tests: a portal in service carries neither.
            report = import_module("tests.benchmarks.report")
        except ModuleNotFoundError as error:
            raise CommandError(f"The benchmarks are not here ({error}). Run them in a checkout.") from error
        sizes = report.measuring.FULL if full else report.measuring.QUICK
        self.stdout.write(report.run(sizes, seed=SEED))
