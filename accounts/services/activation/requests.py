"""Asking for an activation letter: everybody gets the same answer, and a worker decides.

The request itself looks nobody up. It counts, seals what was typed and queues a job: the same work, whoever is asked
for. What was typed is wiped as soon as the worker has decided.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import Address, LetterRequest, Person, User
from accounts.names import are_same_names
from accounts.services.activation import alarms, telling
from accounts.services.activation.letters import current_address, issue_letter
from sers_portal.base import clock, jobs, limits
from sers_portal.base.audit import SYSTEM, Actor, record
from sers_portal.base.limits import Limit, LimitReached
from sers_portal.base.sealing import blind_index

JOB = "activation-request"
REQUESTS = [Limit(10, timedelta(hours=1))]
LETTERS_OF = "activation letter"
LETTERS = [Limit(1, timedelta(hours=24)), Limit(4, timedelta(days=30))]
ADDRESS_IS_NEW = timedelta(days=30)

State, Reason = LetterRequest.State, LetterRequest.Reason


@dataclass(frozen=True)
class TypedIdentity:
    """Who somebody says they are: `number` is a Social Security number or a Member ID, digits only."""

    family_name: str
    born_on: date
    number: str
    zip_code: str

    def sealed_text(self) -> str:
        return json.dumps({**asdict(self), "born_on": self.born_on.isoformat()})

    @classmethod
    def from_text(cls, text: str) -> "TypedIdentity":
        facts = json.loads(text)
        return cls(**{**facts, "born_on": date.fromisoformat(facts["born_on"])})


def ask(*, typed: TypedIdentity, origin: str, account: User | None, by: Actor) -> LetterRequest:
    """Take a request in. `LimitReached` after ten in an hour from one origin, or for one number."""
    limits.take("letter request by origin", origin, REQUESTS)
    limits.take("letter request by number", typed.number, REQUESTS)
    with transaction.atomic():
        request = LetterRequest(
            asked_at=clock.now(), account=account, origin_index=blind_index(origin, purpose="origin")
        )
        request.typed = typed.sealed_text()
        request.save()
        record(by=by, verb="asked for an activation letter", subject=request)
        jobs.add(JOB, {f"{JOB}:{request.pk}": {"request": request.pk}})
    return request


@jobs.handler(JOB)
def decide(request: int) -> None:
    """The job: match, count, then write a letter or hold the request for staff."""
    asked = LetterRequest.objects.select_for_update().get(pk=request)
    if asked.state != State.WAITING:
        return
    person = find_person(TypedIdentity.from_text(asked.typed))
    if person is None:
        close(asked, State.NO_MATCH, by=SYSTEM)
    else:
        _decide_for(asked, Person.objects.select_for_update(of=("self",)).get(pk=person.pk))
    alarms.look_at_requests(asked.origin_index)


def _decide_for(asked: LetterRequest, person: Person) -> None:
    asked.person = person
    try:
        limits.take(LETTERS_OF, str(person.public_id), LETTERS)
    except LimitReached:
        close(asked, State.TOO_SOON, by=SYSTEM)
        return
    reasons = reasons_to_hold(person, asked.account)
    if not reasons:
        issue_letter(person=person, by=SYSTEM, request=asked)
        close(asked, State.ISSUED, by=SYSTEM)
    elif LetterRequest.objects.filter(person=person, state=State.HELD).exists():
        close(asked, State.TOO_SOON, by=SYSTEM)
    else:
        asked.reasons = [reason.value for reason in reasons]
        close(asked, State.HELD, by=SYSTEM)
        _warn(asked, person, reasons)


def close(asked: LetterRequest, state: LetterRequest.State, *, by: Actor, note: str = "") -> None:
    """Write down what became of a request, and wipe what was typed."""
    asked.state, asked.decided_at, asked.note = state, clock.now(), note
    asked.decided_by, asked.decided_by_name = by.id, by.name
    asked.typed = ""
    asked.save()
    person = asked.person.public_id if asked.person else None
    record(
        by=by,
        verb=f"closed a letter request: {state.value}",
        subject=asked,
        person=person,
        reasons=asked.reasons,
        note=note,
    )


def find_person(typed: TypedIdentity) -> Person | None:
    """The one person to whom all four facts belong, or None."""
    by_number = Q(ssn_index=Person.ssn.index_of(typed.number)) | Q(member_id=typed.number)
    for person in Person.objects.filter(by_number, born_on=typed.born_on):
        if are_same_names(typed.family_name, person.family_name) and _is_zip_of(typed.zip_code, person):
            return person
    return None


def _is_zip_of(zip_code: str, person: Person) -> bool:
    # Somebody who moved lately may type either; somebody without any address is for staff to look at.
    known = list(_zips(person.addresses.order_by("-from_on", "-pk")))
    return not known or zip_code[:5] in known


def _zips(addresses: Iterable[Address]) -> Iterator[str]:
    lately = clock.today() - ADDRESS_IS_NEW
    for place, address in enumerate(addresses):
        if place == 0 or address.until_on is None or address.until_on >= lately:
            yield address.zip_code[:5]


def reasons_to_hold(person: Person, account: User | None) -> list[LetterRequest.Reason]:
    """Why staff must look before a letter is written; empty when none is needed."""
    return list(_reasons(person, account))


def _reasons(person: Person, account: User | None) -> Iterator[LetterRequest.Reason]:
    address = current_address(person)
    if person.died_on is not None:
        yield Reason.DECEASED
    if address is None:
        yield Reason.NO_ADDRESS
    elif address.returned_on is not None:
        yield Reason.RETURNED
    if address is not None and _is_new(address, person):
        yield Reason.NEW_ADDRESS
    if other_account(person, account) is not None:
        yield Reason.OTHER_ACCOUNT


def other_account(person: Person, account: User | None) -> User | None:
    """The account that is linked to the person, unless it is this one."""
    linked = User.objects.filter(person=person).first()
    return None if linked == account else linked


def _is_new(address: Address, person: Person) -> bool:
    """Whether it took another's place within thirty days, by its own date or by the day it was written down.

    A day's grace between the person's row and the address's: records brought in together are no change.
    """
    if not person.addresses.exclude(pk=address.pk).exists():
        return False
    is_recorded_later = address.recorded_at > person.recorded_at + timedelta(days=1)
    return address.from_on > clock.today() - ADDRESS_IS_NEW or (
        is_recorded_later and address.recorded_at > clock.now() - ADDRESS_IS_NEW
    )


def _warn(asked: LetterRequest, person: Person, reasons: list[LetterRequest.Reason]) -> None:
    if Reason.DECEASED in reasons:
        return
    if Reason.NEW_ADDRESS in reasons:
        telling.tell_old_address(person=person, key=f"activation-held:{asked.public_id}")
    if Reason.OTHER_ACCOUNT in reasons:
        telling.tell_other_account(person=person, key=f"activation-held:{asked.public_id}")
