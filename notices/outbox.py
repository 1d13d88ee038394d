"""Everything that was written to anybody, newest first: the demonstration's mailbox. Codes are readable in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from notices.models import Email, Letter, TextMessage
from notices.phone_numbers import as_e164, as_written

MESSAGES_A_PAGE = 20

Row = Email | TextMessage | Letter


class Kind(TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    VOICE = "voice", _("Voice call")
    LETTER = "letter", _("Letter")


@dataclass(frozen=True)
class Message:
    """One message as the page shows it; `letter` is the id of a letter with a PDF."""

    kind: Kind
    to: str
    subject: str
    body: str
    language: str
    at: datetime
    state: str
    note: str = ""
    letter: UUID | None = None


@dataclass(frozen=True)
class Page:
    """Some messages, and the numbers of the pages beside it (0 where there is none)."""

    messages: list[Message]
    newer: int
    older: int


def read_page(*, kind: str = "", who: str = "", number: int = 1) -> Page:
    """A page of messages, newest first: of one kind, or to whom an e-mail address, a number or a name leads."""
    start = (number - 1) * MESSAGES_A_PAGE
    stop = start + MESSAGES_A_PAGE
    found: list[Row] = [row for rows in _rows(kind, who) for row in rows[: stop + 1]]
    found.sort(key=lambda row: (row.created_at, str(row.pk)), reverse=True)
    messages = [_message(row) for row in found[start:stop]]
    return Page(messages, newer=number - 1, older=number + 1 if len(found) > stop else 0)


def _rows(kind: str, who: str) -> Iterator["QuerySet[Email] | QuerySet[TextMessage] | QuerySet[Letter]"]:
    order = ("-created_at", "-pk")
    if kind in ("", Kind.EMAIL):
        yield Email.objects.filter(to__icontains=who).order_by(*order)
    if kind in ("", Kind.TEXT, Kind.VOICE):
        yield TextMessage.objects.filter(_channel(kind), _number(who)).order_by(*order)
    if kind in ("", Kind.LETTER):
        letters = Letter.objects.filter(recipient__icontains=who)
        yield letters.select_related("document").order_by(*order)


def _channel(kind: str) -> Q:
    return Q(channel=kind) if kind else Q()


def _number(who: str) -> Q:
    # Numbers rest sealed: they are found whole, by their keyed hash.
    return Q(to_index=TextMessage.to.index_of(as_e164(who))) if who else Q()


def _message(row: Row) -> Message:
    if isinstance(row, Email):
        return _email(row)
    return _text(row) if isinstance(row, TextMessage) else _letter(row)


def _email(row: Email) -> Message:
    return Message(
        kind=Kind.EMAIL,
        to=row.to,
        subject=row.subject,
        body=row.body,
        language=row.language,
        at=row.created_at,
        state=row.get_state_display(),
        note=row.error_code,
    )


def _text(row: TextMessage) -> Message:
    kind = Kind(row.channel)
    return Message(
        kind=kind,
        to=as_written(row.to),
        subject=str(kind.label),
        body=row.body,
        language=row.language,
        at=row.created_at,
        state=str(row.get_state_display()),
        note=row.failure_sentence,
    )


def _letter(row: Letter) -> Message:
    return Message(
        kind=Kind.LETTER,
        to=row.recipient,
        subject=row.document.title,
        body="\n".join([row.recipient, *row.address_lines]),
        language=row.document.language,
        at=row.created_at,
        state=row.get_state_display(),
        letter=row.pk,
    )
