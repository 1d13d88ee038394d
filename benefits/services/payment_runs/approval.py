"""Looking a plan over and approving it: leave a payment out, take it in again, and the second person's word."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.models import PaymentRun, PlannedPayment
from benefits.services.after_death.holds import leave_out_the_dead, obstacle_to_paying
from benefits.services.payment_runs import booking, decisions
from benefits.services.payment_runs.plan import is_planned
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.two_people import somebody
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

State = PaymentRun.State
Trouble = PlannedPayment.Trouble


def leave_out(*, row: PlannedPayment, reason: str, by: Actor) -> None:
    """Leave a payment out of a run that is not approved yet. It comes again with the next run."""
    with transaction.atomic():
        locked = _open_row(row)
        locked.left_out_because, locked.decided_by = given(reason), somebody(by)
        locked.save(update_fields=["left_out_because", "decided_by"])
        _note(decisions.LEFT_OUT, locked, by, reason=reason)


def take_in(*, row: PlannedPayment, reason: str, by: Actor) -> None:
    """Pay what the portal left out, on a person's word. Not without tax figures, nor below nothing."""
    with transaction.atomic():
        locked = _open_row(row)
        if Trouble.NO_LAW in locked.exceptions or locked.net < 0:
            raise PaymentRefused(
                _("This payment cannot be made: its figures are not complete, or below zero.")
            )
        if (reason_not_to := obstacle_to_paying(locked)) is not None:
            raise PaymentRefused(reason_not_to)
        given(reason)
        locked.left_out_because, locked.decided_by = "", somebody(by)
        locked.save(update_fields=["left_out_because", "decided_by"])
        _note(decisions.TOOK_IN, locked, by, reason=reason)


def approve(*, run: PaymentRun, by: Actor) -> PaymentRun:
    """A second person approves the run as it stands; it is booked on its day. `PaymentRefused` for the planner."""
    with transaction.atomic():
        locked = PaymentRun.objects.select_for_update().get(pk=run.pk)
        if locked.state == State.PLANNED:
            leave_out_the_dead(locked)
        if (reason := obstacle(locked, by)) is not None:
            raise PaymentRefused(reason)
        locked.state, locked.approved_at = State.APPROVED, clock.now()
        locked.approved_by, locked.approved_by_name = by.id, by.name
        locked.save(update_fields=["state", "approved_at", "approved_by", "approved_by_name"])
        paid = locked.rows.filter(left_out_because="").count()
        audit.record(by=by, verb="approved payments", subject=locked, payments=paid)
        booking.order_what_is_due()
    return locked


def obstacle(run: PaymentRun, by: Actor) -> str | None:
    """Why this person cannot approve this run now, said to them; None when they can."""
    if run.state != State.PLANNED:
        return _("The run is %(state)s.") % {"state": run.get_state_display()}
    if somebody(by) == run.planned_by:
        return _(
            "You planned this run, so somebody else must approve it. Ask a colleague to look at the exceptions."
        )
    if not is_planned(run):
        return _("The planning is not finished. Wait for it, and look at the exceptions.")
    if not run.rows.filter(left_out_because="").exists():
        return _("There is nothing to pay in this run. Discard it.")
    touched = _left_to(run, by)
    if touched:
        return ngettext(
            "You decided on %(count)s payment of this run, so somebody else must approve it.",
            "You decided on %(count)s payments of this run, so somebody else must approve it.",
            touched,
        ) % {"count": touched}
    return None


def _left_to(run: PaymentRun, by: Actor) -> int:
    """How many payments of the run this person left out or took in."""
    return run.rows.filter(decided_by=somebody(by)).count()


def _open_row(row: PlannedPayment) -> PlannedPayment:
    run = PaymentRun.objects.select_for_update().get(pk=row.run_id)
    if run.state != State.PLANNED:
        raise PaymentRefused(
            _("The run is %(state)s. It cannot be changed any more.") % {"state": run.get_state_display()}
        )
    return PlannedPayment.objects.select_for_update(of=("self",)).select_related("payee").get(pk=row.pk)


def _note(verb: str, row: PlannedPayment, by: Actor, *, reason: str) -> None:
    person = row.payee.public_id if row.payee else None
    audit.record(by=by, verb=verb, subject=row, person=person, reason=reason.strip())
