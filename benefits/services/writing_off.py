"""Writing off the rest of a debt, whoever keeps it: one person proposes it with the reason, another writes it off.

The caller holds the row, saves `COLUMNS` and its own, and writes the audit row. `refused` is the exception that says to
the caller why not.
"""

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from benefits.models import MayBeWrittenOff
from benefits.rules.money import ZERO
from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.services.two_people import Refused, second_person, somebody
from sers_portal.base import clock
from sers_portal.base.audit import Actor

COLUMNS = (
    "written_off",
    "write_off_reason",
    "write_off_proposed_by",
    "write_off_proposed_by_name",
    "write_off_proposed_at",
    "write_off_approved_by",
    "write_off_approved_by_name",
    "written_off_at",
)


def propose(row: MayBeWrittenOff, reason: str, by: Actor, *, refused: Refused = PaymentRefused) -> None:
    """Write the proposal on the row. A second one while one waits is refused."""
    if row.write_off_waits:
        raise refused(_("Somebody proposed to write this off already. Another person approves it."))
    if not reason.strip():
        raise refused(_("Say why nothing more will come in, and who decided so: it is kept with the record."))
    row.write_off_reason, row.write_off_proposed_at = reason.strip(), clock.now()
    row.write_off_proposed_by = somebody(by, refused=refused)
    row.write_off_proposed_by_name = by.name


def withdraw(row: MayBeWrittenOff, *, refused: Refused = PaymentRefused) -> None:
    """Take the proposal off the row."""
    _refuse_without_proposal(row, refused)
    row.write_off_reason, row.write_off_proposed_by_name = "", ""
    row.write_off_proposed_by = row.write_off_proposed_at = None


def approve(row: MayBeWrittenOff, left: Decimal, by: Actor, *, refused: Refused = PaymentRefused) -> None:
    """Write off what is left of the debt, in dollars, with the second person's name."""
    proposed_by = _refuse_without_proposal(row, refused)
    row.write_off_approved_by = second_person(proposed_by, by, refused=refused)
    row.write_off_approved_by_name = by.name
    row.written_off, row.written_off_at = left, clock.now()


def take_off(row: MayBeWrittenOff, amount: Decimal) -> None:
    """Money came in for a debt, in dollars: so much of it is written off no more."""
    row.written_off = max(row.written_off - amount, ZERO)


def _refuse_without_proposal(row: MayBeWrittenOff, refused: Refused) -> UUID:
    if row.write_off_proposed_by is None or row.write_off_approved_by is not None:
        raise refused(_("Nobody proposed to write this off."))
    return row.write_off_proposed_by
