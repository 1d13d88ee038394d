"""A person's own lock on their direct deposit: put on at once, taken off after a wait."""

from django.db import transaction

from accounts.models import Person
from benefits.models import BankChange, DirectDepositLock
from benefits.models.bank_change import UNLOCKING_WAIT
from benefits.services.direct_deposit import closing, telling
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor


def current_lock(person: Person) -> DirectDepositLock | None:
    """The lock that holds now; also while it is being taken off."""
    return (
        DirectDepositLock.objects.filter(person=person, unlocked_at=None)
        .exclude(opens_at__lte=clock.now())
        .first()
    )


def is_locked(person: Person) -> bool:
    """Whether nobody can ask for this person's payments to go elsewhere."""
    return current_lock(person) is not None


def lock(*, person: Person, by: Actor) -> DirectDepositLock:
    """Lock, and stop a change that waits. Locked already, it stays so, and an unlocking under way is called off."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        for change in BankChange.objects.filter(person=person, state=BankChange.State.WAITING):
            closing.close(change, BankChange.State.STOPPED, BankChange.Closing.LOCKED, by=by)
            telling.tell_stopped(change)
        return put_on(person, by=by)


def put_on(person: Person, *, by: Actor) -> DirectDepositLock:
    """Put the lock on for a person whose row the caller holds."""
    _take_off_if_due(person)
    held = DirectDepositLock.objects.filter(person=person, unlocked_at=None).first()
    if held is not None:
        if held.opens_at is not None:
            _keep(held, by)
        return held
    made = DirectDepositLock.objects.create(person=person, locked_at=clock.now(), locked_by_name=by.name)
    audit.record(by=by, verb="locked direct deposit", subject=made, person=person.public_id)
    telling.tell_locked(made)
    return made


def ask_to_unlock(*, person: Person, by: Actor) -> DirectDepositLock | None:
    """Begin the wait of three days after which the lock is off. Asked twice, the first wait counts."""
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        held = current_lock(person)
        if held is None or held.opens_at is not None:
            return held
        held.unlock_asked_at = clock.now()
        held.opens_at = held.unlock_asked_at + UNLOCKING_WAIT
        held.save(update_fields=["unlock_asked_at", "opens_at"])
        audit.record(by=by, verb="asked to unlock direct deposit", subject=held, person=person.public_id)
        telling.tell_unlocking(held)
    return held


def keep_locked(*, lock: DirectDepositLock, by: Actor) -> bool:
    """Call off an unlocking. False when there was none under way."""
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",)).get(pk=lock.person_id)
        held = current_lock(lock.person)
        if held is None or held.pk != lock.pk or held.opens_at is None:
            return False
        _keep(held, by)
    return True


def take_off_due() -> int:
    """Take off the locks whose wait is over. Returns how many."""
    due = DirectDepositLock.objects.filter(unlocked_at=None, opens_at__lte=clock.now())
    people = list(Person.objects.filter(pk__in=due.values("person")))
    for person in people:
        with transaction.atomic():
            Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
            _take_off_if_due(person)
    return len(people)


def _take_off_if_due(person: Person) -> None:
    due = DirectDepositLock.objects.filter(person=person, unlocked_at=None, opens_at__lte=clock.now()).first()
    if due is None:
        return
    due.unlocked_at = clock.now()
    due.save(update_fields=["unlocked_at"])
    audit.record(by=audit.SYSTEM, verb="unlocked direct deposit", subject=due, person=person.public_id)
    telling.tell_unlocked(due)


def _keep(held: DirectDepositLock, by: Actor) -> None:
    held.unlock_asked_at = held.opens_at = None
    held.save(update_fields=["unlock_asked_at", "opens_at"])
    audit.record(by=by, verb="kept direct deposit locked", subject=held, person=held.person.public_id)
    telling.tell_locked(held)
