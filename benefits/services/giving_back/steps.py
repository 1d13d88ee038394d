"""The steps of giving something back: chosen by one person, done in the moment when a second one approves it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Restoration
from benefits.services.giving_back import doing
from benefits.services.giving_back.offers import offers_for
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.two_people import entered, finish, take_back, waiting
from sers_portal.base import audit
from sers_portal.base.audit import Actor


class GivingBackRefused(PaymentRefused):
    """It cannot be given back so; the message says why, and what to do."""


def choose(*, person: Person, key: str, reason: str, by: Actor) -> Restoration:
    """Choose one of a person's offers, by its key. It is done once a second person approves. `PaymentRefused`."""
    why = given(reason)
    offer = next((one for one in offers_for(person) if one.key == key), None)
    if offer is None:
        raise GivingBackRefused(_("This was changed in the meantime. Load the page again."))
    try:
        with transaction.atomic():
            row = Restoration.objects.create(
                person=person,
                what=offer.what,
                row_key=offer.row_key,
                words=offer.words,
                reason=why,
                **entered(by, refused=GivingBackRefused),
            )
            _note("chose what to give back", row, by)
    except IntegrityError as error:
        raise GivingBackRefused(_("Somebody chose this already; it waits for a second person.")) from error
    return row


def approve(*, restoration: Restoration, by: Actor) -> Restoration:
    """The second person approves: it is given back at once, and the person is told. Raises `GivingBackRefused`."""
    with transaction.atomic():
        row = waiting(restoration, refused=GivingBackRefused)
        finish(row, by, refused=GivingBackRefused)
        # Asked again: the member, or two colleagues, may have changed it since it was chosen.
        if not any((one.what, one.row_key) == (row.what, row.row_key) for one in offers_for(row.person)):
            raise GivingBackRefused(_("This was changed in the meantime. Withdraw it, and look again."))
        try:
            doing.give_back(row, by=by)
        except doing.REFUSALS as refusal:
            raise GivingBackRefused(str(refusal)) from refusal
        _note("gave back what was changed", row, by)
    return row


def withdraw(*, restoration: Restoration, by: Actor) -> None:
    """Take back a choice that nobody has approved."""
    with transaction.atomic():
        row = waiting(restoration, refused=GivingBackRefused)
        take_back(row)
        _note("withdrew what was to be given back", row, by)


def _note(verb: str, row: Restoration, by: Actor) -> None:
    audit.record(by=by, verb=verb, subject=row, person=row.person.public_id, what=row.what, reason=row.reason)
