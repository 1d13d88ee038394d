"""Every genuine message sent to a person, by whatever way: so that they can tell ours from a fraud's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import EmailFor, LetterFor, Person, TextFor
from notices.models import Letter, TextMessage

MESSAGES_A_PAGE = 25
EMAIL, LETTER = "email", "letter"
CHANNELS = {
    EMAIL: _("E-mail"),
    LETTER: _("Letter"),
    TextMessage.Channel.TEXT: _("Text message"),
    TextMessage.Channel.VOICE: _("Voice call"),
}
# What the member reads of a message's fate; all else is "sent".
STATES = {
    "waiting": _("on its way"),
    "sending": _("on its way"),
    "queued": _("to be mailed"),
    "batched": _("to be mailed"),
    "failed": _("could not be delivered"),
    "unknown": _("may not have been delivered"),
    "returned": _("came back by the post"),
    "cancelled": _("was not mailed"),
}


@dataclass(frozen=True)
class SentMessage:
    """A message as its receiver may see it: no code, no figure, and of a telephone the last four digits."""

    channel: str
    id: UUID
    at: datetime
    subject: str
    to: str
    state: str

    @property
    def is_letter(self) -> bool:
        return self.channel == LETTER

    @property
    def channel_name(self) -> str:
        """How it came, in words."""
        return str(CHANNELS[self.channel])

    @property
    def state_name(self) -> str:
        """What became of it, in words."""
        return str(STATES.get(self.state, _("sent")))


@dataclass(frozen=True)
class MessagesPage:
    """Some messages, newest first, and the numbers of the pages beside it (0 where there is none)."""

    messages: list[SentMessage]
    newer: int
    older: int


def messages_to(person: Person, *, page: int = 1) -> MessagesPage:
    """A page of everything sent to a person. Two queries."""
    start = (page - 1) * MESSAGES_A_PAGE
    rows = list(_everything(person)[start : start + MESSAGES_A_PAGE + 1])
    numbers = _numbers_of([row["message"] for row in rows if row["channel"] in TextMessage.Channel])
    messages = [_message(row, numbers) for row in rows[:MESSAGES_A_PAGE]]
    return MessagesPage(messages, page - 1, page + 1 if len(rows) > MESSAGES_A_PAGE else 0)


def letter_to(person: Person, id: UUID) -> Letter | None:
    """A letter that was written to this very person, with its document; None for anybody else's."""
    rows = Letter.objects.filter(pk__in=LetterFor.objects.filter(person=person, letter=id).values("letter"))
    return rows.select_related("document").first()


def addressee_of(id: UUID) -> UUID | None:
    """The public id of the person a letter is for, for the log of who tried to read it."""
    return LetterFor.objects.filter(letter=id).values_list("person__public_id", flat=True).first()


def _everything(person: Person) -> "QuerySet[Any, Any]":
    emails = EmailFor.objects.filter(person=person).values(
        channel=_text(EMAIL),
        message=F("email_id"),
        at=F("email__created_at"),
        subject=F("email__subject"),
        to=F("email__to"),
        state=F("email__state"),
    )
    letters = LetterFor.objects.filter(person=person).values(
        channel=_text(LETTER),
        message=F("letter_id"),
        at=F("letter__created_at"),
        subject=F("letter__document__title"),
        to=F("letter__recipient"),
        state=F("letter__state"),
    )
    texts = TextFor.objects.filter(person=person).values(
        channel=Case(
            When(text__channel="voice", then=_text(TextMessage.Channel.VOICE)),
            default=_text(TextMessage.Channel.TEXT),
        ),
        message=F("text_id"),
        at=F("text__created_at"),
        subject=_text(""),
        to=_text(""),
        state=F("text__state"),
    )
    return emails.union(letters, texts, all=True).order_by("-at", "message")


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


def _numbers_of(texts: list[UUID]) -> dict[UUID, str]:
    return {text.pk: text.masked_to for text in TextMessage.objects.filter(pk__in=texts)} if texts else {}


def _message(row: dict[str, Any], numbers: dict[UUID, str]) -> SentMessage:
    is_spoken = row["channel"] in TextMessage.Channel
    return SentMessage(
        channel=row["channel"],
        id=row["message"],
        at=row["at"],
        # The words of a text hold a code: what it was about is all that is told.
        subject=str(_("A code, or a warning about your account")) if is_spoken else row["subject"],
        to=numbers.get(row["message"], "") if is_spoken else row["to"],
        state=row["state"],
    )
