"""Increases that a January run left to people: entered by one person, approved by another, then an amount like any other.

Months that were paid meanwhile are made good: what each lacks comes with the next run (`differences`).
"""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from benefits.models import Annuity, AnnuityAmount, IncreaseDecision, PaymentRun, PlannedIncrease
from benefits.rules.money import ZERO
from benefits.rules.monthly_payment import amount_in_force
from benefits.services.payment_runs import differences
from benefits.services.payment_runs.differences import Rest
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.two_people import entered, sign
from sers_portal.base import audit
from sers_portal.base.audit import Actor


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
    """The second person approves: the annuity pays the amount from then on, and the next run what paid months lack.

    `PaymentRefused` while payments are prepared that would pay such a month at the old amount.
    """
    with transaction.atomic():
        rows = IncreaseDecision.objects.select_for_update(of=("self",)).select_related(
            "planned__annuity__payee"
        )
        row = rows.get(pk=decision.pk)
        if row.approved_by is not None:
            raise PaymentRefused(_("This increase is approved already."))
        # Of planning and this the later one sees what the other wrote.
        annuity = Annuity.objects.select_for_update(no_key=True).get(pk=row.planned.annuity_id)
        _check(row.planned, row.monthly, row.from_on)
        differences.refuse_while_prepared(annuity, row.from_on)
        lacking = differences.find(annuity=annuity, monthly=row.monthly, from_on=row.from_on)
        sign(row, by)
        row.amount = AnnuityAmount.objects.create(
            annuity=annuity,
            from_on=row.from_on,
            monthly=row.monthly,
            reason=AnnuityAmount.Reason.INCREASE,
        )
        row.save(update_fields=["approved_by", "approved_by_name", "amount"])
        differences.keep(row, lacking)
        paid_later = str(sum((rest.amount for rest in lacking), ZERO))
        _note("approved an increase", row, by, months_made_good=len(lacking), paid_later=paid_later)
    return row


def made_good(decision: IncreaseDecision) -> list[Rest]:
    """What the months paid at the old amount lack: as approved, or as it would be if it were approved now."""
    if decision.approved_by is not None:
        return [Rest(row.payment, row.amount) for row in decision.differences.select_related("payment")]
    return differences.find(
        annuity=decision.planned.annuity, monthly=decision.monthly, from_on=decision.from_on
    )


def _check(planned: PlannedIncrease, monthly: Decimal, from_on: date) -> None:
    annuity = planned.annuity
    if not planned.refusal or planned.run.state == PaymentRun.State.DISCARDED:
        raise PaymentRefused(_("The run did not leave this increase to a person."))
    if annuity.state == Annuity.State.ENDED:
        raise PaymentRefused(_("The annuity has ended."))
    before = max(planned.before, _in_force(annuity, from_on))
    if monthly < before:
        raise PaymentRefused(_("An increase does not lower: at least $%(before)s.") % {"before": before})
    if from_on.day != 1 or from_on < planned.from_on:
        raise PaymentRefused(
            _("Give the first day of a month, %(january)s or later.") % {"january": planned.from_on}
        )
    if AnnuityAmount.objects.filter(annuity=annuity, from_on__gte=from_on).exists():
        raise PaymentRefused(_("Another amount holds from that day or a later one already."))


def _in_force(annuity: Annuity, on: date) -> Decimal:
    amounts = AnnuityAmount.objects.filter(annuity=annuity).values_list("from_on", "monthly")
    return amount_in_force(amounts, on=on) or ZERO


def _note(verb: str, row: IncreaseDecision, by: Actor, **detail: object) -> None:
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        person=row.planned.annuity.payee.public_id,
        monthly=str(row.monthly),
        from_on=row.from_on.isoformat(),
        reason=row.reason,
        **detail,
    )
