"""Lives into the database: all of them in one transaction, so that a load cut off leaves nothing behind."""

import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Model

from accounts.models import Person
from benefits.models import Annuity, Designation, Employer, Member
from benefits.rules.law import load_law
from sers_portal.load import names
from sers_portal.load.chance import Fate
from sers_portal.load.copying import analyze, bare, copy_in, renumber
from sers_portal.load.lives import Life
from sers_portal.load.plan import Plan
from sers_portal.load.recording import Numbers, Recorder, numbers_of
from sers_portal.load.tables import COLUMNS

# Lives that one worker turns into rows before it hands them over: memory holds a few such parts, whatever the count.
LIVES_A_PART = 250
PARTS_AHEAD = 2
# Only these grow so large that filling them bare and indexing them after is worth it.
LARGE_TABLES = ("benefits_payrecord", "benefits_payment", "benefits_annuityamount")
LARGE_LOAD = 1_500

Part = dict[str, str]
Task = list[tuple[int, str]]
Chosen = tuple[Life, random.Random]


@dataclass(frozen=True)
class Order:
    """What a worker needs to know: everything else follows from it."""

    seed: int
    today: date
    years: int
    first: Numbers
    employers: dict[str, int]
    months_to_come: int = 0


@dataclass
class Loaded:
    """What a load did."""

    lives: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def all_rows(self) -> int:
        """Rows of all tables together."""
        return sum(self.rows.values())

    def add(self, lives: int, rows: dict[str, int]) -> None:
        """Count a part that is in."""
        self.lives += lives
        for table, count in rows.items():
            self.rows[table] = self.rows.get(table, 0) + count


def load_by_chance(
    standings: Sequence[str],
    *,
    seed: int,
    today: date,
    years: int,
    months_to_come: int = 0,
    processes: int = 1,
    progress: Callable[[int], object] = lambda lives: None,
) -> Loaded:
    """Invent a life of each standing and copy its records in.

    Same seed, same day and an empty database: the same records, but for the sealed tokens.
    """
    started, loaded = time.monotonic(), Loaded()
    with transaction.atomic():
        order = Order(seed, today, years, first_free_numbers(), ensure_employers(), months_to_come)
        with bare(LARGE_TABLES if len(standings) >= LARGE_LOAD else ()):
            for number, (lives, part) in enumerate(_parts(order, standings, processes), start=1):
                loaded.add(lives, copy_in(part))
                progress(lives)
                if number.bit_count() == 1:
                    analyze(loaded.rows)
        renumber()
        analyze(loaded.rows)
    loaded.seconds = time.monotonic() - started
    return loaded


def load_lives(lives: Iterable[Chosen], *, today: date, years: int, months_to_come: int = 0) -> Loaded:
    """Copy the records of lives that somebody chose."""
    started, loaded = time.monotonic(), Loaded()
    with transaction.atomic():
        plan = Plan(load_law(), today=today, years=years, months_to_come=months_to_come)
        recorder = Recorder(plan, ensure_employers())
        part, count = write_part(recorder, first_free_numbers(), enumerate(lives))
        loaded.add(count, copy_in(part))
        renumber()
        analyze(loaded.rows)
    loaded.seconds = time.monotonic() - started
    return loaded


def first_free_numbers() -> Numbers:
    """The first numbers that no row has yet, of each table whose numbers are given here."""
    return Numbers(*(_highest(model) + 1 for model in (Person, Member, Designation, Annuity)))


def _highest(model: type[Model]) -> int:
    return model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0


def ensure_employers() -> dict[str, int]:
    """The agencies' rows, made where they are missing: id by code."""
    rows = [Employer(code=code, name=name) for code, name in names.AGENCIES.items()]
    Employer.objects.bulk_create(rows, ignore_conflicts=True)
    return dict(Employer.objects.filter(code__in=names.AGENCIES).values_list("code", "pk"))


def _parts(order: Order, standings: Sequence[str], processes: int) -> Iterator[tuple[int, Part]]:
    """The lives' rows part by part, in the lives' order whoever worked on them."""
    everyone = enumerate(standings)
    tasks = iter(lambda: list(islice(everyone, LIVES_A_PART)), [])
    if processes == 1:
        for task in tasks:
            yield len(task), make_part(order, task)
        return
    # Forked, so that workers find Django as it is; none of them touches the database.
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        ahead: deque[tuple[int, Future[Part]]] = deque()
        for task in tasks:
            ahead.append((len(task), pool.submit(make_part, order, task)))
            if len(ahead) > processes * PARTS_AHEAD:
                lives, future = ahead.popleft()
                yield lives, future.result()
        for lives, future in ahead:
            yield lives, future.result()


class Workshop(NamedTuple):
    """What a worker prepares once, not for each part: the law read, the months written out."""

    order: Order
    fate: Fate
    recorder: Recorder


_workshop: list[Workshop] = []


def _open_workshop(order: Order) -> Workshop:
    if not (_workshop and _workshop[0].order == order):
        plan = Plan(load_law(), today=order.today, years=order.years, months_to_come=order.months_to_come)
        _workshop[:] = [Workshop(order, Fate(order.seed, order.today), Recorder(plan, order.employers))]
    return _workshop[0]


def make_part(order: Order, task: Task) -> Part:
    """The rows of some lives as COPY reads them, by table."""
    _, fate, recorder = _open_workshop(order)
    # Members added to others must not have their numbers of chance again.
    chosen = ((position, fate.life(order.first.person + position, standing)) for position, standing in task)
    return write_part(recorder, order.first, chosen)[0]


def write_part(recorder: Recorder, first: Numbers, lives: Iterable[tuple[int, Chosen]]) -> tuple[Part, int]:
    """Lives, each with its position and its chance, as text for COPY by table; and how many they were."""
    lines: dict[str, list[str]] = {table: [] for table in COLUMNS}
    count = 0
    for position, (life, rng) in lives:
        count += 1
        for table, rows in recorder.record(life, numbers_of(position, first), rng).items():
            lines[table] += rows
    return {table: "\n".join(rows) + "\n" for table, rows in lines.items() if rows}, count
