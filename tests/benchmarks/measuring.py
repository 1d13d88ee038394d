"""What every benchmark stands on: a scratch database of its own, a clock, memory, and one table to report in."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

KIBIBYTES_A_MEGABYTE = 1024


@dataclass(frozen=True)
class Measurement:
    """A line of the report: what was measured, on how much, how fast, and against what in the same run."""

    what: str
    size: str
    speed: str
    compared: str
    memory: str = ""


@dataclass(frozen=True)
class Sizes:
    """How much each benchmark works on."""

    members: int
    years: int
    months_of_pay: int
    calculated: int
    processes: int


CORES = os.cpu_count() or 1
# Many months of few members, so that a file is large enough for its fixed costs to fade.
QUICK = Sizes(members=3_000, years=10, months_of_pay=48, calculated=3_000, processes=CORES)
FULL = Sizes(members=140_000, years=10, months_of_pay=17, calculated=140_000, processes=CORES)


@contextmanager
def scratch_database() -> Iterator[None]:
    """A migrated, empty database beside the one in use, and folders of its own; both gone afterwards."""
    before = connection.settings_dict["NAME"]
    name = f"{before}_bench_{os.getpid()}"
    connection.close()
    _administer(f'CREATE DATABASE "{name}"')
    try:
        with tempfile.TemporaryDirectory(prefix="sers-bench-") as folder:
            connection.settings_dict["NAME"] = name
            with override_settings(
                DOCUMENTS_DIR=Path(folder) / "documents", SPOOL_DIR=Path(folder) / "spool"
            ):
                call_command("migrate", verbosity=0)
                yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    parameters = connection.get_connection_params()
    kept = {name: parameters[name] for name in ("host", "port", "user", "password") if parameters.get(name)}
    with psycopg.connect(**kept, dbname=connection.settings_dict["NAME"], autocommit=True) as administration:
        administration.execute(statement)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._started


def say(words: str) -> None:
    """Tell what is going on, apart from the report."""
    print(words, file=sys.stderr, flush=True)


def peak_megabytes() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES_A_MEGABYTE


def write_table(measurements: Sequence[Measurement]) -> str:
    """The report: one Markdown table."""
    header = ("Work", "Size", "Speed", "In the same run", "Memory")
    rows = [header, ("---",) * len(header)]
    rows += [(one.what, one.size, one.speed, one.compared, one.memory) for one in measurements]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
