"""Who looked at a person's record, for that person to read: staff, people who may help, and the portal's own refusals.

Read from the access log, which is append-only. Own visits are told apart from those of others.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Person, User
from sers_portal.base.models import AccessEvent

LINES_A_PAGE = 30
# What a page is called in the log, in plain words; others are "your record".
PAGES = {
    "person": gettext_lazy("Your name, birth date and address"),
    "account": gettext_lazy("Your online account"),
    "claim": gettext_lazy("A claim"),
    "claim file": gettext_lazy("A file of a claim"),
    "file sent in": gettext_lazy("A file that was sent in"),
    "letter": gettext_lazy("A letter to you"),
    "statement": gettext_lazy("A yearly statement"),
    "own data": gettext_lazy("The file of all your data"),
    "verification letter": gettext_lazy("A verification letter"),
    "delegation": gettext_lazy("A power of attorney"),
    "looking": gettext_lazy("Began to see your pages as you do"),
    "audit": gettext_lazy("The log of changes of your record"),
    "number:ssn": gettext_lazy("Compared your Social Security number"),
    "number:bank": gettext_lazy("Your bank account number"),
    "number:newbank": gettext_lazy("Your new bank account number"),
    "number:factor": gettext_lazy("Your telephone number for signing in"),
    "number:contact": gettext_lazy("Your telephone number"),
    "number:telephone": gettext_lazy("Your telephone number"),
    "member_home": gettext_lazy("Your home page, as you see it"),
    "payments": gettext_lazy("Your payments, as you see them"),
    "message": gettext_lazy("Your messages"),
    "appointment": gettext_lazy("Your appointments"),
}
PURPOSES = {
    "record looked up": gettext_lazy("looked up your record"),
    "account support": gettext_lazy("helped with the online account"),
    "file opened": gettext_lazy("read a file that was sent in"),
    "message answered": gettext_lazy("answered your message"),
    "appointment": gettext_lazy("arranged your appointment"),
    "power of attorney": gettext_lazy("checked a power of attorney"),
    "delegate": pgettext_lazy("who looked", "helps you, as you allowed"),
}


@dataclass(frozen=True)
class Look:
    """One line: who saw, or was refused, which part of the record, when, and what for."""

    at: datetime
    who: str
    what: str
    why: str
    was_refused: bool


def looks_of_others(person: Person, *, page: str | None) -> "tuple[list[Look], Page[AccessEvent]]":
    """A page of what others saw, the newest first."""
    return _page(_events(person).exclude(by__in=_own(person)), page)


def own_looks(person: Person, *, page: str | None) -> "tuple[list[Look], Page[AccessEvent]]":
    """A page of what the person saw themself."""
    return _page(_events(person).filter(by__in=_own(person)), page)


def _events(person: Person) -> "QuerySet[AccessEvent]":
    return AccessEvent.objects.filter(person=person.public_id).order_by("-at", "-pk")


def _own(person: Person) -> list[UUID]:
    return list(User.objects.filter(person=person).values_list("public_id", flat=True))


def _page(events: "QuerySet[AccessEvent]", number: str | None) -> "tuple[list[Look], Page[AccessEvent]]":
    shown = Paginator(events, LINES_A_PAGE).get_page(number)
    return [_look(event) for event in shown], shown


def _look(event: AccessEvent) -> Look:
    purpose, _colon, more = event.purpose.partition(":")
    return Look(
        at=event.at,
        who=event.by_name,
        what=str(PAGES.get(event.page, _("Your record"))),
        why=str(PURPOSES.get(purpose, event.purpose)) + (more and f" ({more.strip()})"),
        was_refused=event.was_refused,
    )
