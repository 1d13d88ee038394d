"""Increases that a January run left to people: entered by one person, approved by another, then an amount like any other."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from benefits.models import (
    Annuity,
    AnnuityAmount,
    IncreaseDecision,
    Payment,
    PaymentRun,
    PlannedIncrease,
    PlannedPayment,
)
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.two_people import entered, sign
from sers_portal.base import audit
from sers_portal.base.audit import Actor

OPEN_RUNS = (PaymentRun.State.PLANNED, PaymentRun.State.APPROVED)


def enter(
    *, planned: PlannedIncrease, monthly: Decimal, from_on: date, reason: str, by: Actor
) -> IncreaseDecision:
    """What the annuity is to pay a month, in dollars, from the first of a month. In force once a second person approves."""
    _check(planned, monthly, from_on)
    try:
        with transaction.atomic():
            row = IncreaseDecision.objects.create(
                planned=planned,
                monthly=monthly,
                from_on=from_on,
                reason=given(reason),
                **entered(by),
            )
            _note("entered an increase", row, by)
    except IntegrityError as error:
        raise PaymentRefused(_("A decision on this increase is on record already.")) from error
    return row


def approve(*, decision: IncreaseDecision, by: Actor) -> IncreaseDecision:
    """The second person approves: the annuity pays the amount from then on."""
    with transaction.atomic():
        rows = IncreaseDecision.objects.select_for_update(of=("self",)).select_related(
            "planned__annuity__payee"
        )
        row = rows.get(pk=decision.pk)
        if row.approved_by is not None:
            raise PaymentRefused(_("This increase is approved already."))
        _check(row.planned, row.monthly, row.from_on)
        sign(row, by)
        row.amount = AnnuityAmount.objects.create(
            annuity=row.planned.annuity,
            from_on=row.from_on,
            monthly=row.monthly,
            reason=AnnuityAmount.Reason.INCREASE,
        )
        row.save(update_fields=["approved_by", "approved_by_name", "amount"])
        _note("approved an increase", row, by)
    return row


def _check(planned: PlannedIncrease, monthly: Decimal, from_on: date) -> None:
    annuity = planned.annuity
    if not planned.refusal or planned.run.state == PaymentRun.State.DISCARDED:
        raise PaymentRefused(_("The run did not leave this increase to a person."))
    if annuity.state == Annuity.State.ENDED:
        raise PaymentRefused(_("The annuity has ended."))
    if monthly < planned.before:
        raise PaymentRefused(
            _("An increase does not lower: at least $%(before)s.") % {"before": planned.before}
        )
    if from_on.day != 1 or from_on < planned.from_on:
        raise PaymentRefused(
            _("Give the first day of a month, %(january)s or later.") % {"january": planned.from_on}
        )
    if AnnuityAmount.objects.filter(annuity=annuity, from_on__gte=from_on).exists():
        raise PaymentRefused(_("Another amount holds from that day or a later one already."))
    if _is_paid_from(annuity, from_on):
        raise PaymentRefused(
            _(
                "A month from that day on is paid, or in an open run, at the old amount. Choose the month after it."
            )
        )


def _is_paid_from(annuity: Annuity, from_on: date) -> bool:
    """What is paid is not settled by a new amount: it would be a month of two amounts."""
    planned = PlannedPayment.objects.filter(
        annuity=annuity, month__gte=from_on, run__state__in=OPEN_RUNS, left_out_because=""
    )
    return Payment.objects.filter(annuity=annuity, month__gte=from_on).exists() or planned.exists()


def _note(verb: str, row: IncreaseDecision, by: Actor) -> None:
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        person=row.planned.annuity.payee.public_id,
        monthly=str(row.monthly),
        from_on=row.from_on.isoformat(),
        reason=row.reason,
    )
