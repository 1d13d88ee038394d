"""E-mails to an account about itself: queued in the outbox, in the words of `templates/emails/accounts/`."""

import uuid
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import EmailFor, User
from accounts.services.languages import language_of
from notices.services.emails import queue_email


def write_to(user: User, template: str, **words: Any) -> None:
    """Tell an account's owner something at the address on file, and list it among the messages to that person."""
    email = write_to_address(user.email, template, language=language_of(user), user=user, **words)
    if user.person is not None:
        EmailFor.objects.create(email=email, person=user.person)


def write_to_address(to: str, template: str, *, language: str = "en", **words: Any) -> Any:
    """Queue an e-mail to an address. Returns its row in the outbox."""
    with translation.override(language):
        subject = render_to_string(f"emails/accounts/{template}_subject.txt", words).strip()
        subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}"
        body = render_to_string(f"emails/accounts/{template}.txt", words)
    key = f"account:{template}:{uuid.uuid4()}"
    return queue_email(key=key, to=to, subject=subject, body=body, language=language)


def link_to(name: str, *arguments: object) -> str:
    """A page's whole address, for an e-mail. Built from the setting: a forged Host header changes no link."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse(name, args=arguments)}"
