"""The fourteenth day after a letter was mailed: a reminder to the account it was asked for from."""

from datetime import timedelta

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import ActivationLetter
from notices.services.emails import OutgoingEmail, queue_emails
from sers_portal.base import clock

DAY = 14


def send_reminders() -> int:
    """Queue an e-mail for every letter that lies unused; doing it again sends none twice. Returns how many."""
    return len(queue_emails(_reminder(letter) for letter in letters_to_recall()))


def letters_to_recall() -> "QuerySet[ActivationLetter]":
    """Live letters mailed 14 days ago whose code nobody has typed; asked for from an account that still signs in."""
    last = clock.today() - timedelta(days=DAY)
    waiting = ActivationLetter.objects.filter(
        ended_at=None,
        entered_by=None,
        letter__state="mailed",
        # A sweep that did not run for some days makes it good; after a week there is nothing to recall.
        letter__mailed_on__range=(last - timedelta(days=6), last),
        request__account__is_active=True,
        request__account__emailaddress__verified=True,
    )
    return waiting.select_related("letter", "person", "request__account").distinct()


def _reminder(letter: ActivationLetter) -> OutgoingEmail:
    assert letter.request is not None
    assert letter.request.account is not None
    language = letter.person.language
    words = {"mailed_on": letter.letter.mailed_on, "expires_on": letter.expires_on}
    with translation.override(language):
        subject = render_to_string("emails/accounts/code_waits_subject.txt", words).strip()
        body = render_to_string("emails/accounts/code_waits.txt", words)
    key = f"activation-reminder:{letter.public_id}"
    return OutgoingEmail(key, letter.request.account.email, subject, body, language)
