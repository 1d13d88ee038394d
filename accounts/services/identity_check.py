"""Staff confirm by telephone whom they are speaking with: the caller says the PIN, staff type it."""

from dataclasses import dataclass
from enum import Enum

from django.db import transaction

from accounts import pin as pins
from accounts.models import Registration
from accounts.services.activation import telling
from sers_portal.base.audit import Actor, log_access, record

TRIES = 5


class Answer(Enum):
    """What staff are told. Nobody is told a PIN."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


@dataclass(frozen=True)
class Checked:
    """The answer, and how many tries are left before the PIN is locked."""

    answer: Answer
    tries_left: int


def is_locked(registration: Registration) -> bool:
    """Whether wrong PINs have locked it: the person chooses a new one when signed in."""
    return registration.pin_failures >= TRIES


def check_pin(*, registration: Registration, pin: str, purpose: str, by: Actor) -> Checked:
    """Compare a PIN that a caller said. Five wrong ones in a row lock it; the person is told by e-mail.

    Written to the audit and, with the purpose, to the access log that the person can read.
    """
    with transaction.atomic():
        rows = Registration.objects.select_for_update(of=("self",)).select_related("person", "account")
        held = rows.get(pk=registration.pk)
        checked = _check(held, pin)
        person = held.person.public_id
        record(
            by=by,
            verb=f"checked a caller's PIN: {checked.answer.value}",
            subject=held,
            person=person,
            purpose=purpose,
        )
        log_access(by=by, page="identity check by telephone", person=person, purpose=purpose)
    return checked


def _check(held: Registration, pin: str) -> Checked:
    if is_locked(held) or held.ended_at is not None:
        return Checked(Answer.LOCKED, 0)
    if pins.is_pin(pin, owner=held.public_id, kept=held.pin_hash):
        _keep_failures(held, 0)
        return Checked(Answer.RIGHT, TRIES)
    _keep_failures(held, held.pin_failures + 1)
    if not is_locked(held):
        return Checked(Answer.WRONG, TRIES - held.pin_failures)
    # One e-mail for each locking: the PIN that is locked is the one that was set then.
    key = f"pin-locked:{held.public_id}:{held.pin_set_at.isoformat()}"
    telling.tell_by_email(person=held.person, account=held.account, key=key, template="accounts/pin_locked")
    return Checked(Answer.LOCKED, 0)


def _keep_failures(held: Registration, failures: int) -> None:
    held.pin_failures = failures
    held.save(update_fields=["pin_failures"])
