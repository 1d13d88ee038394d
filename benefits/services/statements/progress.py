"""How far a run has come: counted in the database, never remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from benefits.models import Statement, StatementRun
from benefits.services.statements.runs import jobs_of
from sers_portal.base.models import Job

RECENTLY = timedelta(minutes=1)


@dataclass(frozen=True)
class KindProgress:
    """The statements of one kind in a run."""

    kind: str
    planned: int
    made: int


@dataclass(frozen=True)
class Progress:
    """A run in numbers. `trouble` are statements whose last try failed; they are among `waiting`."""

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
        trouble=len(troubles(run)),
    )


@dataclass(frozen=True)
class Trouble:
    """A job of a run that failed: its statements, the kind of error, and whether it will be tried again."""

    statements: Sequence[Statement]
    error: str
    attempts: int
    is_given_up: bool


def troubles(run: StatementRun) -> list[Trouble]:
    """Jobs of a run whose last try failed, those given up first."""
    rows = jobs_of(run).filter(~Q(error=""), state__in=[Job.State.READY, Job.State.FAILED])
    rows = rows.filter(key__startswith=f"statement:{run.pk}:{run.round}:").order_by("state", "pk")
    found = []
    for job in rows:
        statements = run.statements.filter(pk__in=job.arguments["statements"], document=None)
        waiting = list(statements.filter(set_aside_because="").select_related("person", "run"))
        if waiting:
            found.append(Trouble(waiting, job.error, job.attempts, job.state == Job.State.FAILED))
    return found


def _kind(kind: str) -> str:
    return str(Statement.Kind(kind).label)
