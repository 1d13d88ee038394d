"""eRegistration: the last step, which turns a typed code into the link between an account and a person.

Birth date and number must be those of the letter's person: five wrong tries, and the letter is void and the person
free again. The draft is sealed at rest, PIN and number included; what is kept in the end is a sealed telephone number
and the PIN's hash.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import pin as pins
from accounts.models import ActivationLetter, Person, Registration, RegistrationDraft, User
from accounts.services import languages
from accounts.services.activation import alarms, letters, telling
from accounts.services.activation.entry import reserved_letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import Actor, record

JOB = "account-linked"
TRIES_OF_DETAILS = 5
DRAFT_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Details:
    """What somebody registers with. `number` is a Social Security number or Member ID; `phone` as RFC 3966 writes it."""

    given_name: str
    family_name: str
    phone: str
    phone_kind: str
    born_on: date
    pin: str
    number: str


class RegistrationRefused(Exception):
    """It cannot be done; the message says why and what to do next."""


class NoLetter(RegistrationRefused):
    """The account holds no live letter: its code was never typed, or the letter has ended."""


class DetailsRefused(RegistrationRefused):
    """Birth date and number are not both those of the letter's person."""


class PinRefused(RegistrationRefused):
    """The PIN is one that others would guess."""


def is_registered(account: User) -> bool:
    """Whether the account is a person's: the link is made by registering, and by nothing a member does else."""
    return account.person_id is not None


def load_draft(account: User) -> dict[str, str]:
    """What was typed for the letter this account holds now, by field; empty when nothing was."""
    draft = RegistrationDraft.objects.filter(account=account, letter=reserved_letter(account)).first()
    if draft is None:
        return {}
    typed: dict[str, str] = json.loads(draft.content)
    return typed


def save_draft(*, account: User, typed: Mapping[str, str]) -> None:
    """Keep what was typed, sealed. No audit row: nothing of the record changes. `NoLetter` when there is none."""
    letter = reserved_letter(account)
    if letter is None:
        raise NoLetter(_("Type the code from your letter first."))
    draft = RegistrationDraft(account=account, letter=letter, saved_at=clock.now())
    draft.content = json.dumps(dict(typed))
    RegistrationDraft.objects.update_or_create(
        account=account,
        defaults={"letter": letter, "saved_at": draft.saved_at, "content_token": draft.content_token},
    )


def forget_old_drafts() -> int:
    """Remove drafts that nobody came back to. Returns how many."""
    count, _of_which = RegistrationDraft.objects.filter(saved_at__lt=clock.now() - DRAFT_KEPT).delete()
    return count


def check(*, account: User, details: Details, by: Actor) -> None:
    """Compare with the letter's person, and judge the PIN. A wrong comparison counts as a try.

    `DetailsRefused`, `PinRefused` or `NoLetter`.
    """
    with transaction.atomic():
        letter = _held_letter(account)
        refusal = _compare(letter, details, by)
    if refusal is not None:
        raise refusal
    _judge_pin(letter.person, details.pin, details.phone)


def complete(*, account: User, details: Details, by: Actor) -> Registration:
    """Link the account to its person and keep the registration; e-mail and letter follow. Raises as `check` does."""
    check(account=account, details=details, by=by)
    with transaction.atomic():
        letter = _held_letter(account)
        person = letter.person
        _make_way(person, letter, account, by)
        registration = _register(account, letter, details)
        letters.end(letter, ActivationLetter.Ending.USED, by=by)
        RegistrationDraft.objects.filter(account=account).delete()
        record(by=by, verb="linked an account", subject=registration, person=person.public_id)
        jobs.add(JOB, {f"{JOB}:{registration.pk}": {"registration": registration.pk}})
    account.refresh_from_db()
    return registration


def choose_pin(*, account: User, pin: str, by: Actor) -> None:
    """A new PIN for a registered account; it opens a PIN that was locked. `PinRefused`, or `NoLetter` if unregistered."""
    with transaction.atomic():
        held = Registration.objects.select_for_update(of=("self",)).select_related("person")
        registration = held.filter(account=account, ended_at=None).first()
        if registration is None:
            raise NoLetter(_("Your account has no PIN yet. Call us to have one set up."))
        _judge_pin(registration.person, pin, registration.phone)
        registration.pin_hash = pins.hash_pin(pin, owner=registration.public_id)
        registration.pin_set_at, registration.pin_failures = clock.now(), 0
        registration.save(update_fields=["pin_hash", "pin_set_at", "pin_failures"])
        record(by=by, verb="chose a PIN", subject=registration, person=registration.person.public_id)


