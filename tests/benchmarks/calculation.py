"""How fast members are calculated: facts loaded in bulk, then every figure of a statement, on every core."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import NamedTuple

from django.db import connection

from benefits.models import Member
from benefits.rules.law import load_law
from benefits.rules.standing import standing
from benefits.selectors import member_facts
from tests.benchmarks.measuring import Measurement, Sizes, Stopwatch, peak_megabytes, say

MEMBERS_A_BATCH = 500
ALL_MEMBERS = 140_000


def measure(*, today: date, sizes: Sizes) -> Measurement:
    """Calculate every member in batches, on as many processes as there are cores."""
    ids = list(Member.objects.order_by("pk").values_list("pk", flat=True)[: sizes.calculated])
    batches = [ids[start : start + MEMBERS_A_BATCH] for start in range(0, len(ids), MEMBERS_A_BATCH)]
    say(f"calculating {len(ids):,} members …")
    connection.close()
    watch = Stopwatch()
    with ProcessPoolExecutor(sizes.processes, mp_context=get_context("fork")) as pool:
        outcomes = list(pool.map(calculate, batches, [today] * len(batches)))
    seconds = watch.seconds
    if sum(outcome.members for outcome in outcomes) != len(ids):
        raise AssertionError("some members were not calculated")
    memory = [outcome.megabytes for outcome in outcomes]
    processor = sum(outcome.seconds for outcome in outcomes) / len(ids)
    return Measurement(
        "members calculated (facts in bulk → every figure)",
        f"{len(ids):,} members",
        f"{len(ids) / seconds:,.0f} members/s on {sizes.processes} cores",
        f"{1000 * processor:.1f} ms of processor time each; {ALL_MEMBERS:,} would take "
        f"{ALL_MEMBERS * seconds / len(ids) / 60:.1f} minutes",
        f"{max(memory):,.0f} MB a worker, {max(memory) - memory[0]:+,.0f} MB since its first batch",
    )


class Outcome(NamedTuple):
    """What a worker did: members, its processor seconds for them, and its peak memory so far."""

    members: int
    seconds: float
    megabytes: float


def calculate(ids: Sequence[int], today: date) -> Outcome:
    """Every figure of some members."""
    begun, law = time.process_time(), load_law()
    facts = member_facts(ids, through=today)
    for member in facts.values():
        standing(member, law=law, on=today)
    return Outcome(len(facts), time.process_time() - begun, peak_megabytes())
