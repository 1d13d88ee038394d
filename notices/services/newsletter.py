"""The Informer: composed by staff, published once, handed to whoever knows the payees for delivery.

The post room knows no payee: `delivery_ordered` is sent in the order's transaction, and the app that knows them listens.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import translation
from django.utils.translation import gettext as _

from notices.markup import to_plain
from notices.models import Document, NewsletterIssue
from notices.services.papers import print_letter
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

TEMPLATE = "letters/newsletter.html"
KIND = "newsletter"
LANGUAGES = ("en", "es")
State = NewsletterIssue.State

# Sent with `issue`, inside the order's transaction.
delivery_ordered = Signal()


class NotThisIssue(Exception):
    """The issue is not at the place of its way that the step needs; the message says so."""


def note_draft(*, issue: NewsletterIssue, by: Actor) -> None:
    """Note that staff wrote on a draft; called in the transaction that saves it."""
    audit.record(by=by, verb="wrote on a newsletter issue", subject=issue)


def publish(*, issue: NewsletterIssue, by: Actor) -> NewsletterIssue:
    """Put an issue into the public archive, for good, and print it in both languages. Raises `NotThisIssue`."""
    assert by.id is not None
    with transaction.atomic():
        held = _lock(issue)
        if held.state != State.DRAFT:
            raise NotThisIssue(_("This issue is published already."))
        if not held.sections.exists():
            raise NotThisIssue(_("An issue without sections says nothing. Add one first."))
        held.state, held.published_at = State.PUBLISHED, clock.now()
        held.published_by, held.published_by_name = by.id, by.name
        held.printed_en, held.printed_es = (_print(held, language) for language in LANGUAGES)
        held.save()
        audit.record(by=by, verb="published a newsletter issue", subject=held)
    return held


def order_delivery(*, issue: NewsletterIssue, by: Actor) -> NewsletterIssue:
    """Have a published issue delivered to everybody who gets it, once. Raises `NotThisIssue`."""
    with transaction.atomic():
        held = _lock(issue)
        if held.state != State.PUBLISHED:
            raise NotThisIssue(_("Publish the issue first."))
        if held.delivery_ordered_at is not None:
            raise NotThisIssue(_("The delivery of this issue is ordered already."))
        held.delivery_ordered_at = clock.now()
        held.save(update_fields=["delivery_ordered_at"])
        audit.record(by=by, verb="ordered the delivery of a newsletter issue", subject=held)
        delivery_ordered.send(sender=NewsletterIssue, issue=held)
    return held


def published_issues() -> QuerySet[NewsletterIssue]:
    """The public archive, newest first."""
    return NewsletterIssue.objects.filter(state=State.PUBLISHED)


def words_of(issue: NewsletterIssue) -> dict[str, Any]:
    """What an issue says in the language that is switched on, as a document takes it."""
    return {
        "language": (translation.get_language() or "en")[:2],
        "recipient": "",
        "address_lines": [],
        "on": issue.on,
        "title": issue.title,
        "sections": [
            {"heading": section.heading, "words": section.words} for section in issue.sections.all()
        ],
    }


def plain_words_of(issue: NewsletterIssue) -> str:
    """The same for an e-mail."""
    return "\n\n".join(_plain_parts(issue))


def printed_form(issue: NewsletterIssue, language: str) -> Document:
    """The printed form of a published issue in a language."""
    document = issue.printed_es if language.startswith("es") else issue.printed_en
    assert document is not None
    return document


def _plain_parts(issue: NewsletterIssue) -> Iterator[str]:
    yield issue.title.upper()
    for section in issue.sections.all():
        yield f"{section.heading}\n{'-' * len(section.heading)}"
        yield to_plain(section.words)


def _print(issue: NewsletterIssue, language: str) -> Document:
    with translation.override(language):
        return print_letter(template=TEMPLATE, content=words_of(issue), kind=KIND, title=_title(issue))


def _title(issue: NewsletterIssue) -> str:
    return f"The Informer: {issue.title}"


def _lock(issue: NewsletterIssue) -> NewsletterIssue:
    return NewsletterIssue.objects.select_for_update().get(pk=issue.pk)
