"""Sealed numbers as staff see them: the last four digits, and the whole only for a purpose, so often a day, on record.

A Social Security number is never sent to a browser whole: staff type what they were told, and hear whether it is right.
Apps above add the kinds of numbers they keep (`add`), as benefits does with bank accounts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import ContactPhone, Person, PhoneFactor, Registration
from sers_portal.base import limits
from sers_portal.base.audit import Actor, log_access, record
from sers_portal.base.limits import Limit

# Together for every number and every member: a day's work of the telephone desk, and not a harvest.
READ_BY_ONE = [Limit(30, timedelta(days=1))]
KIND = "number read by staff"
SSN = "ssn"
SHOWN = 4


class NoSuchNumber(LookupError):
    """The number is not, or no longer, one of this person's."""


@dataclass(frozen=True)
class KeptNumber:
    """A sealed number of a person. `key` names it in forms and says nothing of it."""

    key: str
    words: str | Promise
    number: str

    @property
    def masked(self) -> str:
        """The last four digits, all that a page shows unasked."""
        return f"•••• {self.number[-SHOWN:]}"

    @property
    def kind(self) -> str:
        """What sort of number it is, for the logs."""
        return self.key.partition("-")[0]


Source = Callable[[Person], Iterable[KeptNumber]]
_sources: list[Source] = []


def add(source: Source) -> Source:
    """Make one more kind of number known."""
    if source not in _sources:
        _sources.append(source)
    return source


def numbers_of(person: Person) -> list[KeptNumber]:
    """Every sealed number of a person that staff may come to need, but for the Social Security number."""
    return [number for source in _sources for number in source(person)]


def masked_ssn(person: Person) -> str:
    """The Social Security number as pages show it."""
    return f"•••-••-{str(person.ssn)[-SHOWN:]}"


def reveal(*, person: Person, key: str, purpose: str, by: Actor) -> KeptNumber:
    """A number whole. Noted with its purpose where the member sees it, in the same transaction.

    Raises `NoSuchNumber`, and `LimitReached` after thirty in a day.
    """
    with transaction.atomic():
        found = next((number for number in numbers_of(person) if number.key == key), None)
        if found is None:
            raise NoSuchNumber(key)
        _note(person, found.kind, "read a number whole", purpose, by)
    return found


def is_ssn(*, person: Person, typed: str, purpose: str, by: Actor) -> bool:
    """Whether these nine digits are the person's Social Security number. Counted and noted as a reading is."""
    with transaction.atomic():
        _note(person, SSN, "compared a Social Security number", purpose, by)
    return bool(typed) and str(person.ssn) == typed


def _note(person: Person, kind: str, verb: str, purpose: str, by: Actor) -> None:
    limits.take(KIND, str(by.id), READ_BY_ONE)
    record(by=by, verb=verb, subject=person, person=person.public_id, kind=kind, purpose=purpose)
    log_access(by=by, page=f"number:{kind}", person=person.public_id, purpose=purpose)


@add
def _telephones(person: Person) -> Iterator[KeptNumber]:
    for factor in PhoneFactor.objects.filter(user__person=person, confirmed_at__isnull=False):
        yield KeptNumber(f"factor-{factor.pk}", _("Telephone for signing in"), str(factor.number))
    for entry in Registration.objects.filter(person=person, ended_at=None):
        yield KeptNumber(f"telephone-{entry.public_id}", _("Telephone from registering"), str(entry.phone))
    for phone in ContactPhone.objects.filter(person=person, removed_at=None):
        yield KeptNumber(f"contact-{phone.pk}", _("Telephone from the profile"), str(phone.number))
