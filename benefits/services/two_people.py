"""One person enters, another approves: who they are, on the rows of `EnteredAndApproved` and wherever it takes two.

`refused` is the exception that says so to whoever called.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models.two_people import ChangeForAPerson, EnteredAndApproved
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base import clock
from sers_portal.base.audit import Actor

Refused = type[Exception]
Change = TypeVar("Change", bound=ChangeForAPerson)


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


def waiting(change: Change, *, refused: Refused) -> Change:
    """A change as it stands now, locked with its person; `refused` if it was approved or withdrawn meanwhile."""
    Person.objects.select_for_update(of=("self",)).get(pk=change.person_id)
    rows = type(change)._default_manager.select_for_update(of=("self",)).select_related("person")
    row = rows.get(pk=change.pk)
    if row.step != ChangeForAPerson.Step.WAITING:
        raise refused(
            _("This is closed: %(state)s. This step cannot be taken now.") % {"state": row.get_step_display()}
        )
    return row


def finish(change: ChangeForAPerson, by: Actor, *, refused: Refused) -> None:
    """The second person signs a change that waits: it is done. The caller does it in the same transaction."""
    sign(change, by, refused=refused)
    _close(change, ChangeForAPerson.Step.DONE)


def take_back(change: ChangeForAPerson) -> None:
    """A change that waits is withdrawn."""
    _close(change, ChangeForAPerson.Step.WITHDRAWN)


def _close(change: ChangeForAPerson, step: ChangeForAPerson.Step) -> None:
    change.step, change.closed_at = step, clock.now()
    change.save(update_fields=["approved_by", "approved_by_name", "step", "closed_at"])
