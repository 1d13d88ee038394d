"""Texts and voice calls: rows in an outbox, handed to the vendor at most once, and never after they expired.

The job marks a message as "sending" and commits; only then is the vendor called, as the rest of the job. A worker killed
in between leaves a message that may have gone out or not: some time later it becomes "unknown", and is not sent again.
What certainly was not sent is tried again, with growing waits, until it expires.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from notices.models import TextMessage
from notices.texts import Busy, InDoubt, Refused, gateway
from sers_portal.base import clock, jobs

logger = logging.getLogger(__name__)

JOB = "text"
JOB_OF_DOUBT = "text_in_doubt"
E164 = re.compile(r"\+[1-9]\d{7,14}")
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=1)
# Longer than any call of the vendor lasts.
UNTIL_DOUBT = timedelta(minutes=2)

Channel, State, Failure = TextMessage.Channel, TextMessage.State, TextMessage.Failure


def queue_text(
    *, key: str, channel: str, to: str, body: str, language: str, expires_at: datetime
) -> TextMessage:
    """Put a text, or words to be spoken, into the outbox. One with this key is returned as it is.

    `to` is a number as E.164 ("+12175550123"), `expires_at` the end of the code's life: later than that nothing is
    sent. ValueError for another channel or a number of another shape.
    """
    if not E164.fullmatch(str(to)):
        raise ValueError("a number to be texted or called is written as E.164")
    row = TextMessage(
        key=key,
        channel=Channel(channel),
        language=language,
        expires_at=expires_at,
        created_at=clock.now(),
    )
    row.to, row.body = str(to), body
    with transaction.atomic():
        TextMessage.objects.bulk_create([row], ignore_conflicts=True)
        queued = TextMessage.objects.get(key=key)
        _order(queued)
    return queued


@jobs.handler(JOB)
def send(text: str) -> Callable[[], None] | None:
    """The job: note that the message is being sent. The sending is the rest, after the commit."""
    row = TextMessage.objects.select_for_update().get(pk=UUID(text))
    if row.state != State.WAITING:
        return None
    if clock.now() >= row.expires_at:
        _end(row, State.FAILED, Failure.EXPIRED)
        return None
    row.state, row.attempts = State.SENDING, row.attempts + 1
    row.save(update_fields=["state", "attempts"])
    arguments = {"text": text, "attempt": row.attempts}
    jobs.add(JOB_OF_DOUBT, {f"{JOB_OF_DOUBT}:{text}:{row.attempts}": arguments}, after=UNTIL_DOUBT)
    return partial(_hand_over, row)


@jobs.handler(JOB_OF_DOUBT)
def doubt(text: str, attempt: int) -> None:
    """The job: a message still being sent after so long lost its worker."""
    row = TextMessage.objects.select_for_update().get(pk=UUID(text))
    if row.state == State.SENDING and row.attempts == attempt:
        _end(row, State.UNKNOWN, Failure.IN_DOUBT)


def note_report(
    *, text: UUID, vendor_id: str, state: TextMessage.State, failure: str | None, error_code: str
) -> None:
    """What the vendor reports of a message later. Told twice, late or in the wrong order, it changes nothing."""
    with transaction.atomic():
        row = TextMessage.objects.select_for_update().filter(pk=text).first()
        if row is None or row.state in (State.DELIVERED, State.FAILED):
            return
        if row.vendor_id not in ("", vendor_id):
            logger.warning("report of another message", extra={"text": str(text)})
            return
        row.vendor_id = vendor_id
        # Even of a message that waits for its next try: the vendor has it, so there is none.
        _move(row, state, failure, error_code)


def _hand_over(row: TextMessage) -> None:
    try:
        vendor_id = gateway().send(row)
    except Busy as busy:
        _postpone(row, busy.error_code)
    except Refused as refusal:
        _record(row, State.FAILED, failure=refusal.failure, error_code=refusal.error_code)
    except InDoubt as in_doubt:
        _record(row, State.UNKNOWN, failure=Failure.IN_DOUBT, error_code=in_doubt.error_code)
    except Exception as error:  # noqa: BLE001  whatever it was: it may have gone out
        # Its kind only: the text of an error may repeat the number.
        _record(row, State.UNKNOWN, failure=Failure.IN_DOUBT, error_code=type(error).__name__[:20])
    else:
        _record(row, State.SENT, vendor_id=vendor_id)


def _record(
    row: TextMessage,
    state: TextMessage.State,
    *,
    vendor_id: str = "",
    failure: str | None = None,
    error_code: str = "",
) -> None:
    with transaction.atomic():
        held = TextMessage.objects.select_for_update().get(pk=row.pk)
        # A quick report may have told more already; a message in doubt is known now.
        if held.state in (State.SENDING, State.UNKNOWN):
            held.vendor_id = vendor_id
            _move(held, state, failure, error_code)
    logger.info("text handed over", extra={"text": str(row.pk), "state": state, "error_code": error_code})


def _postpone(row: TextMessage, error_code: str) -> None:
    wait = min(max(clock.now() - row.created_at, SHORTEST_WAIT), LONGEST_WAIT)
    if clock.now() + wait >= row.expires_at:
        _record(row, State.FAILED, failure=Failure.EXPIRED, error_code=error_code)
        return
    with transaction.atomic():
        mine = TextMessage.objects.filter(pk=row.pk, state=State.SENDING, attempts=row.attempts)
        if mine.update(state=State.WAITING, error_code=error_code):
            _order(row, after=wait)


def _order(row: TextMessage, *, after: timedelta = jobs.NOW) -> None:
    jobs.add(JOB, {f"{JOB}:{row.pk}:{row.attempts}": {"text": str(row.pk)}}, after=after)


def _end(row: TextMessage, state: TextMessage.State, failure: TextMessage.Failure) -> None:
    _move(row, state, failure, row.error_code)


def _move(row: TextMessage, state: TextMessage.State, failure: str | None, error_code: str) -> None:
    now = clock.now()
    row.state, row.failure, row.error_code = state, failure or "", error_code
    has_left = state in (State.SENT, State.DELIVERED)
    row.sent_at = (row.sent_at or now) if has_left else row.sent_at
    row.finished_at = None if state == State.SENT else now
    row.save(update_fields=["state", "failure", "error_code", "vendor_id", "sent_at", "finished_at"])
