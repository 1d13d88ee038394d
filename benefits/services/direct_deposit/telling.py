"""Telling a person, by every way they have and had, that their direct deposit is to change: no figures, no link that
signs in; a link that stops it.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Address, LetterFor, Person
from accounts.services.account_emails import link_to
from accounts.services.contact_changes import Phone, places_to_tell
from accounts.services.correspondence import note_email, note_text
from benefits.models import BankChange, BankChangeNotice, DirectDepositLock
from notices.models import Email, Letter, TextMessage
from notices.services.emails import queue_email
from notices.services.letters import queue_letter
from notices.services.papers import print_letter
from notices.services.texts import queue_text
from sers_portal.base import clock
from sers_portal.base.clock import SPRINGFIELD
from sers_portal.base.sealing import blind_index

LETTER_KIND = "direct_deposit"
IN_LETTERS = ("what", "asked_on", "hold_ends_on", "opens_on", "first_paid_on")
TEXT_LIFE = timedelta(hours=24)
Event = BankChangeNotice.Event
Message = Email | TextMessage | Letter
Keep = Callable[[Message, str], None]


def stop_token(row: BankChange | DirectDepositLock) -> str:
    """What the stop link of an e-mail holds. It follows from the row: no table keeps it."""
    when = row.unlock_asked_at if isinstance(row, DirectDepositLock) else row.asked_at
    assert when is not None
    # Seconds since 1970: the same instant reads the same in every time zone.
    return blind_index(f"{row.pk}:{when.timestamp():.6f}", purpose=f"stop {type(row).__name__}")


def tell_asked(change: BankChange) -> None:
    """A change was asked for: to every way, with the link that stops it, and by letter."""
    _tell_of(
        change, Event.ASKED, has_letter=True, link=link_to("direct_deposit_stop_link", stop_link(change))
    )


def tell_stopped(change: BankChange) -> None:
    """The change was stopped, by whom and how is on the page."""
    _tell_of(change, Event.STOPPED)


def tell_refused(change: BankChange) -> None:
    """Staff refused the change."""
    _tell_of(change, Event.REFUSED, has_letter=True)


def tell_in_effect(change: BankChange) -> None:
    """The change is in effect."""
    _tell_of(change, Event.IN_EFFECT, has_letter=True)


def tell_locked(lock: DirectDepositLock) -> None:
    """The lock is on."""
    _tell(lock.person, "locked", {}, has_letter=False, keep=_keep_nothing)


def tell_unlocking(lock: DirectDepositLock) -> None:
    """Somebody asked to take the lock off: with the link that keeps it on, and by letter."""
    assert lock.opens_at is not None
    words = {
        "opens_at": lock.opens_at,
        "opens_on": _day(lock.opens_at),
        "link": link_to("direct_deposit_keep_link", stop_link(lock)),
    }
    _tell(lock.person, "unlocking", words, has_letter=True, keep=_keep_nothing)


def tell_unlocked(lock: DirectDepositLock) -> None:
    """The lock is off."""
    _tell(lock.person, "unlocked", {}, has_letter=False, keep=_keep_nothing)


def stop_link(row: BankChange | DirectDepositLock) -> str:
    """The row's id and its token, as the address of a stop link holds them."""
    return f"{row.pk}.{stop_token(row)}"


def _tell_of(change: BankChange, event: Event, *, has_letter: bool = False, **words: Any) -> None:
    said = {
        **words,
        "hold_ends_at": change.hold_ends_at,
        "hold_ends_on": _day(change.hold_ends_at),
        "first_paid_on": change.first_paid_on,
        "asked_at": change.asked_at,
        "asked_on": _day(change.asked_at),
        "was_not_me": change.closing == BankChange.Closing.NOT_ME,
    }

    def keep(message: Message, told_at: str) -> None:
        column = {Email: "email", TextMessage: "text", Letter: "letter"}[type(message)]
        BankChangeNotice.objects.create(
            change=change, event=event, at=clock.now(), told_at=told_at, **{column: message}
        )

    _tell(change.person, event.value, said, has_letter=has_letter, keep=keep)


def _keep_nothing(message: Message, told_at: str) -> None:
    """Notices of the lock are listed with the other messages to the person."""


def _tell(person: Person, what: str, words: dict[str, Any], *, has_letter: bool, keep: Keep) -> None:
    places = places_to_tell(person)
    # One key an occasion: what is told twice is told on two occasions.
    key = f"direct_deposit:{what}:{uuid.uuid4()}"
    said = {**words, "what": what, "name": person.full_name, "site": settings.SITE_ADDRESS}
    with translation.override(person.language):
        for number, to in enumerate(places.emails):
            keep(_email(person, to, f"{key}:{number}", said), _masked(to))
        for number, phone in enumerate(places.phones):
            keep(_text(person, phone, f"{key}:{number}", what), f"…{phone.number[-2:]}")
        if has_letter:
            for address in places.addresses:
                keep(_letter(person, address, key, said), ", ".join(address.lines))


def _email(person: Person, to: str, key: str, said: dict[str, Any]) -> Email:
    subject = render_to_string("emails/benefits/direct_deposit_subject.txt", said).strip()
    body = render_to_string("emails/benefits/direct_deposit.txt", said)
    email = queue_email(key=key, to=to, subject=subject, body=body, language=person.language)
    note_email(email, person)
    return email


def _text(person: Person, phone: Phone, key: str, what: str) -> TextMessage:
    text = queue_text(
        key=key,
        channel=phone.channel,
        to=phone.number,
        body=_short_words(what),
        language=person.language,
        expires_at=clock.now() + TEXT_LIFE,
    )
    note_text(text, person)
    return text


def _short_words(what: str) -> str:
    words = {
        Event.ASKED.value: _(
            "SERS: somebody asked us to send your payments to another bank account. If it was not you, use the link in "
            "our e-mail to stop it, or call 217-785-7444."
        ),
        Event.STOPPED.value: _(
            "SERS: the change of your direct deposit was stopped. Questions: 217-785-7444."
        ),
        Event.REFUSED.value: _(
            "SERS: we did not accept the change of your direct deposit. Questions: 217-785-7444."
        ),
        Event.IN_EFFECT.value: _(
            "SERS: your payments now go to another bank account. If you did not ask for that, call 217-785-7444 now."
        ),
        "locked": _("SERS: your direct deposit is locked. If you did not do that, call 217-785-7444."),
        "unlocking": _(
            "SERS: somebody asked us to unlock your direct deposit. If it was not you, use the link in our e-mail, or "
            "call 217-785-7444."
        ),
        "unlocked": _(
            "SERS: your direct deposit is unlocked. If you did not ask for that, call 217-785-7444 now."
        ),
    }
    return words[what]


def _letter(person: Person, address: Address, key: str, said: dict[str, Any]) -> Letter:
    content = {
        "language": person.language,
        "recipient": person.full_name,
        "address_lines": address.lines,
        "on": clock.today(),
        # The link is for a mailbox: a letter says the telephone number, and days rather than minutes.
        **{name: value for name, value in said.items() if name in IN_LETTERS and value is not None},
    }
    document = print_letter(
        template="letters/direct_deposit.html",
        content=content,
        kind=LETTER_KIND,
        title=_("Your direct deposit"),
    )
    letter = queue_letter(
        key=f"{key}:{address.pk}",
        kind=LETTER_KIND,
        recipient=person.full_name,
        address_lines=address.lines,
        document=document,
    )
    LetterFor.objects.create(letter=letter, person=person)
    return letter


def _day(at: datetime) -> date:
    return at.astimezone(SPRINGFIELD).date()


def _masked(email: str) -> str:
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
