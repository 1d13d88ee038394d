"""Staff review of unusual changes: two people approve, one is enough to refuse."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import BankChange
from benefits.services.direct_deposit import closing, telling
from benefits.services.direct_deposit.refusals import ChangeRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor


def approve(*, change: BankChange, by: Actor) -> BankChange:
    """Approve an unusual change, as its first or its second reviewer. Raises `ChangeRefused`."""
    with transaction.atomic():
        held = _held(change)
        if held.second_approved_by is not None or not held.review_reasons:
            raise ChangeRefused(_("This change needs no approval any more."))
        if by.id in (held.asked_by, held.first_approved_by):
            raise ChangeRefused(_("A second person must approve this change."))
        columns = _sign(held, by)
        held.save(update_fields=columns)
        number = "first" if held.second_approved_by is None else "second"
        audit.record(
            by=by,
            verb=f"approved a change of the bank account ({number})",
            subject=held,
            person=held.person.public_id,
        )
    return held


def refuse(*, change: BankChange, by: Actor, reason: str) -> BankChange:
    """Refuse a waiting change; the reason is for the record, the person is told to call. Raises `ChangeRefused`."""
    if not reason.strip():
        raise ChangeRefused(_("Say why you refuse it."))
    with transaction.atomic():
        held = _held(change)
        closing.close(held, BankChange.State.REFUSED, BankChange.Closing.STAFF, by=by, reason=reason.strip())
        telling.tell_refused(held)
    return held


def _held(change: BankChange) -> BankChange:
    Person.objects.select_for_update(of=("self",)).get(pk=change.person_id)
    held = BankChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if not held.is_waiting:
        raise ChangeRefused(_("This change is not waiting any more."))
    return held


def _sign(held: BankChange, by: Actor) -> list[str]:
    which = "first" if held.first_approved_by is None else "second"
    signature: dict[str, UUID | str | datetime | None] = {
        f"{which}_approved_by": by.id,
        f"{which}_approved_by_name": by.name,
        f"{which}_approved_at": clock.now(),
    }
    for column, value in signature.items():
        setattr(held, column, value)
    return list(signature)