@jobs.handler(JOB)
def tell_of_link(registration: int) -> None:
    """The job: tell the account by e-mail and the person by letter; look whether links are made in bulk."""
    done = Registration.objects.select_related("person", "account").get(pk=registration)
    key = f"{JOB}:{done.public_id}"
    telling.tell_by_email(person=done.person, account=done.account, key=key, template="accounts/linked")
    address = letters.current_address(done.person)
    if address is not None and address.returned_on is None:
        telling.tell_by_letter(person=done.person, address=address, key=key, template="letters/linked.html")
    alarms.look_at_registrations()


def _held_letter(account: User) -> ActivationLetter:
    held = ActivationLetter.objects.select_for_update(of=("self",)).select_related("person")
    letter = held.filter(entered_by=account, ended_at=None).first()
    if letter is None:
        raise NoLetter(_("The letter whose code you typed is no longer good. Type the code of a newer one."))
    return letter


def _compare(letter: ActivationLetter, details: Details, by: Actor) -> DetailsRefused | None:
    person = letter.person
    is_number = details.number == person.member_id or Person.ssn.index_of(details.number) == person.ssn_index
    if details.born_on == person.born_on and is_number:
        return None
    letter.wrong_details += 1
    letter.save(update_fields=["wrong_details"])
    left = TRIES_OF_DETAILS - letter.wrong_details
    if left > 0:
        return DetailsRefused(_mismatch(left))
    letters.end(letter, ActivationLetter.Ending.DETAILS, by=by)
    RegistrationDraft.objects.filter(letter=letter).delete()
    return DetailsRefused(
        _(
            "Birth date and number did not match five times. To protect the member, the letter is void: ask for a new one."
        )
    )


def _mismatch(left: int) -> str:
    return ngettext(
        "This number and the birth date do not both match our record for the letter. Check both. "
        "You have %(left)d try left.",
        "This number and the birth date do not both match our record for the letter. Check both. "
        "You have %(left)d tries left.",
        left,
    ) % {"left": left}


def _judge_pin(person: Person, pin: str, phone: str) -> None:
    try:
        pins.check_choice(pin, born_on=person.born_on, ssn=person.ssn, phone=phone)
    except ValueError as reason:
        raise PinRefused(str(reason)) from reason


def _make_way(person: Person, letter: ActivationLetter, account: User, by: Actor) -> None:
    """End another account's link, where staff released the letter knowing of it; refuse where they did not."""
    linked = User.objects.select_for_update(of=("self",)).filter(person=person)
    other = linked.exclude(pk=account.pk).first()
    if other is None:
        return
    if other.pk != letter.replaces_id:
        raise RegistrationRefused(
            _("We cannot complete this online. Call us at 217-785-7444; have your letter ready.")
        )
    key = f"{JOB}:replaced:{letter.public_id}"
    telling.tell_by_email(person=person, account=other, key=key, template="accounts/link_ended")
    Registration.objects.filter(account=other, ended_at=None).update(ended_at=clock.now())
    other.person = None
    other.save(update_fields=["person"])
    record(by=by, verb="ended an account's link", subject=other, person=person.public_id)


def _register(account: User, letter: ActivationLetter, details: Details) -> Registration:
    user = User.objects.select_for_update(of=("self",)).get(pk=account.pk)
    user.person = letter.person
    user.given_name, user.family_name = details.given_name, details.family_name
    user.save(update_fields=["person", "given_name", "family_name"])
    languages.carry_to_record(user)
    now = clock.now()
    # An earlier registration of this account, whose link staff have ended since.
    Registration.objects.filter(account=user, ended_at=None).update(ended_at=now)
    Registration.objects.filter(person=letter.person, ended_at=None).update(ended_at=now)
    registration = Registration(
        account=user,
        person=letter.person,
        letter=letter,
        phone_kind=details.phone_kind,
        pin_set_at=now,
        registered_at=now,
    )
    registration.phone = details.phone
    registration.pin_hash = pins.hash_pin(details.pin, owner=registration.public_id)
    registration.save()
    return registration
