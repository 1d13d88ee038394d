"""The secret address of a person's calendar feed: made, replaced, revoked. Whoever has the address sees the days."""

import secrets
from datetime import date

from django.db import transaction

from accounts.models import Person
from benefits.models import PaymentFeed
from sers_portal.base import clock
from sers_portal.base.audit import Actor, record
from sers_portal.base.sealing import blind_index

SECRET_BYTES = 32


@transaction.atomic
def create(*, person: Person, by: Actor) -> str:
    """A new secret for a person's feed; an older address stops working. It is told this once: only its hash is kept."""
    # Two windows at once: the second waits, and replaces the first one's.
    Person.objects.select_for_update().get(pk=person.pk)
    _end(person, by, verb="replaced payment feed")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = PaymentFeed.objects.create(person=person, secret_hash=_hash(secret), created_at=clock.now())
    record(by=by, verb="made payment feed", subject=feed, person=person.public_id)
    return secret


@transaction.atomic
def revoke(*, person: Person, by: Actor) -> bool:
    """Stop a person's feed. False if there was none."""
    return _end(person, by, verb="revoked payment feed")


def open_feed(person: Person) -> PaymentFeed | None:
    """The person's feed as it stands, without its secret."""
    return PaymentFeed.objects.filter(person=person, revoked_at=None).first()


def owner_of(secret: str, *, on: date) -> Person | None:
    """Whose feed a secret opens; None for a wrong or revoked one. Notes the day of the latest fetch."""
    feed = (
        PaymentFeed.objects.filter(secret_hash=_hash(secret), revoked_at=None)
        .select_related("person")
        .first()
    )
    if feed is None:
        return None
    if feed.fetched_on != on:
        PaymentFeed.objects.filter(pk=feed.pk).update(fetched_on=on)
    person: Person = feed.person
    return person


def _end(person: Person, by: Actor, *, verb: str) -> bool:
    feed = PaymentFeed.objects.select_for_update().filter(person=person, revoked_at=None).first()
    if feed is None:
        return False
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])
    record(by=by, verb=verb, subject=feed, person=person.public_id)
    return True


def _hash(secret: str) -> str:
    return blind_index(secret, purpose="payment feed")
