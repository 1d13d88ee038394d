"""Staff look at a member's pages as the member sees them: for a purpose, for a quarter of an hour, changing nothing."""

from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from accounts.models import Person, User
from sers_portal.base import clock
from sers_portal.base.audit import log_access, record

LONGEST = timedelta(minutes=15)
PERMISSION = "base.view_as_member"
SESSION = "looks_at"


class OwnRecord(Exception):
    """One's own record is seen on one's own pages."""


def begin(*, session: SessionBase, person: Person, purpose: str, by: User) -> None:
    """Begin to look. Raises `OwnRecord`."""
    if by.person_id == person.pk:
        raise OwnRecord
    with transaction.atomic():
        record(
            by=by.actor,
            verb="began to look at a member's pages",
            subject=person,
            person=person.public_id,
            purpose=purpose,
        )
        log_access(by=by.actor, page="looking", person=person.public_id, purpose=purpose)
    until = clock.now() + LONGEST
    session[SESSION] = {"person": person.pk, "purpose": purpose, "until": until.isoformat()}


def end(*, session: SessionBase, by: User) -> int | None:
    """End it; the key of the person who was looked at, None when nobody was."""
    kept = session.pop(SESSION, None)
    if kept is None:
        return None
    person = Person.objects.get(pk=kept["person"])
    with transaction.atomic():
        record(by=by.actor, verb="ended to look at a member's pages", subject=person, person=person.public_id)
    return int(person.pk)
