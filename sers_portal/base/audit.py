"""The audit writer and the access log: who did what to whose record, in the change's own transaction."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models

from sers_portal.base.models import AccessEvent, AuditEvent


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in person, or the portal itself (`by` is then None)."""

    id: UUID | None
    name: str


# The portal's own acts: scheduled work and commands on the server.
SYSTEM = Actor(id=None, name="the portal")


class NotInTransaction(Exception):
    """An audit row was about to be written apart from the change it records."""


def record(*, by: Actor, verb: str, subject: models.Model, person: UUID | None = None, **detail: Any) -> None:
    """Write one audit row beside the change it records. `detail` holds no SSN, code, secret or account number.

    Raises `NotInTransaction` outside `transaction.atomic()`: a change without its row, or the reverse, must not be.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{verb} must be recorded inside the transaction that does it")
    AuditEvent.objects.create(
        by=by.id,
        by_name=by.name,
        verb=verb,
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        person=person,
        detail=detail,
    )


def log_access(
    *, by: Actor, page: str, person: UUID | None, purpose: str = "", was_refused: bool = False
) -> None:
    """Note that somebody saw, or was refused, a page about a person."""
    AccessEvent.objects.create(
        by=by.id, by_name=by.name, page=page, person=person, purpose=purpose, was_refused=was_refused
    )
