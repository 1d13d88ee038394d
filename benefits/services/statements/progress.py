"""How far a run has come: counted in the database, never remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from benefits.models import Statement, StatementRun
from benefits.services.statements.rendering import job_key
from benefits.services.statements.runs import DISCARDED, jobs_of
from benefits.services.statements.trouble import reason_in_words
from sers_portal.base.models import AuditEvent, Job

TROUBLES_SHOWN = 100


@dataclass(frozen=True)
class KindProgress:
    """The statements of one kind in a run."""

    kind: str
    planned: int
    made: int


@dataclass(frozen=True)
class Progress:
    """A run in numbers. `trouble` counts the jobs whose last try failed; their statements are among `waiting`."""

    kinds: Sequence[KindProgress]
    set_aside: int
    trouble: int

    @property
    def planned(self) -> int:
        return sum(kind.planned for kind in self.kinds)

    @property
    def made(self) -> int:
        return sum(kind.made for kind in self.kinds)

    @property
    def waiting(self) -> int:
        return self.planned - self.made - self.set_aside

    @property
    def percent(self) -> int:
        """Whole percent made, 100 only when nothing waits."""
        settled = self.made + self.set_aside
        return 100 if self.waiting == 0 else 100 * settled // self.planned

    @property
    def is_complete(self) -> bool:
        return self.planned > 0 and self.waiting == 0


def progress(run: StatementRun) -> Progress:
    """The state of a run as of this moment. Two queries."""
    counted = run.statements.values("kind").annotate(
        planned=Count("pk"), made=Count("document"), aside=Count("pk", filter=~Q(set_aside_because=""))
    )
    rows = list(counted.order_by("kind"))
    return Progress(
        kinds=[KindProgress(_kind(row["kind"]), row["planned"], row["made"]) for row in rows],
        set_aside=sum(row["aside"] for row in rows),
        trouble=_failed_jobs(run).count(),
    )


@dataclass(frozen=True)
class Trouble:
    """A job of a run that failed: its statements, the kind of error, and whether it will be tried again."""

    statements: Sequence[Statement]
    error: str
    attempts: int
    is_given_up: bool

    @property
    def reason(self) -> str:
        """The error in words, with what to do."""
        return reason_in_words(self.error)


def troubles(run: StatementRun, *, most: int = TROUBLES_SHOWN) -> list[Trouble]:
    """The first jobs of a run whose last try failed, those given up first. Two queries."""
    rows = list(_failed_jobs(run).order_by("state", "pk")[:most])
    ids = {UUID(text) for job in rows for text in job.arguments["statements"]}
    waiting = run.statements.filter(pk__in=ids, document=None, set_aside_because="").select_related("person")
    by_id = {statement.pk: statement for statement in waiting}
    found = []
    for job in rows:
        statements = [by_id[pk] for pk in map(UUID, job.arguments["statements"]) if pk in by_id]
        if statements:
            found.append(Trouble(statements, job.error, job.attempts, job.state == Job.State.FAILED))
    return found


def _failed_jobs(run: StatementRun) -> QuerySet[Job]:
    in_this_round = jobs_of(run).filter(key__startswith=job_key(run, ""))
    return in_this_round.filter(~Q(error=""), state__in=[Job.State.READY, Job.State.FAILED])


def is_working(run: StatementRun) -> bool:
    """Whether workers have statements of a run before them that have not failed yet."""
    in_this_round = jobs_of(run).filter(key__startswith=job_key(run, ""))
    return in_this_round.filter(error="", state=Job.State.READY).exists()


def _kind(kind: str) -> str:
    return str(Statement.Kind(kind).label)


def discarding(run: StatementRun) -> AuditEvent | None:
    """Who discarded a run, when, and with which `reason` in its `detail`; None if nobody did."""
    events = AuditEvent.objects.filter(subject_type=run._meta.label, subject_id=str(run.pk))
    return events.filter(verb=DISCARDED).first()


def state_in_words(run: StatementRun, counted: Progress) -> str:
    """Where a run is, as staff say it: a run that is rendered waits for its release."""
    if counted.is_complete and run.state in (StatementRun.State.RENDERING, StatementRun.State.STOPPED):
        return _("finished and waits for its release")
    return str(run.get_state_display())
