"""Where a person can be told that their money is to move: every way they have, and those they had until lately.

A thief who has taken over an account changes its e-mail, telephone or address first. So such a change holds up changes
of money for a while, and the ways from before are told as well.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from phonenumber_field.phonenumber import to_python

from accounts.models import (
    Address,
    ContactPhone,
    EmailFor,
    Person,
    PhoneFactor,
    Registration,
    SecurityEvent,
    TextFor,
    User,
)
from sers_portal.base import clock
from sers_portal.base.clock import SPRINGFIELD

# How long after its last use an old way is still told.
OLD_WAYS_TOLD = timedelta(days=90)
TAKEN_OVER_WITHIN = timedelta(days=1)
Kind = SecurityEvent.Kind


@dataclass(frozen=True)
class Phone:
    """A telephone, and whether it is sent texts or called."""

    number: str
    channel: str


@dataclass(frozen=True)
class Places:
    """Where a person is told: e-mail addresses, telephones and postal addresses, those of now first."""

    emails: tuple[str, ...]
    phones: tuple[Phone, ...]
    addresses: tuple[Address, ...]


def changed_at(person: Person, *, since: datetime) -> datetime | None:
    """When the person's e-mail, telephone or address last changed after `since`; None where none did. Six queries.

    A telephone that is new counts, and so does an account that was only just linked to the record: to us its e-mail
    address is new.
    """
    events = SecurityEvent.objects.filter(
        user__person=person, kind__in=(Kind.EMAIL_CHANGED, Kind.RECOVERY_DONE), at__gt=since
    )
    phones = PhoneFactor.objects.filter(user__person=person, confirmed_at__gt=since)
    called = ContactPhone.objects.filter(person=person)
    linked = Registration.objects.filter(person=person, registered_at__gt=since)
    found = [
        events.values_list("at", flat=True).first(),
        phones.order_by("-confirmed_at").values_list("confirmed_at", flat=True).first(),
        linked.order_by("-registered_at").values_list("registered_at", flat=True).first(),
        *called.filter(added_at__gt=since).values_list("added_at", flat=True),
        *called.filter(removed_at__gt=since).values_list("removed_at", flat=True),
        _address_changed_at(person, since),
    ]
    return max((at for at in found if at is not None), default=None)


def places_to_tell(person: Person) -> Places:
    """Every e-mail address, telephone and postal address of a person, and those in use during the last 90 days."""
    since = clock.now() - OLD_WAYS_TOLD
    return Places(_emails(person, since), _phones(person, since), _addresses(person, since))


def _address_changed_at(person: Person, since: datetime) -> datetime | None:
    rows = list(Address.objects.filter(person=person).order_by("from_on", "pk"))
    # The first address of a record is no change of it, nor is a history that was taken over with it.
    changed = (
        max(_morning(row), row.recorded_at)
        if row.recorded_at - rows[0].recorded_at > TAKEN_OVER_WITHIN
        else _morning(row)
        for row in rows[1:]
    )
    return max((min(at, clock.now()) for at in changed if at > since), default=None)


def _morning(row: Address) -> datetime:
    return datetime.combine(row.from_on, datetime.min.time(), SPRINGFIELD)


def _emails(person: Person, since: datetime) -> tuple[str, ...]:
    now = User.objects.filter(person=person).values_list("email", flat=True)
    written_to = EmailFor.objects.filter(person=person, email__created_at__gt=since)
    lately = written_to.order_by("-email__created_at").values_list("email__to", flat=True)
    return tuple(dict.fromkeys((*now, *lately)))


def _phones(person: Person, since: datetime) -> tuple[Phone, ...]:
    factors = PhoneFactor.objects.filter(user__person=person, confirmed_at__isnull=False)
    found = [Phone(str(row.number), row.channel) for row in factors]
    texts = TextFor.objects.filter(person=person, text__created_at__gt=since).select_related("text")
    found += [Phone(str(row.text.to), row.text.channel) for row in texts]
    kept = ContactPhone.objects.filter(Q(removed_at=None) | Q(removed_at__gt=since), person=person)
    found += [_phone(str(row.number), row.kind) for row in kept if row.kind != "work"]
    registered = Registration.objects.filter(person=person, ended_at=None).exclude(phone_kind="work")
    found += [_phone(str(row.phone), row.phone_kind) for row in registered]
    by_number: dict[str, Phone] = {}
    for phone in found:
        if phone.number:
            by_number.setdefault(phone.number, phone)
    return tuple(by_number.values())


def _phone(number: str, kind: str) -> Phone:
    """A telephone kept in whatever shape, as texts and calls need it: a mobile is texted, another one called."""
    read = to_python(number)
    return Phone(read.as_e164 if read else "", "text" if kind == "mobile" else "voice")


def _addresses(person: Person, since: datetime) -> tuple[Address, ...]:
    day = since.astimezone(SPRINGFIELD).date()
    rows = Address.objects.filter(Q(until_on=None) | Q(until_on__gte=day), person=person, returned_on=None)
    by_lines: dict[tuple[str, ...], Address] = {}
    for row in rows.order_by("-from_on", "-pk"):
        by_lines.setdefault(tuple(row.lines), row)
    return tuple(by_lines.values())
