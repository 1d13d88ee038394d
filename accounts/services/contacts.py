"""Where a person is reached: a new address from a day on, telephones, and what comes how. Old and new are both told.

A new address ends the one before; nothing is overwritten. One from a day to come waits as `PlannedAddress` and is taken
up on that day.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber, to_python

from accounts.models import Address, ContactPhone, DeliveryChoice, Person, PlannedAddress, User
from accounts.services.account_emails import write_to_address
from accounts.services.activation.telling import tell_by_letter
from accounts.services.contact_changes import Places, places_to_tell
from accounts.services.correspondence import note_email, note_text
from notices.services.texts import queue_text
from sers_portal.base import audit, clock, jobs
from sers_portal.base.audit import SYSTEM, Actor

JOB = "address-changed-letter"
NEW_JOB = "address-kept-letter"
LONGEST_BACK = timedelta(days=366)
LONGEST_AHEAD = timedelta(days=90)
MOST_PHONES = 5
# A warning is worth sending only while it is fresh.
TEXT_LIVES = timedelta(hours=12)


class ContactRefused(Exception):
    """It cannot be kept; the message says why and what to do next."""


@dataclass(frozen=True)
class NewAddress:
    """An address as it was typed and checked, and the first day it holds."""

    line_1: str
    line_2: str
    city: str
    state: str
    zip_code: str
    from_on: date


def change_address(*, person: Person, new: NewAddress, by: Actor) -> Address | PlannedAddress:
    """Keep a new address from a day on, and tell the person at every old and new contact.

    The same address a second time changes nothing. Raises `ContactRefused`.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        before = Address.objects.filter(person=person, until_on=None).first()
        if before is not None and is_same(before, new):
            _withdraw_planned(person)
            return before
        planned = PlannedAddress.objects.filter(person=person, taken_up_at=None, cancelled_at=None).first()
        if planned is not None and is_same(planned, new) and planned.from_on == new.from_on:
            return planned
        _check_day(new.from_on, before)
        # Asked for before the new address stands among them: all of these belong to the time before.
        places = places_to_tell(person)
        _withdraw_planned(person)
        kept = _plan(person, new) if new.from_on > clock.today() else _move(person, before, new)
        audit.record(
            by=by,
            verb="changed the address",
            subject=kept,
            person=person.public_id,
            from_on=new.from_on.isoformat(),
        )
        _tell(person, places, before, key=f"address:{kept._meta.model_name}:{kept.pk}", from_on=new.from_on)
        if isinstance(kept, Address):
            _write_to_the_new(kept, places)
    return kept


def cancel_planned(*, person: Person, by: Actor) -> bool:
    """Take back an address that was to hold from a day to come. False where there is none."""
    with transaction.atomic():
        planned = PlannedAddress.objects.select_for_update().filter(
            person=person, taken_up_at=None, cancelled_at=None
        )
        row = planned.first()
        if row is None:
            return False
        row.cancelled_at = clock.now()
        row.save(update_fields=["cancelled_at"])
        audit.record(by=by, verb="took back a new address", subject=row, person=person.public_id)
    return True


def take_up_addresses() -> int:
    """Make addresses whose day has come the people's addresses. Returns how many. Done twice, it changes nothing."""
    due = PlannedAddress.objects.filter(taken_up_at=None, cancelled_at=None, from_on__lte=clock.today())
    return sum(_take_up(pk) for pk in list(due.values_list("pk", flat=True)))


