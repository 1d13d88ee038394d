"""Writing to people: which person a letter or an e-mail is for, and how each of them wants to be reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Address, DeliveryChoice, EmailFor, LetterFor, Person, TextFor, User
from notices.models import Document, Email, TextMessage
from notices.services.emails import OutgoingEmail, queue_emails
from notices.services.letters import OutgoingLetter, queue_letters


class Way(Enum):
    """How a person can be told something."""

    EMAIL = "email"
    LETTER = "letter"
    # No account, and no address that the post delivers to: staff must find one.
    NONE = "none"


@dataclass(frozen=True)
class Reach:
    """A person, and what is needed to reach them."""

    person: Person
    account: User | None
    address: Address | None
    # How they want the topic it is about; empty where they said nothing of it: as their other messages come.
    wanted: str = ""

    @property
    def way(self) -> Way:
        """E-mail to those who sign in and want it, a letter to all others who have an address."""
        if self.person.died_on is not None:
            return Way.NONE
        wanted = self.wanted or self.person.delivery
        if self.account is not None and wanted == Person.Delivery.ONLINE:
            return Way.EMAIL
        return Way.LETTER if self.address is not None else Way.NONE


@dataclass(frozen=True)
class PersonalLetter:
    """A document to be mailed to a person at the address on file now."""

    reach: Reach
    key: str
    document: Document


def reach(people: "QuerySet[Person]", *, topic: DeliveryChoice.Topic | None) -> list[Reach]:
    """How each of these people can be told something on a topic: as each of them chose for it.

    Without a topic goes only what has a choice of its own (the newsletter). Four queries, however many people.
    """
    usable = Address.objects.filter(until_on=None, returned_on=None)
    people = people.prefetch_related(Prefetch("addresses", queryset=usable, to_attr="usable_addresses"))
    accounts = {user.person_id: user for user in User.objects.filter(person__in=people, is_active=True)}
    chosen: dict[int, str] = {}
    if topic is not None:
        rows = DeliveryChoice.objects.filter(topic=topic, person__in=people)
        chosen = dict(rows.values_list("person_id", "way"))
    return [
        Reach(
            person,
            accounts.get(person.pk),
            next(iter(person.usable_addresses), None),
            chosen.get(person.pk, ""),
        )
        for person in people
    ]


def write_emails(people: Iterable[tuple[Reach, str]], *, template: str, context: Mapping[str, Any]) -> int:
    """Queue an e-mail to each person under the key beside them, in their language. Returns how many are queued.

    `template` names two files: `emails/<template>_subject.txt` and `emails/<template>.txt`.
    """
    by_key = {key: one for one, key in people}
    with transaction.atomic():
        queued = queue_emails(_email(one, key, template, context) for key, one in by_key.items())
        links = (EmailFor(email=email, person=by_key[key].person) for key, email in queued.items())
        EmailFor.objects.bulk_create(links, ignore_conflicts=True)
    return len(queued)


def write_letters(letters: Sequence[PersonalLetter], *, kind: str) -> int:
    """Queue letters, each at its person's address of this moment. Returns how many are queued."""
    by_key = {letter.key: letter for letter in letters}
    with transaction.atomic():
        queued = queue_letters(_letter(letter, kind) for letter in letters)
        links = (LetterFor(letter=row, person=by_key[key].reach.person) for key, row in queued.items())
        LetterFor.objects.bulk_create(links, ignore_conflicts=True)
    return len(queued)


def note_email(email: Email, person: Person | None) -> None:
    """List an e-mail among the messages to a person; one to somebody who is nobody's record is listed nowhere."""
    if person is not None:
        EmailFor.objects.get_or_create(email=email, defaults={"person": person})


def note_text(text: TextMessage, person: Person | None) -> None:
    """List a text among the messages to a person; one to somebody who is nobody's record is listed nowhere."""
    if person is not None:
        TextFor.objects.get_or_create(text=text, defaults={"person": person})


def _email(one: Reach, key: str, template: str, context: Mapping[str, Any]) -> OutgoingEmail:
    assert one.account is not None
    with translation.override(one.person.language):
        words = {**context, "person": one.person}
        subject = render_to_string(f"emails/{template}_subject.txt", words).strip()
        body = render_to_string(f"emails/{template}.txt", words)
    return OutgoingEmail(key, one.account.email, subject, body, one.person.language)


def _letter(letter: PersonalLetter, kind: str) -> OutgoingLetter:
    assert letter.reach.address is not None
    person, address = letter.reach.person, letter.reach.address
    return OutgoingLetter(letter.key, kind, person.full_name, address.lines, letter.document)
