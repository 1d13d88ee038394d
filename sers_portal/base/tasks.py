"""The tasks of Celery: nudges that carry a kind of work, never data."""

from celery import shared_task

from sers_portal.base import jobs, seals


@shared_task(name="base.work")
def work(kind: str) -> None:
    """Do what is ready of one kind; nudge again if time ran out before the work did."""
    jobs.work_off(kind)
    if kind in jobs.waiting_kinds():
        jobs.nudge(kind)


@shared_task(name="base.sweep_jobs")
def sweep_jobs() -> None:
    """Every few seconds: nudge for all work that waits, whatever became of its first nudge."""
    for kind in jobs.waiting_kinds():
        jobs.nudge(kind)


@shared_task(name="base.seal_logs")
def seal_logs() -> None:
    """Every night: seal what the audit and the logs gained."""
    seals.seal_new()
