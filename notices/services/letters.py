"""Letters: queued under a key that makes each of them one, whoever asks however often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.dispatch import Signal

from notices.models import Document, Letter
from sers_portal.base import audit
from sers_portal.base.audit import Actor

ENVELOPE_LINES = 4

# Sent with `letter` and `by` inside the change's transaction: whoever keeps addresses listens; the post room does not.
letter_returned = Signal()


class NotThisLetter(Exception):
    """The letter is not at the place of its way that the step needs; the message says so."""


@dataclass(frozen=True)
class OutgoingLetter:
    """A letter to be mailed: its key, and the envelope as it is now."""

    key: str
    kind: str
    recipient: str
    address_lines: Sequence[str]
    document: Document


def queue_letter(
    *, key: str, kind: str, recipient: str, address_lines: Sequence[str], document: Document
) -> Letter:
    """Put a letter into the queue for the next batch. A letter with this key is returned as it is."""
    return queue_letters([OutgoingLetter(key, kind, recipient, address_lines, document)])[key]


def queue_letters(letters: Iterable[OutgoingLetter]) -> dict[str, Letter]:
    """Put many letters into the queue; returns them by key. Those queued before stay as they were."""
    outgoing = list(letters)
    for letter in outgoing:
        if not 0 < len(letter.address_lines) <= ENVELOPE_LINES:
            raise ValueError(f"the letter {letter.key} has no address that fits an envelope")
    rows = (
        Letter(
            key=letter.key,
            kind=letter.kind,
            recipient=letter.recipient,
            address_lines=list(letter.address_lines),
            document=letter.document,
        )
        for letter in outgoing
    )
    Letter.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return {row.key: row for row in Letter.objects.filter(key__in=[letter.key for letter in outgoing])}


def cancel_letter(*, letter: Letter, by: Actor, reason: str) -> None:
    """Take a letter out of the queue. `NotThisLetter` once it is in a batch."""
    _move(letter, by, "cancelled a letter", (Letter.State.QUEUED,), reason, state=Letter.State.CANCELLED)


def mark_returned(*, letter: Letter, on: date, by: Actor) -> None:
    """The post brought a letter back. `NotThisLetter` when it was not mailed."""
    with transaction.atomic():
        _move(
            letter,
            by,
            "marked a letter as returned",
            (Letter.State.MAILED,),
            "",
            state=Letter.State.RETURNED,
            returned_on=on,
        )
        letter_returned.send(sender=Letter, letter=letter, by=by)


def _move(
    letter: Letter, by: Actor, verb: str, from_states: Sequence[str], reason: str, **columns: object
) -> None:
    with transaction.atomic():
        held = Letter.objects.select_for_update().get(pk=letter.pk)
        if held.state not in from_states:
            raise NotThisLetter(f"The letter is {held.get_state_display()}; this cannot be done now.")
        Letter.objects.filter(pk=letter.pk).update(**columns)
        audit.record(by=by, verb=verb, subject=letter, reason=reason)
    letter.refresh_from_db()
