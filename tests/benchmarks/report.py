"""All benchmarks one after the other in a scratch database, and their table."""

import os
import platform

from sers_portal.base import clock
from sers_portal.load.chance import PUBLISHED, spread
from sers_portal.load.loading import load_by_chance
from tests.benchmarks import (
    calculation,
    enumeration,
    estimates,
    measuring,
    pages,
    payment_run,
    payroll,
    rendering,
    same_answer,
    staff_lists,
)
from tests.benchmarks.measuring import Measurement, Sizes, peak_megabytes, say


def run(sizes: Sizes, *, seed: int) -> str:
    """Run everything; return the report."""
    today = clock.today()
    standings = spread(sizes.members, PUBLISHED, seed)
    with measuring.scratch_database():
        results = [
            generate(standings, seed=seed, sizes=sizes),
            payroll.measure(standings, seed=seed, today=today, sizes=sizes),
            calculation.measure(today=today, sizes=sizes),
            *estimates.measure(today=today),
            *pages.measure(),
            *payment_run.measure(),
            same_answer.measure(),
            *enumeration.measure(),
            *statements(),
            # At the end: two years of letters and logs would burden the others.
            *staff_lists.measure(),
        ]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"Measured on {machine}.\n\n{measuring.write_table(results)}"


def statements() -> list[Measurement]:
    """Rendering, which needs no database: plain, lean and compiled, and the memory of a worker."""
    say("rendering statements …")
    return [Measurement(row.work, "", row.result, row.compared) for row in rendering.measure()]


def generate(standings: list[str], *, seed: int, sizes: Sizes) -> Measurement:
    """Fill the scratch database, which is a measurement too."""
    say(f"making up {len(standings):,} members …")
    loaded = load_by_chance(
        standings,
        seed=seed,
        today=clock.today(),
        years=sizes.years,
        months_to_come=sizes.months_of_pay,
        processes=sizes.processes,
    )
    return Measurement(
        "members made up (`generate_members`)",
        f"{loaded.lives:,} members, {loaded.all_rows:,} rows",
        f"{loaded.all_rows / loaded.seconds:,.0f} rows/s",
        "–",
        f"{peak_megabytes():,.0f} MB peak",
    )
