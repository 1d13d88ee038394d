"""One person enters, another approves: who they are, on the rows of `EnteredAndApproved` and wherever it takes two.

`refused` is the exception that says so to whoever called.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from benefits.models.two_people import EnteredAndApproved
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base import clock
from sers_portal.base.audit import Actor

Refused = type[Exception]


def somebody(by: Actor, *, refused: Refused = PaymentRefused) -> UUID:
    """Who acts; `refused` for the portal itself."""
    if by.id is None:
        raise refused(_("Say who does this: it needs two people."))
    return by.id


def second_person(first: UUID, by: Actor, *, refused: Refused = PaymentRefused) -> UUID:
    """Who acts; `refused` if it is the first person."""
    if somebody(by, refused=refused) == first:
        raise refused(_("You entered this, so somebody else must approve it."))
    return somebody(by, refused=refused)


def entered(by: Actor, *, refused: Refused = PaymentRefused) -> dict[str, Any]:
    """The columns of a new row that say who enters it, and when."""
    return {
        "entered_by": somebody(by, refused=refused),
        "entered_by_name": by.name,
        "entered_at": clock.now(),
    }


def sign(row: EnteredAndApproved, by: Actor, *, refused: Refused = PaymentRefused) -> None:
    """Write the second person's name on a row. The caller holds its lock, and saves it."""
    row.approved_by, row.approved_by_name = second_person(row.entered_by, by, refused=refused), by.name
