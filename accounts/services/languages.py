"""The language a person reads: chosen once by button, then kept for pages, e-mails, texts, letters and documents."""

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.models import User
from sers_portal.base import audit
from sers_portal.base.audit import Actor


def language_of(user: User) -> str:
    """What to write to an account in: as its person's record says, else as the account chose, else as it reads now."""
    if user.person is not None:
        return user.person.language
    return user.language or translation.get_language() or settings.LANGUAGE_CODE


def choose_language(user: User, *, language: str, by: Actor) -> None:
    """Keep a choice with the account and its record. `language` is a code of `settings.LANGUAGES`."""
    with transaction.atomic():
        user.language = language
        user.save(update_fields=["language"])
        if user.person is not None:
            user.person.language = language
            user.person.save(update_fields=["language"])
        person = user.person.public_id if user.person else None
        audit.record(by=by, verb="chose a language", subject=user, person=person, language=language)


def carry_to_record(user: User) -> None:
    """When an account is linked: its person is written to as the account reads.

    English changes nothing: it is also what somebody reads who never chose, and the record may know better.
    """
    if user.person is not None and user.language not in ("", settings.LANGUAGE_CODE):
        user.person.language = user.language
        user.person.save(update_fields=["language"])
