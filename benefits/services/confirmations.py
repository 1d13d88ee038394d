"""Telling a person that something in their record changed: an e-mail without figures, names or links; a letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import DeliveryChoice, Person
from accounts.services.correspondence import (
    PersonalLetter,
    Reach,
    Way,
    reach,
    write_emails,
    write_letters,
)
from notices.models import Document, Email, Letter
from notices.services.papers import print_letter
from sers_portal.base import clock

Topic = DeliveryChoice.Topic


@dataclass(frozen=True)
class Notice:
    """What a person is told of: the templates of its e-mail and its letter, the letter's kind and title, its topic."""

    email: str
    letter: str
    kind: str
    title: str | Promise
    topic: Topic


CHANGED = {
    what: Notice(
        email="benefits/record_changed",
        letter="letters/record_changed.html",
        kind="record_changed",
        title=_("Your record was changed"),
        topic=topic,
    )
    for what, topic in {"withholding": Topic.PAYMENTS, "beneficiaries": Topic.LETTERS}.items()
}


def confirm_change(person: Person, what: str, *, key: str, has_letter: bool) -> None:
    """Confirm a change of "withholding" or "beneficiaries"; `tell` says by which ways."""
    tell(person, CHANGED[what], {"what": what}, key=f"record_changed:{what}:{key}", has_letter=has_letter)


def tell(
    person: Person, notice: Notice, words: Mapping[str, Any], *, key: str, has_letter: bool = False
) -> None:
    """Tell a person by e-mail, if they have an account, and by letter.

    A letter goes to whoever wants the topic on paper or gets no e-mail, and with `has_letter` to everybody with an
    address. Nobody is written to who has died. Call it in the change's transaction, or in a job; the key makes it once.
    """
    one = reach(Person.objects.filter(pk=person.pk), topic=notice.topic)[0]
    if one.person.died_on is not None:
        return
    if one.account is not None:
        write_emails([(one, key)], template=notice.email, context={**words, "site": settings.SITE_ADDRESS})
    if one.address is not None and (has_letter or one.way is Way.LETTER):
        write_letters([PersonalLetter(one, key, _document(one, notice, words))], kind=notice.kind)


def told_under(key: str) -> list[str]:
    """By what somebody was told, in words for staff. Empty: not yet, or nobody could be reached."""
    emails = [gettext("e-mail of %(day)s (%(state)s)") % _said(row) for row in Email.objects.filter(key=key)]
    letters = [
        gettext("letter of %(day)s (%(state)s)") % _said(row) for row in Letter.objects.filter(key=key)
    ]
    return emails + letters


def _said(row: Email | Letter) -> dict[str, str]:
    day = row.created_at.astimezone(clock.SPRINGFIELD).date()
    return {"day": date_format(day, "DATE_FORMAT"), "state": row.get_state_display()}


def _document(one: Reach, notice: Notice, words: Mapping[str, Any]) -> Document:
    assert one.address is not None
    language = one.person.language
    with translation.override(language):
        return print_letter(
            template=notice.letter,
            content={
                **words,
                "language": language,
                "recipient": one.person.full_name,
                "address_lines": one.address.lines,
                "on": clock.today(),
            },
            kind=notice.kind,
            title=str(notice.title),
        )
