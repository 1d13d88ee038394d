"""The steps of giving something back: chosen by one person, done in the moment when a second one approves it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Restoration
from benefits.services.giving_back import doing
from benefits.services.giving_back.offers import offers_for
from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.services.two_people import entered, sign
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

State = Restoration.State


class GivingBackRefused(PaymentRefused):
    """It cannot be given back so; the message says why, and what to do."""


def choose(*, person: Person, key: str, reason: str, by: Actor) -> Restoration:
    """Choose one of a person's offers, by its key. It is done once a second person approves. `GivingBackRefused`."""
    if not reason.strip():
        raise GivingBackRefused(_("Give the reason: it is kept with the record."))
    offer = next((one for one in offers_for(person) if one.key == key), None)
    if offer is None:
        raise GivingBackRefused(_("This was changed in the meantime. Load the page again."))
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = Restoration.objects.create(
                    person=person,
                    what=offer.what,
                    row_key=offer.row_key,
                    words=offer.words,
                    reason=reason.strip(),
                    **entered(by, refused=GivingBackRefused),
                )
        except IntegrityError as error:
            raise GivingBackRefused(
                _("Somebody chose this already; it waits for a second person.")
            ) from error
        _note("chose what to give back", row, by)
    return row


def approve(*, restoration: Restoration, by: Actor) -> Restoration:
    """The second person approves: it is given back at once, and the person is told. Raises `GivingBackRefused`."""
    with transaction.atomic():
        row = _waiting(restoration)
        sign(row, by, refused=GivingBackRefused)
        # Asked again: the member, or two colleagues, may have changed it since it was chosen.
        if not any((one.what, one.row_key) == (row.what, row.row_key) for one in offers_for(row.person)):
            raise GivingBackRefused(_("This was changed in the meantime. Withdraw it, and look again."))
        try:
            doing.give_back(row, by=by)
        except doing.REFUSALS as refusal:
            raise GivingBackRefused(str(refusal)) from refusal
        row.state, row.closed_at = State.DONE, clock.now()
        row.save(update_fields=["approved_by", "approved_by_name", "state", "closed_at"])
        _note("gave back what was changed", row, by)
    return row


def withdraw(*, restoration: Restoration, by: Actor) -> None:
    """Take back a choice that nobody has approved."""
    with transaction.atomic():
        row = _waiting(restoration)
        row.state, row.closed_at = State.WITHDRAWN, clock.now()
        row.save(update_fields=["state", "closed_at"])
        _note("withdrew what was to be given back", row, by)


def _waiting(restoration: Restoration) -> Restoration:
    Person.objects.select_for_update(of=("self",)).get(pk=restoration.person_id)
    rows = Restoration.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.get(pk=restoration.pk)
    if row.state != State.WAITING:
        raise GivingBackRefused(
            _("This is closed: %(state)s. This step cannot be taken now.")
            % {"state": row.get_state_display()}
        )
    return row


def _note(verb: str, row: Restoration, by: Actor) -> None:
    audit.record(by=by, verb=verb, subject=row, person=row.person.public_id, what=row.what, reason=row.reason)
