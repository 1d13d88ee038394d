"""Letters: one for each key, with the envelope of the moment they were queued."""

import uuid
from datetime import date

import pytest

from notices.documents import storage
from notices.models import Document, Letter, LetterBatch
from notices.services import letters
from notices.services.letters import NotThisLetter, queue_letter
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent

pytestmark = pytest.mark.django_db
LINES = ["12 Elm Street", "Springfield, IL 62701"]


def a_document() -> Document:
    return storage.keep(b"%PDF-1.7", id=uuid.uuid4(), kind="statement", title="Statement")


def queued(key: str = "statement:1", **fields) -> Letter:
    return queue_letter(
        **{
            "key": key,
            "kind": "statement",
            "recipient": "Ada Nowak",
            "address_lines": LINES,
            "document": a_document(),
            **fields,
        }
    )


def mailed() -> Letter:
    letter = queued()
    batch = LetterBatch.objects.create(on=date(2026, 2, 2))
    Letter.objects.filter(pk=letter.pk).update(state="mailed", batch=batch, mailed_on=date(2026, 2, 2))
    return letter


def test_a_letter_queued_twice_is_one_letter_to_the_first_address():
    first = queued()

    second = queued(address_lines=["7 Oak Street", "Peoria, IL 61614"])

    assert second.pk == first.pk
    assert Letter.objects.get().address_lines == LINES


def test_a_letter_without_an_address_is_refused():
    with pytest.raises(ValueError, match="no address that fits an envelope"):
        queued(address_lines=[])


def test_a_queued_letter_can_be_cancelled_with_a_reason():
    letter = queued()

    letters.cancel_letter(letter=letter, by=SYSTEM, reason="sent by courier")

    assert letter.state == "cancelled"
    assert AuditEvent.objects.get(verb="cancelled a letter").detail == {"reason": "sent by courier"}


def test_a_mailed_letter_can_come_back():
    letter = mailed()

    letters.mark_returned(letter=letter, on=date(2026, 2, 20), by=SYSTEM)

    assert (letter.state, letter.returned_on) == ("returned", date(2026, 2, 20))


def test_a_mailed_letter_cannot_be_cancelled():
    letter = mailed()

    with pytest.raises(NotThisLetter, match="The letter is mailed; this cannot be done now"):
        letters.cancel_letter(letter=letter, by=SYSTEM, reason="too late")


def test_a_letter_that_was_not_mailed_cannot_come_back():
    with pytest.raises(NotThisLetter, match="waiting for the next batch"):
        letters.mark_returned(letter=queued(), on=date(2026, 2, 20), by=SYSTEM)
