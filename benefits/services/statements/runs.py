"""The steps of a run between planning and release: render, stop, resume, set one aside, take it up again, discard."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from benefits.models import Statement, StatementRun
from benefits.services.statements.rendering import JOB, job_key
from benefits.services.statements.trouble import NotPossible
from sers_portal.base import audit, jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import Job

State = StatementRun.State
# So many that reading their records together costs each of them little.
STATEMENTS_A_JOB = 50
DISCARDED = "discarded statements"


def run_of(year: int) -> StatementRun:
    """The run of a year that was not discarded. `NotPossible` if none is planned."""
    run = StatementRun.objects.filter(year=year).exclude(state=State.DISCARDED).first()
    if run is None:
        raise NotPossible(_("No statements are planned for %(year)s. Plan them first.") % {"year": year})
    return run


def start(*, run: StatementRun, by: Actor) -> int:
    """Hand out the work: from now on workers freeze and render. Returns how many statements are to be made."""
    return _hand_out(run, by, verb="started rendering", from_states=(State.PLANNED,))


def resume(*, run: StatementRun, by: Actor) -> int:
    """Hand out anew what was stopped, or what failed. Returns how many statements are to be made."""
    return _hand_out(run, by, verb="resumed rendering", from_states=(State.STOPPED, State.RENDERING))


def stop(*, run: StatementRun, by: Actor) -> int:
    """Take the waiting work back. What is under way is finished; nothing made is lost. Returns jobs taken back."""
    with transaction.atomic():
        run = _locked(run, (State.RENDERING,))
        _turn(run, State.STOPPED)
        cancelled = jobs.cancel(jobs_of(run))
        audit.record(by=by, verb="stopped rendering", subject=run, jobs=cancelled)
    return cancelled


def discard(*, run: StatementRun, by: Actor, reason: str) -> None:
    """Give up a run that was not released, so that its year can be planned anew. What it made stays on record."""
    with transaction.atomic():
        run = _locked(run, (State.PLANNED, State.RENDERING, State.STOPPED))
        _turn(run, State.DISCARDED)
        jobs.cancel(jobs_of(run))
        audit.record(by=by, verb=DISCARDED, subject=run, reason=_given(reason))


def set_aside(*, statement: Statement, by: Actor, reason: str) -> None:
    """Leave one statement that cannot be made out of the release, so that the others need not wait."""
    with transaction.atomic():
        run = _locked(statement.run, (State.RENDERING, State.STOPPED))
        statement = Statement.objects.select_for_update().get(pk=statement.pk)
        if statement.document_id is not None:
            raise NotPossible(_("This statement is made. Only one that could not be made can be set aside."))
        statement.set_aside_because = _given(reason)
        statement.save(update_fields=["set_aside_because"])
        audit.record(
            by=by,
            verb="set a statement aside",
            subject=statement,
            person=statement.person.public_id,
            run=run.pk,
            reason=reason,
        )


def take_up(*, statement: Statement, by: Actor) -> None:
    """Take up a statement that was set aside: it is made with the others, and the release waits for it again."""
    with transaction.atomic():
        run = _locked(statement.run, (State.RENDERING, State.STOPPED))
        statement = Statement.objects.select_for_update().get(pk=statement.pk)
        if not statement.set_aside_because:
            raise NotPossible(_("This statement is not set aside."))
        before, statement.set_aside_because = statement.set_aside_because, ""
        statement.save(update_fields=["set_aside_because"])
        audit.record(
            by=by,
            verb="took a statement up again",
            subject=statement,
            person=statement.person.public_id,
            run=run.pk,
            was_set_aside_because=before,
        )
        if run.state == State.RENDERING:
            resume(run=run, by=by)


def jobs_of(run: StatementRun) -> "QuerySet[Job]":
    """All jobs ever handed out for a run."""
    return Job.objects.filter(kind=JOB, key__startswith=f"{JOB}:{run.pk}:")


def _hand_out(run: StatementRun, by: Actor, *, verb: str, from_states: Sequence[str]) -> int:
    with transaction.atomic():
        run = _locked(run, from_states)
        # Those that broke a job are tried alone, so that they hold up no other.
        alone = _in_unfinished_jobs(run)
        jobs.cancel(jobs_of(run))
        run.round += 1
        _turn(run, State.RENDERING)
        waiting = list(_unmade(run).values_list("pk", flat=True))
        jobs.add(JOB, dict(_jobs(run, waiting, alone)))
        audit.record(by=by, verb=verb, subject=run, statements=len(waiting))
    return len(waiting)


def _unmade(run: StatementRun) -> "QuerySet[Statement]":
    # Kind by kind: statements of one kind read the same tables and share a layout.
    return run.statements.filter(document=None, set_aside_because="").order_by("kind", "pk")


def _in_unfinished_jobs(run: StatementRun) -> set[UUID]:
    broken = jobs_of(run).filter(error__gt="").exclude(state=Job.State.DONE)
    return {UUID(text) for job in broken for text in job.arguments["statements"]}


def _jobs(
    run: StatementRun, waiting: Sequence[UUID], alone: set[UUID]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    together = iter([pk for pk in waiting if pk not in alone])
    number = 0
    while chunk := list(islice(together, STATEMENTS_A_JOB)):
        number += 1
        yield job_key(run, f"part-{number}"), {"statements": [str(pk) for pk in chunk]}
    for pk in waiting:
        if pk in alone:
            yield job_key(run, str(pk)), {"statements": [str(pk)]}


def _locked(run: StatementRun, states: Sequence[str]) -> StatementRun:
    run = StatementRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in states:
        raise NotPossible(
            _("The run for %(year)s is %(state)s; this step cannot be taken now.")
            % {"year": run.year, "state": run.get_state_display()}
        )
    return run


def _turn(run: StatementRun, state: str) -> None:
    run.state = state
    run.save(update_fields=["state", "round"])


def _given(reason: str) -> str:
    if not reason.strip():
        raise NotPossible(_("Give the reason: it is kept with the record."))
    return reason.strip()
