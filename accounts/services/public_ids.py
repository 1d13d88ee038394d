"""The old Public ID: a bridge for members who have not moved to an account of their own yet.

It opens no account and links nothing. Whoever proves a Public ID that was handed over with a member's record reads
that record for a quarter of an hour, and is told how to move. The bridge of a member ends ten days after their letter
was mailed, at once when its code is used or another account is theirs, and for everybody on the last day in settings.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from accounts.models import ActivationLetter, Person, PublicId, User
from notices.models import Letter
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor
from sers_portal.base.sealing import blind_index

DAYS_AFTER_THE_LETTER = 10
SECONDS = 15 * 60
SESSION = "public_id_reading"


class Ending(Enum):
    """Why a Public ID opens nothing."""

    UNKNOWN = "unknown"
    OVER = "over"
    LETTER = "letter"
    CODE_USED = "code used"
    DECEASED = "deceased"


class Ended(Exception):
    """It opens nothing; `on` is the last day it did, where that says something."""

    def __init__(self, why: Ending, on: date | None = None) -> None:
        super().__init__(why.value)
        self.why, self.on = why, on


@dataclass(frozen=True)
class Loaded:
    """What came of a list of Public IDs."""

    new: int
    known: int
    strange: list[str]


def is_over() -> bool:
    """Whether the old sign-in is closed for everybody."""
    return settings.PUBLIC_ID is None or clock.today() > settings.PUBLIC_ID_ENDS_ON


def load(rows: Iterable[tuple[str, str]], *, by: Actor) -> Loaded:
    """Keep whose Public ID is whose: pairs of subject and Member ID. Loading the same again changes nothing.

    `strange` are Member IDs that are nobody's, or whose person or Public ID is taken already by another pair.
    """
    new, known, strange = 0, 0, []
    with transaction.atomic():
        for subject, member_id in rows:
            person = Person.objects.filter(member_id=member_id).first()
            row = PublicId.objects.filter(subject_index=index_of(subject)).first()
            if row is not None and person is not None and row.person_id == person.pk:
                known += 1
            elif row is not None or person is None or PublicId.objects.filter(person=person).exists():
                strange.append(member_id)
            else:
                _keep(subject, person, by)
                new += 1
    return Loaded(new, known, strange)


def open_reading(session: SessionBase, subject: str) -> PublicId:
    """Begin a session that reads the record of a Public ID's owner. Raises `Ended`."""
    row = PublicId.objects.select_related("person").filter(subject_index=index_of(subject)).first()
    if row is None:
        raise Ended(Ending.UNKNOWN)
    refuse_if_ended(row.person)
    with transaction.atomic():
        PublicId.objects.filter(pk=row.pk).update(last_used_at=clock.now())
        audit.record(by=actor(row), verb="public_id.signed_in", subject=row, person=row.person.public_id)
    session.flush()
    session[SESSION] = {"row": row.pk, "until": time.time() + SECONDS}
    return row


def reading(session: SessionBase) -> PublicId | None:
    """Whose record this session reads. None when it reads none, or no more: its time is up, or the bridge has ended."""
    kept = session.get(SESSION)
    if kept is None or seconds_left(session) <= 0:
        return None
    row = PublicId.objects.select_related("person").filter(pk=kept["row"]).first()
    try:
        if row is not None:
            refuse_if_ended(row.person)
    except Ended:
        return None
    return row


def seconds_left(session: SessionBase) -> int:
    """How long the session may still read. Nothing lengthens it; the real clock counts, not the demonstration's."""
    kept = session.get(SESSION) or {"until": 0}
    return max(0, int(kept["until"] - time.time()))


def until(session: SessionBase) -> datetime:
    """When the reading ends."""
    return datetime.fromtimestamp(session[SESSION]["until"], tz=clock.SPRINGFIELD)


def refuse_if_ended(person: Person) -> None:
    """Raise `Ended` where the bridge of a person has ended."""
    if is_over():
        raise Ended(Ending.OVER, settings.PUBLIC_ID_ENDS_ON)
    if person.died_on is not None:
        raise Ended(Ending.DECEASED)
    typed = ActivationLetter.objects.filter(person=person, entered_at__isnull=False)
    if User.objects.filter(person=person).exists() or typed.filter(ended_at=None).exists():
        raise Ended(Ending.CODE_USED)
    last_day = last_day_of(person)
    if last_day is not None and clock.today() > last_day:
        raise Ended(Ending.LETTER, last_day)


def last_day_of(person: Person) -> date | None:
    """The day the bridge ends because a letter was mailed; None while none was, or it came back."""
    letters = ActivationLetter.objects.filter(person=person, letter__mailed_on__isnull=False)
    letters = letters.exclude(letter__state=Letter.State.RETURNED).order_by("letter__mailed_on")
    mailed_on: date | None = letters.values_list("letter__mailed_on", flat=True).first()
    return mailed_on + timedelta(days=DAYS_AFTER_THE_LETTER) if mailed_on else None


def actor(row: PublicId) -> Actor:
    """The reader as audit and access log name them: no account's UUID, so that nobody takes it for one."""
    return Actor(id=row.public_id, name=f"{row.person.full_name} by Public ID")


def index_of(subject: str) -> str:
    """The keyed hash that a Public ID is found by."""
    return blind_index(subject, purpose="public id")


def _keep(subject: str, person: Person, by: Actor) -> None:
    row = PublicId.objects.create(person=person, subject_index=index_of(subject), recorded_at=clock.now())
    audit.record(by=by, verb="public_id.recorded", subject=row, person=person.public_id)
