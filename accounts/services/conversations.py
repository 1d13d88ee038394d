"""Messages between people and staff: written, answered, closed. What is told by e-mail says only that an answer is there."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from statistics import median
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Conversation, Message, MessageFile, Person, User
from accounts.services import account_emails, uploads
from accounts.services.correspondence import note_email
from accounts.services.uploads import Inspected
from sers_portal.base import audit, clock, limits
from sers_portal.base.audit import Actor, log_access
from sers_portal.base.limits import Limit, LimitReached

State = Conversation.State
LIMITS = [Limit(20, timedelta(hours=1)), Limit(60, timedelta(days=1))]
MEASURED_OVER = timedelta(days=90)
LEAST_MEASURED = 10


class MessageRefused(Exception):
    """It cannot be sent; the message says why and what to do next."""


def write(
    *,
    person: Person,
    id: UUID,
    topic: str,
    words: str,
    files: Sequence[Inspected],
    by: Actor,
    conversation: Conversation | None = None,
) -> Conversation:
    """The person writes, in a new conversation or an old one. The same id a second time changes nothing.

    Raises `MessageRefused` and `uploads.UploadRefused`.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        sent = Message.objects.filter(pk=id).select_related("conversation").first()
        if sent is not None:
            if sent.conversation.person_id != person.pk:
                raise MessageRefused(_("This could not be sent. Open the page again."))
            return sent.conversation
        _take(person)
        now = clock.now()
        if conversation is None:
            conversation = Conversation(person=person, topic=Conversation.Topic(topic), opened_at=now)
        else:
            conversation = Conversation.objects.select_for_update().get(pk=conversation.pk, person=person)
        if conversation.state != State.OPEN or conversation._state.adding:
            conversation.state_since = now
        conversation.state, conversation.seen_at = State.OPEN, now
        conversation.save()
        message = _keep(conversation, id, words, by, is_from_staff=False)
        for file in files:
            upload = uploads.receive(file=file, person=person, by=by)
            MessageFile.objects.create(message=message, upload=upload)
        audit.record(
            by=by, verb="wrote a message", subject=conversation, person=person.public_id, files=len(files)
        )
    return conversation


def answer(*, conversation: Conversation, id: UUID, words: str, by: Actor) -> None:
    """Staff answer; the person is told by e-mail that there is an answer, not what it says. Once for an id."""
    with transaction.atomic():
        row = (
            Conversation.objects.select_for_update(of=("self",))
            .select_related("person")
            .get(pk=conversation.pk)
        )
        if Message.objects.filter(pk=id).exists():
            return
        now = clock.now()
        row.state, row.state_since = State.ANSWERED, now
        row.first_answered_at = row.first_answered_at or now
        row.assigned_to, row.assigned_to_name = by.id, by.name
        row.save()
        _keep(row, id, words, by, is_from_staff=True)
        audit.record(by=by, verb="answered a message", subject=row, person=row.person.public_id)
        _tell(row)


def close(*, conversation: Conversation, by: Actor) -> None:
    """Nothing more is to be said. Closed twice, it is closed once."""
    with transaction.atomic():
        row = (
            Conversation.objects.select_for_update(of=("self",))
            .select_related("person")
            .get(pk=conversation.pk)
        )
        if row.state == State.CLOSED:
            return
        row.state, row.state_since = State.CLOSED, clock.now()
        row.save(update_fields=["state", "state_since"])
        audit.record(by=by, verb="closed a conversation", subject=row, person=row.person.public_id)


def mark_seen(conversation: Conversation) -> None:
    """The person has opened it."""
    if conversation.is_new_to_person:
        Conversation.objects.filter(pk=conversation.pk).update(seen_at=clock.now())


def note_read_by_staff(conversation: Conversation, by: Actor) -> None:
    """A member of staff has opened it."""
    log_access(by=by, page="message", person=conversation.person.public_id, purpose="message answered")


def usual_days() -> int | None:
    """In how many days half of the last 90 days' conversations had an answer; None where too few had one."""
    since = clock.now() - MEASURED_OVER
    rows = Conversation.objects.filter(first_answered_at__gt=since)
    waits = [row.first_answered_at - row.opened_at for row in rows if row.first_answered_at is not None]
    if len(waits) < LEAST_MEASURED:
        return None
    # A day that has begun counts as a whole one.
    return max(ceil(median(wait / timedelta(days=1) for wait in waits)), 1)


def _take(person: Person) -> None:
    try:
        limits.take("message", str(person.public_id), LIMITS)
    except LimitReached as reached:
        raise MessageRefused(
            _("You have sent many messages in a short time. Wait an hour, or call us at 217-785-7444.")
        ) from reached


def _keep(conversation: Conversation, id: UUID, words: str, by: Actor, *, is_from_staff: bool) -> Message:
    message = Message(
        id=id,
        conversation=conversation,
        at=clock.now(),
        is_from_staff=is_from_staff,
        by=by.id,
        by_name=by.name,
    )
    message.words = words
    message.save(force_insert=True)
    return message


def _tell(row: Conversation) -> None:
    account = User.objects.filter(person=row.person).first()
    if account is not None:
        email = account_emails.write_to_address(
            account.email,
            "message_answered",
            language=row.person.language,
            user=account,
        )
        note_email(email, row.person)
