"""February statements of the demonstration: a run that was released, and one that waits for its staff."""

from accounts.models import User
from benefits.models import StatementRun
from benefits.services.statements import plan, release, rendering, runs
from sers_portal.base import clock, jobs
from sers_portal.demonstration.people import PLANNER, RELEASER

YEARS_AGO_RELEASED = 2
YEARS_AGO_PLANNED = 1


def release_a_run() -> None:
    """Make and release the statements of the year before last for everybody there is: the cast alone, if asked first.

    Begun and cut off, it is finished by asking again.
    """
    year = clock.today().year - YEARS_AGO_RELEASED
    planner, releaser = (User.objects.get(email=email).actor for email in (PLANNER, RELEASER))
    run = _counting(year) or plan.plan(year=year, by=planner)
    if run.state == StatementRun.State.RELEASED:
        return
    begin = runs.start if run.state == StatementRun.State.PLANNED else runs.resume
    begin(run=run, by=planner)
    jobs.work_off(rendering.JOB, seconds=float("inf"))
    release.release(run=run, by=releaser)


def plan_a_run() -> None:
    """Plan last year's statements, so that staff find a run to render, look at and release."""
    year = clock.today().year - YEARS_AGO_PLANNED
    if _counting(year) is None:
        plan.plan(year=year, by=User.objects.get(email=PLANNER).actor)


def _counting(year: int) -> StatementRun | None:
    return StatementRun.objects.filter(year=year).exclude(state=StatementRun.State.DISCARDED).first()
