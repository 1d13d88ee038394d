"""Bank accounts that take no deposit any more: one came back from there, and the person has named no newer account."""

from collections.abc import Mapping

from benefits.models import BankAccount, Payment, PaymentReturn


def people_whose_deposit_came_back(accounts: Mapping[int, BankAccount]) -> set[int]:
    """Of people, by the account on record of each: those whose next deposit would come back as well. One query.

    A payment that stays with SERS should not have gone out: it says nothing of the account.
    """
    returned = PaymentReturn.objects.filter(
        payment__annuity__payee__in=accounts,
        sent_by_method=Payment.Method.DIRECT_DEPOSIT,
        remedy=PaymentReturn.Remedy.REISSUE,
        state__in=[PaymentReturn.State.APPROVED, PaymentReturn.State.REISSUED],
    ).select_related("payment__annuity")
    payees = ((row, row.payment.annuity.payee_id) for row in returned)
    return {payee for row, payee in payees if not row.may_go_to(accounts[payee])}
