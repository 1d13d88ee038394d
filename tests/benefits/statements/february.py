"""A February as tests walk it: planned by Pat, rendered at once, released by Rae."""

from uuid import UUID

from benefits.models import StatementRun
from benefits.services.statements import delivery, rendering, runs
from benefits.services.statements.plan import plan
from benefits.services.statements.release import release
from notices.services import emails
from sers_portal.base import jobs
from sers_portal.base.audit import Actor

PAT = Actor(id=UUID(int=1), name="Pat Plan")
RAE = Actor(id=UUID(int=2), name="Rae Lease")
YEAR = 2025


def planned() -> StatementRun:
    return plan(year=YEAR, by=PAT)


def made() -> StatementRun:
    """Planned, and every statement rendered."""
    run = planned()
    runs.start(run=run, by=PAT)
    work()
    run.refresh_from_db()
    return run


def released() -> StatementRun:
    """Rendered, released, and everybody told."""
    run = release(run=made(), by=RAE)
    jobs.work_off(delivery.JOB)
    jobs.work_off(emails.JOB)
    return run


def work() -> int:
    """Do the statement jobs that are ready."""
    return jobs.work_off(rendering.JOB)
