"""Fill a database with made-up members: `manage.py generate_members --count 140000 --years 10`."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from accounts.models import Person
from sers_portal.base import clock
from sers_portal.load.chance import PUBLISHED, spread
from sers_portal.load.loading import Loaded, load_by_chance

MOST_YEARS = 30


class Command(BaseCommand):
    help = "Make up members with years of pay and payments, spread as SERS publishes its members to be."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--count", type=int, default=140_000, help="people at work, receiving payments or gone"
        )
        parser.add_argument("--years", type=int, default=10, help="years of pay records and payments")
        parser.add_argument("--seed", type=int, default=1, help="same seed, same members")
        parser.add_argument("--append", action="store_true", help="add to the members that exist")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(
        self, *, count: int, years: int, seed: int, append: bool, processes: int, **options: Any
    ) -> None:
        refuse_production()
        if count < 1 or not 1 <= years <= MOST_YEARS or processes < 1:
            raise CommandError(
                f"Give a --count of 1 or more, --years from 1 to {MOST_YEARS}, --processes from 1."
            )
        if Person.objects.exists() and not append:
            raise CommandError("This database has members already. Add --append to add made-up ones to them.")
        with tqdm(total=count, unit=" lives", smoothing=0.05, disable=None) as bar:
            loaded = load_by_chance(
                spread(count, PUBLISHED, seed),
                seed=seed,
                today=clock.today(),
                years=years,
                processes=processes,
                progress=bar.update,
            )
        self._report(loaded)

    def _report(self, loaded: Loaded) -> None:
        for table, rows in loaded.rows.items():
            self.stdout.write(f"{rows:>12,}  {table}")
        speed = loaded.all_rows / max(loaded.seconds, 0.001)
        self.stdout.write(
            f"{loaded.lives:,} lives, {loaded.all_rows:,} rows in {loaded.seconds:.1f} s: {speed:,.0f} rows a second"
        )


def refuse_production() -> None:
    """Made-up people have no place beside real ones. CommandError in production."""
    if not settings.IS_DEMONSTRATION:
        raise CommandError("This is production: made-up members are for demonstration and benchmarks only.")
