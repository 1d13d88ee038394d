"""Lump sums that wait, and returned payments to be paid again, as rows of a run."""

from benefits.models import LumpSum, Payment, PaymentReturn, PaymentRun, PlannedPayment
from benefits.services.payment_runs.exceptions import reason_to_leave_out, troubles_of_payee
from benefits.services.payment_runs.facts import PayeeFacts, read_payees

Method = Payment.Method
Trouble = PlannedPayment.Trouble


def plan_lump_sums(run: PaymentRun) -> None:
    """A row for each lump sum that waits: approved with its claim, tax and rollover on it."""
    waiting = list(LumpSum.objects.filter(state=LumpSum.State.WAITING).select_related("payee"))
    payees = read_payees(run, {lump_sum.payee_id for lump_sum in waiting if lump_sum.payee_id})
    PlannedPayment.objects.bulk_create(
        [_lump_sum(run, lump_sum, payees) for lump_sum in waiting], ignore_conflicts=True
    )


def plan_reissues(run: PaymentRun) -> None:
    """A row for each payment that came back and is to be paid again: its net, for tax and premiums were kept."""
    returned = list(
        PaymentReturn.objects.filter(
            state=PaymentReturn.State.APPROVED, remedy=PaymentReturn.Remedy.REISSUE
        ).select_related("payment__annuity__payee")
    )
    payees = read_payees(run, {row.payment.annuity.payee_id for row in returned})
    PlannedPayment.objects.bulk_create(
        [_reissue(run, row, payees) for row in returned], ignore_conflicts=True
    )


def _lump_sum(run: PaymentRun, lump_sum: LumpSum, payees: PayeeFacts) -> PlannedPayment:
    troubles = _lump_sum_troubles(lump_sum, payees)
    account = payees.accounts.get(lump_sum.payee_id or 0)
    return PlannedPayment(
        run=run,
        lump_sum=lump_sum,
        payee=lump_sum.payee,
        payee_name=lump_sum.payee_name,
        monthly=lump_sum.gross,
        gross=lump_sum.gross,
        federal_tax=lump_sum.federal_tax,
        rolled_over=lump_sum.rolled_over,
        net=lump_sum.net,
        method=Method.CHECK if account is None else Method.DIRECT_DEPOSIT,
        bank_account=account,
        exceptions=troubles,
        left_out_because=reason_to_leave_out(troubles),
    )


def _lump_sum_troubles(lump_sum: LumpSum, payees: PayeeFacts) -> list[Trouble]:
    if lump_sum.payee is None:
        return [Trouble.NO_RECORD]
    found = list(troubles_of_payee(lump_sum.payee, payees, is_mailed=False))
    return [Trouble.DECEASED, *found] if lump_sum.payee.died_on is not None else found


def _reissue(run: PaymentRun, returned: PaymentReturn, payees: PayeeFacts) -> PlannedPayment:
    payment, payee = returned.payment, returned.payment.annuity.payee
    account = payees.accounts.get(payee.pk)
    if account is not None and not returned.may_go_to(account):
        account = None
    troubles = list(troubles_of_payee(payee, payees, is_mailed=account is None))
    if payee.died_on is not None:
        troubles.insert(0, Trouble.DECEASED)
    return PlannedPayment(
        run=run,
        returned=returned,
        payee=payee,
        payee_name=payee.full_name,
        monthly=payment.net,
        gross=payment.net,
        net=payment.net,
        method=Method.CHECK if account is None else Method.DIRECT_DEPOSIT,
        bank_account=account,
        exceptions=troubles,
        left_out_because=reason_to_leave_out(troubles),
    )
