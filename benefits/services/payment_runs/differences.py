"""What months lack that were paid before their increase was decided: found with the approval, paid by the next run.

Written down once for each month and decision; a row waits until a run has paid it, as months left out do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from benefits.models import (
    Annuity,
    AnnuityAmount,
    AnnuitySuspension,
    BankAccount,
    IncreaseDecision,
    IncreaseDifference,
    Payment,
    PaymentReturn,
    PaymentRun,
    PlannedPayment,
)
from benefits.rules.law import Law
from benefits.rules.money import ZERO
from benefits.rules.monthly_payment import amount_in_force, rest_of_month
from benefits.rules.months import Month
from benefits.rules.refusals import Refusal
from benefits.services.payment_runs.exceptions import reason_to_leave_out, troubles_of_payee
from benefits.services.payment_runs.facts import PayeeFacts, read_payees
from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.services.payment_runs.withholding import elections_in_force, withheld
from benefits.wording import say_refusal

Method = Payment.Method
Trouble = PlannedPayment.Trouble
State = PaymentRun.State


@dataclass(frozen=True)
class Rest:
    """What a month's payment lacks, in dollars before tax."""

    payment: Payment
    amount: Decimal


def find(*, annuity: Annuity, monthly: Decimal, from_on: date) -> list[Rest]:
    """What the months on record as paid would lack if the annuity paid `monthly` dollars from `from_on` on.

    Nothing is written. Days of a suspension are not raised; nor is a month whose payment stays with SERS.
    """
    amounts = AnnuityAmount.objects.filter(annuity=annuity).values_list("from_on", "monthly")
    before = amount_in_force(amounts, on=from_on) or ZERO
    spells = AnnuitySuspension.objects.filter(annuity=annuity, state=AnnuitySuspension.State.IN_FORCE)
    suspended = list(spells.values_list("from_on", "until_on"))
    paid = Payment.objects.filter(annuity=annuity, month__gte=from_on, is_difference=False)
    found = [
        Rest(
            payment,
            rest_of_month(before=before, after=monthly, month=Month.of(payment.month), suspended=suspended),
        )
        for payment in paid.exclude(pk__in=_kept()).order_by("month")
    ]
    return [rest for rest in found if rest.amount > ZERO]


def keep(decision: IncreaseDecision, found: Iterable[Rest]) -> Sequence[IncreaseDifference]:
    """Write down what is owed of each month. Call it in the transaction that approves the decision."""
    return IncreaseDifference.objects.bulk_create(
        IncreaseDifference(decision=decision, payment=rest.payment, amount=rest.amount) for rest in found
    )


def refuse_while_prepared(annuity: Annuity, from_on: date) -> None:
    """`PaymentRefused` while an open run holds a month from that day on: it would be paid at the amount of before."""
    in_open_runs = PlannedPayment.objects.filter(annuity=annuity, month__gte=from_on, run__is_open=True)
    # What an approved run leaves out is taken in by nobody.
    if in_open_runs.exclude(run__state=State.APPROVED, left_out_because__gt="").exists():
        raise PaymentRefused(
            _(
                "A month from that day on stands in the payments being prepared, at the old amount. Wait until they "
                "are booked: what they lack then comes with the next run. Or discard the run first."
            )
        )


def plan_differences(run: PaymentRun, law: Law) -> None:
    """A row for each month that was raised after it was paid, and of which no run has paid the rest yet."""
    rows = list(_waiting().select_related("payment__annuity__payee"))
    people = {row.payment.annuity.payee_id for row in rows}
    payees, forms = read_payees(run, people), elections_in_force(people, on=run.month)
    planned = []
    for row in rows:
        tax, refusal = _tax(run, row, forms.get(row.payment.annuity.payee_id, ()), law)
        planned.append(_planned(run, row, tax, refusal, payees))
    PlannedPayment.objects.bulk_create(planned, ignore_conflicts=True)


def book(run: PaymentRun, rows: Sequence[PlannedPayment]) -> list[Payment]:
    """The payments of booked rows, each beside the payment of its month; a difference is paid once."""
    payments = []
    for row in rows:
        difference = IncreaseDifference.objects.select_for_update().get(pk=row.difference_id or 0)
        if difference.paid_by_id is not None:
            raise RuntimeError(f"difference {difference.pk} is paid already")
        payment = Payment.objects.create(
            annuity_id=difference.payment.annuity_id,
            month=difference.payment.month,
            paid_on=run.paid_on,
            gross=row.gross,
            federal_tax=row.federal_tax,
            net=row.net,
            method=row.method,
            is_difference=True,
        )
        difference.paid_by = row.payment = payment
        difference.save(update_fields=["paid_by"])
        payments.append(payment)
    return payments


def _kept() -> "QuerySet[PaymentReturn, int]":
    """The payments that came back for good: nothing more is payable for their months."""
    kept = PaymentReturn.objects.filter(remedy=PaymentReturn.Remedy.KEEP, state=PaymentReturn.State.APPROVED)
    return kept.values_list("payment", flat=True)


def _waiting() -> QuerySet[IncreaseDifference]:
    return IncreaseDifference.objects.filter(paid_by=None).exclude(payment__in=_kept())


def _tax(
    run: PaymentRun, row: IncreaseDifference, forms: Sequence[object], law: Law
) -> tuple[Decimal, Refusal | None]:
    """What the whole month would have withheld, less what the paid part would have, by today's form and tables."""
    annuity, month = row.payment.annuity, row.payment.month
    paid = Payment.objects.filter(annuity=annuity, month=month).aggregate(sum=Sum("gross"))["sum"]

    def of(gross: Decimal) -> Decimal:
        return withheld(annuity=annuity, gross=gross, forms=forms, tax_year=run.tax_year, law=law)  # type: ignore[arg-type]

    try:
        more = of(paid + row.amount) - of(paid)
    except Refusal as refusal:
        return ZERO, refusal
    return min(max(more, ZERO), row.amount), None


def _planned(
    run: PaymentRun, row: IncreaseDifference, tax: Decimal, refusal: Refusal | None, payees: PayeeFacts
) -> PlannedPayment:
    payee = row.payment.annuity.payee
    account: BankAccount | None = payees.accounts.get(payee.pk)
    troubles = [Trouble.DIFFERENCE, *troubles_of_payee(payee, payees, is_mailed=account is None)]
    if payee.died_on is not None:
        troubles.insert(0, Trouble.DECEASED)
    if refusal is not None:
        troubles.append(Trouble.NO_LAW)
    return PlannedPayment(
        run=run,
        difference=row,
        month=row.payment.month,
        payee=payee,
        payee_name=payee.full_name,
        monthly=row.amount,
        gross=row.amount,
        federal_tax=tax,
        net=row.amount - tax,
        method=Method.CHECK if account is None else Method.DIRECT_DEPOSIT,
        bank_account=account,
        exceptions=troubles,
        left_out_because=reason_to_leave_out(troubles, say_refusal(refusal) if refusal else "")[:300],
    )
