"""E-mails: rows in an outbox, sent after commit, at least once and always under the same Message-ID.

What the mail server refuses for now is tried again, with waits as long as the e-mail is old, for three days; what it
refuses for good has failed.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from notices import check_codes
from notices.models import Email
from sers_portal.base import clock, jobs

logger = logging.getLogger(__name__)

JOB = "email"
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=3)
# From here on a mail server means its "no" for good (RFC 5321, 4.2.1).
PERMANENT = 500


@dataclass(frozen=True)
class OutgoingEmail:
    """An e-mail to be sent: its key, and its words. No figures, and no link that signs in; no code in the subject."""

    key: str
    to: str
    subject: str
    body: str
    language: str = "en"
    # Where mail programs send "no more of these"; empty for mail that nobody unsubscribes from.
    unsubscribe_address: str = ""


def queue_email(*, key: str, to: str, subject: str, body: str, language: str = "en") -> Email:
    """Put an e-mail into the outbox. One with this key is returned as it is."""
    return queue_emails([OutgoingEmail(key, to, subject, body, language)])[key]


def queue_emails(emails: Iterable[OutgoingEmail]) -> dict[str, Email]:
    """Put many e-mails into the outbox; returns them by key. Those queued before stay as they were."""
    outgoing = list(emails)
    Email.objects.bulk_create((_row(email) for email in outgoing), ignore_conflicts=True, batch_size=1000)
    queued = {row.key: row for row in Email.objects.filter(key__in=[email.key for email in outgoing])}
    jobs.add(JOB, {f"{JOB}:{row.pk}": {"email": str(row.pk)} for row in queued.values()})
    return queued


@jobs.handler(JOB)
def send(email: str) -> None:
    """Hand one e-mail to the mail server. Killed after that and before the commit, it is sent again: same id."""
    row = Email.objects.select_for_update().get(pk=UUID(email))
    if row.state != Email.State.WAITING:
        return
    message = EmailMessage(row.subject, row.body, to=[row.to], headers=headers(row))
    row.attempts += 1
    try:
        message.send()
    except (SMTPException, OSError) as trouble:
        _note_trouble(row, trouble)
    else:
        row.state, row.sent_at, row.error_code = Email.State.SENT, clock.now(), ""
    row.save(update_fields=["state", "attempts", "error_code", "sent_at"])


def headers(email: Email) -> dict[str, str]:
    """The headers of an e-mail that are ours to say. One click ends a newsletter (RFC 8058)."""
    said = {"Message-ID": message_id(email)}
    if email.unsubscribe_address:
        said["List-Unsubscribe"] = f"<{email.unsubscribe_address}>"
        said["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return said


def message_id(email: Email) -> str:
    """The Message-ID of an e-mail: stable, so that a mailbox shows a second delivery once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{email.pk}@{domain}>"


def _row(email: OutgoingEmail) -> Email:
    row = Email(
        key=email.key,
        to=email.to,
        subject=email.subject,
        language=email.language,
        created_at=clock.now(),
        unsubscribe_address=email.unsubscribe_address,
    )
    row.check_index = check_codes.index_of_id(row.pk)
    row.body = f"{email.body.rstrip()}\n\n{_last_lines(row)}\n"
    return row


def _last_lines(row: Email) -> str:
    with translation.override(row.language):
        words = _(
            "Code of this e-mail: %(code)s. To check that it is from SERS, type the address of Member Services "
            "in your web browser yourself and choose “Is this really SERS?”"
        )
    return f"-- \n{words % {'code': check_codes.printed_code_of(row.pk)}}"


def _note_trouble(row: Email, trouble: Exception) -> None:
    # Codes and kinds of errors only: their words repeat the address.
    answer = _answer(trouble)
    row.error_code = str(answer or type(trouble).__name__)[:40]
    age = clock.now() - row.created_at
    # A refused sign-in or greeting is about us, and staff can mend it: this e-mail is not lost for it.
    is_about_this_email = isinstance(trouble, SMTPRecipientsRefused | SMTPDataError)
    if (is_about_this_email and answer >= PERMANENT) or age >= GIVEN_UP_AFTER:
        row.state = Email.State.FAILED
        logger.warning("e-mail failed", extra={"email": str(row.pk), "error_code": row.error_code})
        return
    wait = min(max(age, SHORTEST_WAIT), LONGEST_WAIT)
    jobs.add(JOB, {f"{JOB}:{row.pk}:{row.attempts}": {"email": str(row.pk)}}, after=wait)


def _answer(trouble: Exception) -> int:
    """What the mail server answered; 0 when it was not even reached, or broke off."""
    if isinstance(trouble, SMTPRecipientsRefused):
        return max(code for code, _words in trouble.recipients.values())
    return trouble.smtp_code if isinstance(trouble, SMTPResponseException) else 0
