"""Annuity paid for suspended days: what of it is owed, agreed with the member, and kept back from later payments."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _

from benefits.models import Annuity, AnnuitySuspension, DeductionTaken, PaymentDeduction
from benefits.rules.law import Law
from benefits.rules.money import ZERO
from benefits.rules.months import ONE_DAY, Month
from benefits.selectors import law_in_force
from benefits.services import writing_off
from benefits.services.payment_runs import deductions, plan
from benefits.services.payment_runs.deductions import deduction_closed, deduction_taken
from benefits.services.payment_runs.trouble import PaymentRefused
from reemployment.models import Repayment
from reemployment.rules.instalments import Part, due_days, instalments, withheld_parts
from reemployment.selectors import Retiree, overpaid_by_month
from reemployment.services import repayments, telling
from reemployment.services.repayments import MOST_INSTALMENTS, Debt, Kind, State
from reemployment.services.trouble import WorkRefused
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM, Actor

# A deduction typed wrongly is often entered anew at once: then nobody needs to be told.
TIME_TO_AGREE_ANEW = timedelta(days=1)


def overpaid(suspension: AnnuitySuspension, *, law: Law) -> Decimal:
    """What was paid for suspended days and nobody has agreed on yet, in dollars (40 ILCS 5/14-111)."""
    agreed = Repayment.objects.filter(suspension=suspension).aggregate(sum=Sum("principal"))["sum"] or ZERO
    return max(sum(overpaid_by_month(suspension, law=law).values(), ZERO) - agreed, ZERO)


def agree(
    *, someone: Retiree, suspension: AnnuitySuspension, number: int, by: Actor, is_withheld: bool = False
) -> Repayment:
    """Staff agree with somebody how it is paid back, without interest: by check, or kept back from the annuity.

    What is kept back waits for a second person, as every deduction does. Raises `WorkRefused`.
    """
    if not 1 <= number <= MOST_INSTALMENTS:
        raise WorkRefused(_("Choose from 1 to %(most)d instalments.") % {"most": MOST_INSTALMENTS})
    law = law_in_force(on=clock.today())
    with transaction.atomic():
        row = AnnuitySuspension.objects.select_for_update(of=("self",)).get(pk=suspension.pk)
        owed = overpaid(row, law=law)
        if not owed:
            raise WorkRefused(
                _("Nothing was paid for the days of this suspension, or it is agreed on already.")
            )
        parts: tuple[Part, ...]
        kept: dict[str, Any] = {"suspension": row}
        if is_withheld:
            parts = withheld_parts(debt=owed, first=_first_month(row), number=number)
            kept["deduction"] = _deduction(someone, owed, parts, by)
        else:
            parts = instalments(debt=owed, due_on=due_days(agreed_on=clock.today(), number=number))
        debt = Debt(owed, ZERO, parts[-1].due_on, None, ())
        return repayments.keep(someone, Kind.OVERPAYMENT, debt, parts, law, by, **kept)


def keep_back(*, repayment: Repayment, number: int, by: Actor) -> Repayment:
    """Keep what is left of an overpayment back from the annuity: where checks were agreed on, or an earlier deduction was
    withdrawn or ended. The schedule stays; the deduction waits for a second person. Raises `WorkRefused`.
    """
    if not 1 <= number <= MOST_INSTALMENTS:
        raise WorkRefused(_("Choose from 1 to %(most)d instalments.") % {"most": MOST_INSTALMENTS})
    with transaction.atomic():
        row = _owed(repayment)
        if row.is_withheld:
            raise WorkRefused(_("It is kept back already. Withdraw that deduction, or end it, first."))
        if row.suspension is None or row.annuity is None or row.annuity.state == Annuity.State.ENDED:
            raise WorkRefused(_("The annuity is not paid any more: nothing can be kept back from it."))
        parts = withheld_parts(debt=row.left, first=_first_month(row.suspension), number=number)
        row.deduction = _deduction(Retiree(row.member, row.annuity), row.left, parts, by)
        row.save(update_fields=["deduction"])
        repayments.note("kept a repayment back from the annuity", row, by, left=str(row.left))
    return row


def propose_write_off(*, repayment: Repayment, reason: str, by: Actor) -> Repayment:
    """What is left of an overpayment will not come in: one person says why. Raises `WorkRefused`."""
    with transaction.atomic():
        row = _owed(repayment)
        writing_off.propose(row, reason, by, refused=WorkRefused)
        row.save(update_fields=writing_off.COLUMNS)
        repayments.note("proposed to write a debt off", row, by, reason=reason.strip())
    return row


def withdraw_write_off(*, repayment: Repayment, by: Actor) -> Repayment:
    """Take back a proposal that nobody approved. Raises `WorkRefused`."""
    with transaction.atomic():
        row = _owed(repayment)
        writing_off.withdraw(row, refused=WorkRefused)
        row.save(update_fields=writing_off.COLUMNS)
        repayments.note("withdrew a write-off", row, by)
    return row


def write_off(*, repayment: Repayment, by: Actor) -> Repayment:
    """A second person writes off what is left; nothing is kept back any more.

    `WorkRefused` for who proposed it or agreed on the debt, and while a run would keep something back.
    """
    with transaction.atomic():
        row = _owed(repayment)
        if by.id is not None and by.id == row.agreed_by:
            raise WorkRefused(_("You entered this debt, so somebody else must write it off."))
        writing_off.approve(row, row.left, by, refused=WorkRefused)
        if row.deduction is not None and row.is_withheld:
            _close_deduction(row.deduction, row, by)
        row.state, row.closed_at = State.WRITTEN_OFF, clock.now()
        row.save(update_fields=[*writing_off.COLUMNS, "state", "closed_at"])
        repayments.note("wrote a debt off", row, by, amount=str(row.written_off), reason=row.write_off_reason)
    return row


@receiver(deduction_taken)
def record_withheld(taken: DeductionTaken, **_sender: Any) -> None:
    """A booked payment gave its part: written beside the payment itself, in the same transaction."""
    row = Repayment.objects.filter(deduction=taken.deduction_id).first()
    if row is None:
        return
    payment = taken.payment
    repayments.book(
        repayments.held(row, State.AGREED),
        on=payment.paid_on,
        amount=taken.amount,
        number=f"{payment.month:%Y-%m}",
        by=SYSTEM,
    )


def _owed(repayment: Repayment) -> Repayment:
    """The overpayment, held, while it is being paid. What somebody chose to repay is no debt."""
    if repayment.kind != Kind.OVERPAYMENT:
        raise WorkRefused(_("Only an overpayment is owed. What somebody chose to repay is given up instead."))
    return repayments.held(repayment, State.AGREED)


def _close_deduction(deduction: PaymentDeduction, row: Repayment, by: Actor) -> None:
    try:
        deductions.close_with_debt(deduction=deduction, debt=row, by=by)
    except PaymentRefused as refusal:
        raise WorkRefused(str(refusal)) from refusal


@receiver(deduction_closed)
def tell_of_checks(deduction: PaymentDeduction, by: Actor, **_sender: Any) -> None:
    """Nothing is kept back for a debt any more: the member is told to pay by check, unless it is kept back anew by then."""
    row = Repayment.objects.select_related("member__person").filter(deduction=deduction).first()
    if row is None or row.state != State.AGREED:
        return
    repayments.note("a repayment is kept back no more", row, by, left=str(row.left))
    telling.tell_of_repayment(row, "by_check", once=str(deduction.pk), after=TIME_TO_AGREE_ANEW)


def _first_month(suspension: AnnuitySuspension) -> Month:
    """The first month whose payment nobody has planned, once the annuity is paid again."""
    if suspension.until_on is None:
        raise WorkRefused(
            _(
                "The annuity is not paid now, so nothing can be kept back. Resume it first, or agree on checks."
            )
        )
    resumed = Month.of(suspension.until_on + ONE_DAY)
    return max(resumed, Month.of(clock.today()).plus(1), plan.next_month())


def _deduction(someone: Retiree, owed: Decimal, parts: tuple[Part, ...], by: Actor) -> PaymentDeduction:
    with translation.override(str(someone.member.person.language)):
        reason = _("repayment of annuity paid too much")
    try:
        return deductions.enter(
            annuity=someone.annuity,
            monthly=parts[0].amount,
            total=owed,
            reason=reason,
            from_month=Month.of(parts[0].due_on).first_day,
            by=by,
        )
    except PaymentRefused as refusal:
        raise WorkRefused(str(refusal)) from refusal
