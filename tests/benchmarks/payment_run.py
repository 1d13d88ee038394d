"""Planning a month's payments: how many payees a second one process plans, and the memory it holds."""

from uuid import UUID

from benefits.models import Annuity
from benefits.services.payment_runs import plan
from sers_portal.base import jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import Job
from tests.benchmarks.measuring import Measurement, Stopwatch, peak_megabytes, say

PLANNER = Actor(id=UUID(int=1), name="the benchmark")
PAYEES = 78_000
GOAL_MINUTES = 10
SECONDS_A_MINUTE = 60
# Enough to be sure of the pace; the rest of a large run goes on at it, job by job.
SECONDS_AT_MOST = 120.0


def measure(*, seconds: float = SECONDS_AT_MOST) -> list[Measurement]:
    """Plan the next month for as long as `seconds`, one job of 500 annuities after the other."""
    say("planning a month's payments …")
    month = plan.next_month()
    run = plan.plan(month=month, by=PLANNER, tax_year=plan.paid_on_of(month).year)
    watch = Stopwatch()
    jobs.work_off(plan.JOB, seconds=seconds)
    taken = watch.seconds
    done = plan.jobs_of(run).filter(state=Job.State.DONE)
    failed = plan.jobs_of(run).exclude(error="").count()
    if failed or not done.exists():
        raise AssertionError(f"{failed} jobs of planning failed, {done.count()} are done")
    looked_at = sum(len(job.arguments["annuities"]) for job in done)
    minutes = taken / looked_at * PAYEES / SECONDS_A_MINUTE
    return [
        Measurement(
            "planning the payments of a month, one process",
            f"{looked_at:,} of {Annuity.objects.count():,} annuities, {run.rows.count():,} payments",
            f"{looked_at / taken:,.0f} annuities/s",
            f"{PAYEES:,} payees in {minutes:.1f} minutes; goal: {GOAL_MINUTES}",
            f"{peak_megabytes():,.0f} MB peak",
        )
    ]
