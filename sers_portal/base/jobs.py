"""Work as rows: PostgreSQL is the ledger, Celery only the hands.

`add` writes rows with unique keys (adding twice changes nothing) and, after commit, nudges the workers.
A worker holds a job's row lock while it works, and the job's effects commit with its state: a worker killed at any
moment lets go of the lock, its half-done work rolls back, and the sweeper's next nudge does the job anew.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sers_portal.base.audit import Actor, record
from sers_portal.base.models import Job

logger = logging.getLogger(__name__)

# What is to be done when the job has committed: at most once, for it is lost with a worker killed in the meantime.
Rest = Callable[[], None]
Handler = Callable[..., Rest | None]
MOST_ATTEMPTS = 8
SECONDS_A_NUDGE = 50.0
NOW = timedelta()

_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Name the function that does jobs of one kind. It is called inside a transaction, with the job's arguments.

    It may return the rest of its work, which is done after the commit and never again: what must not happen twice.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def kinds() -> list[str]:
    """Every kind of work that somebody does."""
    return sorted(_handlers)


def add(kind: str, arguments_by_key: Mapping[str, Mapping[str, Any]], *, after: timedelta = NOW) -> None:
    """Write jobs, each under its unique key, and nudge the workers when the transaction has committed.

    Those to be done `after` some time are left to the sweeper.
    """
    if kind not in _handlers:
        raise LookupError(f"nobody does jobs of the kind {kind!r}")
    when = {"run_after": timezone.now() + after} if after else {}
    rows = (
        Job(kind=kind, key=key, arguments=dict(arguments), **when)
        for key, arguments in arguments_by_key.items()
    )
    Job.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    if not after:
        transaction.on_commit(partial(nudge, kind), robust=True)


def nudge(kind: str) -> None:
    """Tell the workers that there is work of this kind. A lost nudge is made good by the sweeper."""
    from sers_portal.base.tasks import work

    try:
        work.delay(kind)
    except Exception as error:  # noqa: BLE001  the row is safe whatever befell the broker
        logger.warning("nudge lost", extra={"kind": kind, "error": type(error).__name__})


def work_off(kind: str, *, seconds: float = SECONDS_A_NUDGE) -> int:
    """Do ready jobs of one kind until none is left or the time is up. Returns how many were done."""
    finish_by, done = time.monotonic() + seconds, 0
    while time.monotonic() < finish_by and do_next(kind):
        done += 1
    return done


def do_next(kind: str) -> bool:
    """Claim and do one ready job. False when there is none that nobody else holds."""
    job_id = _count_attempt(kind)
    if job_id is None:
        return False
    rest = None
    try:
        with _claimed(job_id) as job:
            if job is not None:
                rest = _handlers[kind](**job.arguments)
    except Exception as error:
        logger.exception("job failed", extra={"kind": kind, "job": job_id})
        _set_back(job_id, error)
    else:
        _do(rest, kind, job_id)
    return True


def cancel(jobs: QuerySet[Job]) -> int:
    """Take ready jobs off the list. A job under way finishes."""
    return jobs.filter(state=Job.State.READY).update(state=Job.State.CANCELLED, finished_at=timezone.now())


def hand_out_again(chosen: QuerySet[Job], *, by: Actor) -> int:
    """Have jobs that failed, or that wait for their next try, done at once, with as many tries as a new one; how many.

    Others stay as they are: one that was ordered for a later day (a hold's end) is not between tries.
    """
    between_tries = Q(state=Job.State.READY, attempts__gt=0, run_after__gt=timezone.now())
    with transaction.atomic():
        stopped = list(chosen.filter(Q(state=Job.State.FAILED) | between_tries).select_for_update())
        for job in stopped:
            job.state, job.finished_at, job.attempts, job.run_after = Job.State.READY, None, 0, timezone.now()
            job.save(update_fields=["state", "finished_at", "attempts", "run_after"])
            record(by=by, verb="handed out a failed job again", subject=job, kind=job.kind, error=job.error)
        for kind in {job.kind for job in stopped}:
            transaction.on_commit(partial(nudge, kind), robust=True)
    return len(stopped)


def waiting_kinds() -> Iterable[str]:
    """Kinds with ready work whose time has come."""
    ready = Job.objects.filter(state=Job.State.READY, run_after__lte=timezone.now())
    return ready.values_list("kind", flat=True).distinct().order_by("kind")


def _ready(kind: str) -> QuerySet[Job]:
    ready = Job.objects.filter(kind=kind, state=Job.State.READY, run_after__lte=timezone.now())
    return ready.select_for_update(skip_locked=True)


def _count_attempt(kind: str) -> int | None:
    # Counted in a transaction of its own, so that a job that kills its worker every time is parked in the end.
    with transaction.atomic():
        job = _ready(kind).order_by("run_after", "id").first()
        if job is None:
            return None
        job.attempts += 1
        job.save(update_fields=["attempts"])
        return job.pk


@contextmanager
def _claimed(job_id: int) -> Iterator[Job | None]:
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, state=Job.State.READY).first()
        if job is not None and job.attempts > MOST_ATTEMPTS:
            _finish(job, Job.State.FAILED, error=job.error or "its worker was killed every time")
            job = None
        yield job
        if job is not None:
            _finish(job, Job.State.DONE)


def _do(rest: Rest | None, kind: str, job_id: int) -> None:
    try:
        if rest is not None:
            rest()
    except Exception as error:  # noqa: BLE001  the job is done, and its rest is done once: there is no second try
        logger.error(
            "rest of a job failed", extra={"kind": kind, "job": job_id, "error": type(error).__name__}
        )


def _finish(job: Job, state: str, *, error: str = "") -> None:
    job.state, job.finished_at, job.error = state, timezone.now(), error
    job.save(update_fields=["state", "finished_at", "error"])


def _set_back(job_id: int, error: Exception) -> None:
    job = Job.objects.get(pk=job_id)
    # The kind of error only: its text may hold personal data.
    job.error = type(error).__name__
    if job.attempts >= MOST_ATTEMPTS:
        _finish(job, Job.State.FAILED, error=job.error)
        return
    job.run_after = timezone.now() + timedelta(seconds=min(3600, 5 * 3 ** (job.attempts - 1)))
    job.save(update_fields=["run_after", "error"])
