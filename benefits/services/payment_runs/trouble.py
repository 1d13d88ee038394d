"""What stands in the way of a step of a payment run, said so that a person knows what to do next."""

from uuid import UUID

from django.utils.translation import gettext as _

from sers_portal.base.audit import Actor


class PaymentRefused(Exception):
    """The step cannot be taken; the message says why, and what to do."""


def somebody(by: Actor) -> UUID:
    """Who acts. `PaymentRefused` for the portal itself: payments need two people."""
    if by.id is None:
        raise PaymentRefused(_("Say who does this: it needs two people."))
    return by.id


def second_person(first: UUID, by: Actor) -> UUID:
    """Who acts, if it is not the first person."""
    if somebody(by) == first:
        raise PaymentRefused(_("You entered this, so somebody else must approve it."))
    return somebody(by)


def given(reason: str) -> str:
    """The reason without blanks around. `PaymentRefused` if there is none."""
    if not reason.strip():
        raise PaymentRefused(_("Give the reason: it is kept with the record."))
    return reason.strip()
