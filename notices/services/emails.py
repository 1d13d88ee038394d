"""E-mails: rows in an outbox, sent after commit, at least once and always under the same Message-ID."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from notices.models import Email
from sers_portal.base import clock, jobs

JOB = "email"


@dataclass(frozen=True)
class OutgoingEmail:
    """An e-mail to be sent: its key, and its words. No figures, no code that signs in, no link that does."""

    key: str
    to: str
    subject: str
    body: str
    language: str = "en"


def queue_email(*, key: str, to: str, subject: str, body: str, language: str = "en") -> Email:
    """Put an e-mail into the outbox. One with this key is returned as it is."""
    return queue_emails([OutgoingEmail(key, to, subject, body, language)])[key]


def queue_emails(emails: Iterable[OutgoingEmail]) -> dict[str, Email]:
    """Put many e-mails into the outbox; returns them by key. Those queued before stay as they were."""
    outgoing = list(emails)
    rows = (
        Email(key=email.key, to=email.to, subject=email.subject, body=email.body, language=email.language)
        for email in outgoing
    )
    Email.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    queued = {row.key: row for row in Email.objects.filter(key__in=[email.key for email in outgoing])}
    jobs.add(JOB, {f"{JOB}:{row.pk}": {"email": str(row.pk)} for row in queued.values()})
    return queued


@jobs.handler(JOB)
def send(email: str) -> None:
    """Hand one e-mail to the mail server. Killed after that and before the commit, it is sent again: same id."""
    row = Email.objects.select_for_update().get(pk=UUID(email))
    if row.state == Email.State.SENT:
        return
    message = EmailMessage(row.subject, row.body, to=[row.to], headers={"Message-ID": message_id(row)})
    message.send()
    row.state, row.sent_at = Email.State.SENT, clock.now()
    row.save(update_fields=["state", "sent_at"])


def message_id(email: Email) -> str:
    """The Message-ID of an e-mail: stable, so that a mailbox shows a second delivery once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{email.pk}@{domain}>"