def add_phone(*, person: Person, number: str, kind: str, by: Actor) -> ContactPhone:
    """Keep a telephone at which the person may be called. The same number again changes its kind only."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        mine = ContactPhone.objects.filter(person=person, removed_at=None)
        row = mine.filter(number_index=ContactPhone.number.index_of(number)).first()
        if row is None and mine.count() >= MOST_PHONES:
            raise ContactRefused(
                _("You have %(most)d telephone numbers with us. Remove one before you add another.")
                % {"most": MOST_PHONES}
            )
        if row is not None and row.kind == kind:
            return row
        places = places_to_tell(person)
        if row is None:
            row = ContactPhone(person=person, added_at=clock.now())
            row.number = number
        row.kind = kind
        row.save()
        audit.record(by=by, verb="kept a telephone number", subject=row, person=person.public_id, kind=kind)
        _tell_online(person, places, key=f"phone:{row.pk}:{kind}", template="phone_changed")
    return row


def remove_phone(*, person: Person, phone: UUID, by: Actor) -> bool:
    """Call a number no more. False where the person has no such number."""
    with transaction.atomic():
        row = (
            ContactPhone.objects.select_for_update().filter(person=person, pk=phone, removed_at=None).first()
        )
        if row is None:
            return False
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        audit.record(by=by, verb="removed a telephone number", subject=row, person=person.public_id)
        _tell_online(person, places_to_tell(person), key=f"phone-off:{row.pk}", template="phone_changed")
    return True


def delivery_of(person: Person) -> dict[str, str]:
    """How each topic comes to a person, as they said or else as their other messages come. One query."""
    said = dict(DeliveryChoice.objects.filter(person=person).values_list("topic", "way"))
    return {topic: said.get(topic, person.delivery) for topic in DeliveryChoice.Topic.values}


def choose_delivery(*, person: Person, ways: dict[str, str], by: Actor) -> None:
    """Keep how each topic is to come: "online" or "paper"."""
    with transaction.atomic():
        for topic, way in ways.items():
            DeliveryChoice.objects.update_or_create(
                person=person,
                topic=DeliveryChoice.Topic(topic),
                defaults={"way": Person.Delivery(way), "chosen_at": clock.now()},
            )
        audit.record(
            by=by, verb="chose how messages come", subject=person, person=person.public_id, ways=ways
        )


@jobs.handler(JOB)
def write_letter(address: int) -> None:
    """The job: a letter to the address from before."""
    row = Address.objects.select_related("person").get(pk=address)
    tell_by_letter(
        person=row.person,
        address=row,
        key=f"{JOB}:{row.pk}:{row.until_on}",
        template="letters/address_changed.html",
    )


@jobs.handler(NEW_JOB)
def write_letter_to_the_new(address: int) -> None:
    """The job: a letter to the new address, for somebody who is told nowhere else."""
    row = Address.objects.select_related("person").get(pk=address)
    tell_by_letter(
        person=row.person, address=row, key=f"{NEW_JOB}:{row.pk}", template="letters/address_kept.html"
    )


def is_same(one: Address | PlannedAddress, new: NewAddress) -> bool:
    """Whether letters go to the same place, from whichever day."""
    return all(getattr(one, name) == value for name, value in asdict(new).items() if name != "from_on")


def _check_day(from_on: date, before: Address | None) -> None:
    today = clock.today()
    if before is not None and from_on < before.from_on:
        raise ContactRefused(
            _("Your address of now began later than this day. Enter a later day, or call us at 217-785-7444.")
        )
    if from_on < today - LONGEST_BACK:
        raise ContactRefused(
            _("This day is more than a year ago. Enter the day from which we should write there.")
        )
    if from_on > today + LONGEST_AHEAD:
        raise ContactRefused(_("This day is more than 90 days away. Come back nearer to the day you move."))


def _withdraw_planned(person: Person) -> None:
    PlannedAddress.objects.filter(person=person, taken_up_at=None, cancelled_at=None).update(
        cancelled_at=clock.now()
    )


def _plan(person: Person, new: NewAddress) -> PlannedAddress:
    return PlannedAddress.objects.create(person=person, told_at=clock.now(), **asdict(new))


def _move(person: Person, before: Address | None, new: NewAddress) -> Address:
    if before is not None:
        # Two changes on one day: the first held for that day.
        before.until_on = max(new.from_on - timedelta(days=1), before.from_on)
        before.save(update_fields=["until_on"])
    return Address.objects.create(person=person, **asdict(new))


def _take_up(pk: UUID) -> bool:
    with transaction.atomic():
        planned = PlannedAddress.objects.select_for_update().get(pk=pk)
        if planned.taken_up_at is not None or planned.cancelled_at is not None:
            return False
        person = Person.objects.select_for_update().get(pk=planned.person_id)
        before = Address.objects.filter(person=person, until_on=None).first()
        names = ("line_1", "line_2", "city", "state", "zip_code", "from_on")
        places = places_to_tell(person)
        kept = _move(person, before, NewAddress(**{name: getattr(planned, name) for name in names}))
        planned.taken_up_at = clock.now()
        planned.save(update_fields=["taken_up_at"])
        audit.record(by=SYSTEM, verb="took up a new address", subject=kept, person=person.public_id)
        _write_to_the_new(kept, places)
    return True


def _tell(person: Person, places: Places, before: Address | None, *, key: str, from_on: date) -> None:
    _tell_online(person, places, key=key, template="address_changed", from_on=from_on)
    if before is not None and before.returned_on is None:
        jobs.add(JOB, {f"{JOB}:{key}": {"address": before.pk}})


def _write_to_the_new(kept: Address, places: Places) -> None:
    """Who has neither e-mail nor telephone with us learns from a letter that the form arrived, and whether rightly."""
    if not (places.emails or places.phones):
        jobs.add(NEW_JOB, {f"{NEW_JOB}:{kept.pk}": {"address": kept.pk}})


def _tell_online(person: Person, places: Places, *, key: str, template: str, **words: object) -> None:
    """An e-mail to each address and a text or call to each telephone of now and of the last weeks."""
    account = User.objects.filter(person=person).first()
    for email in places.emails:
        queued = write_to_address(email, template, language=person.language, user=account, **words)
        note_email(queued, person)
    with translation.override(person.language):
        body = _(
            "SERS: your address or telephone number with us was changed. If it was not you, call 217-785-7444 now."
        )
    for number, phone in enumerate(places.phones):
        text = queue_text(
            key=f"{key}:{number}",
            channel=phone.channel,
            to=_as_e164(phone.number),
            body=body,
            language=person.language,
            expires_at=clock.now() + TEXT_LIVES,
        )
        note_text(text, person)


def _as_e164(number: str) -> str:
    # eRegistration keeps numbers as RFC 3966 writes them.
    read = to_python(number)
    return str(read.as_e164) if isinstance(read, PhoneNumber) else number
