"""Verifying the chain of seals from the staff pages: a job for the workers, and what the last one found."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sers_portal.base import clock, jobs, seals
from sers_portal.base.audit import SYSTEM, Actor, record
from sers_portal.base.models import AuditEvent, Job, Seal
from sers_portal.base.unexplained import unexplained_changes

KIND = "verify the logs"
ASKED, DONE = "asked for a verification of the logs", "verified the logs"


@dataclass(frozen=True)
class Verification:
    """What the last verification found. `broken` names the first broken row, and is empty when all is whole."""

    at: datetime
    rows: int
    unexplained: int
    broken: str


def ask(*, by: Actor) -> None:
    """Have the logs verified by a worker. Asked twice within a minute it is done once."""
    key = f"{KIND} {clock.now():%Y-%m-%d %H:%M}"
    with transaction.atomic():
        jobs.add(KIND, {key: {}})
        record(by=by, verb=ASKED, subject=Job.objects.get(key=key))


def is_under_way() -> bool:
    """Whether one waits or runs."""
    return Job.objects.filter(kind=KIND, state=Job.State.READY).exists()


def last() -> Verification | None:
    """What the last one found, or None when there was none yet."""
    row = AuditEvent.objects.filter(verb=DONE, subject_type=Seal._meta.label).order_by("-id").first()
    if row is None:
        return None
    said = row.detail
    return Verification(row.at, said["rows"], said["unexplained"], said["broken"])


@jobs.handler(KIND)
def verify() -> None:
    """Walk the chain, and write down what was found. It only reads: whoever removes the finding breaks the chain."""
    broken = seals.verify()
    state = seals.state()
    record(
        by=SYSTEM,
        verb=DONE,
        subject=Seal.objects.order_by("-id").first() or Seal(),
        rows=state.rows,
        unexplained=unexplained_changes().count(),
        broken=str(broken or ""),
        end=state.end,
    )
