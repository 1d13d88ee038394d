"""The rows of a run: for each annuity the months that are due, gross to net, with what somebody should look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from benefits.models import Annuity, BankAccount, InsuranceEnrolment, Payment, PaymentRun, PlannedPayment
from benefits.rules.law import Law
from benefits.rules.money import ZERO
from benefits.rules.monthly_payment import MonthPayable, month_payable, months_due
from benefits.rules.months import Month
from benefits.rules.refusals import Refusal
from benefits.selectors import law_in_force
from benefits.services.payment_runs import deductions
from benefits.services.payment_runs.differences import plan_differences
from benefits.services.payment_runs.exceptions import reason_to_leave_out, troubles_of_payee
from benefits.services.payment_runs.facts import AnnuityFacts, read_facts
from benefits.services.payment_runs.increases import plan_increases
from benefits.services.payment_runs.plan import JOB, MONTHS_BACK
from benefits.services.payment_runs.singles import plan_lump_sums, plan_reissues
from benefits.services.payment_runs.withholding import withheld
from benefits.wording import say_refusal
from sers_portal.base import jobs

Trouble = PlannedPayment.Trouble
Method = Payment.Method
JANUARY = 1
# A payment that differs by more than this part of the last one is listed.
TENTH = Decimal("0.1")
LONGEST_REASON = 60


@dataclass
class Draft:
    """A payment on its way to a row."""

    annuity: Annuity
    month: Month
    monthly: Decimal
    payable: MonthPayable
    columns: dict[str, Decimal] = field(default_factory=dict)
    reason: str = ""
    withheld: dict[str, str] = field(default_factory=dict)
    refusal: str = ""
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def net(self) -> Decimal:
        return self.payable.gross - sum(self.columns.values(), ZERO)


@jobs.handler(JOB)
def plan_rows(run: int, annuities: list[int]) -> None:
    """The job: increases if it is January, then the payments of these annuities; none given means the singles."""
    planned = PaymentRun.objects.filter(pk=run, state=PaymentRun.State.PLANNED).first()
    if planned is None:
        return
    law = law_in_force(on=planned.paid_on)
    if not annuities:
        plan_lump_sums(planned)
        plan_reissues(planned)
        plan_differences(planned, law)
        return
    # Held until the plan is written: no increase is approved meanwhile that the plan does not know.
    held = Annuity.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=annuities)
    rows = list(held.select_related("payee", "member__person").order_by("pk"))
    if planned.month.month == JANUARY:
        plan_increases(planned, rows, law)
    facts = read_facts(planned, rows)
    PlannedPayment.objects.bulk_create(
        [row for annuity in rows for row in _rows(planned, annuity, facts, law)], ignore_conflicts=True
    )


def _rows(run: PaymentRun, annuity: Annuity, facts: AnnuityFacts, law: Law) -> Iterator[PlannedPayment]:
    # What lies before the first payment on record was paid elsewhere, or settled: never by a run.
    looked_back = Month.of(run.month).plus(-MONTHS_BACK)
    paid = facts.paid[annuity.pk]
    due = months_due(
        starts_on=annuity.starts_on,
        ends_on=annuity.ends_on,
        paid=paid,
        earliest=Month.of(min(paid)) if paid else looked_back,
        through=Month.of(run.month),
    )
    for month in due:
        draft = _draft(run, annuity, month, facts, law)
        if draft is not None:
            yield _row(run, draft, facts)
        if annuity.payee.died_on is not None and month.last_day >= annuity.payee.died_on:
            # The months after a death are nobody's; one line tells staff.
            return


def _draft(run: PaymentRun, annuity: Annuity, month: Month, facts: AnnuityFacts, law: Law) -> Draft | None:
    monthly = facts.monthly_on(annuity, month.first_day)
    if monthly is None:
        return None
    payable = month_payable(monthly=monthly, month=month, suspended=facts.suspensions.get(annuity.pk, ()))
    if payable.gross == 0:
        return None
    draft = Draft(annuity, month, monthly, payable)
    try:
        draft.columns["federal_tax"] = withheld(
            annuity=annuity,
            gross=payable.gross,
            forms=facts.elections.get(annuity.payee_id, ()),
            tax_year=run.tax_year,
            law=law,
        )
    except Refusal as refusal:
        draft.troubles.append(Trouble.NO_LAW)
        draft.refusal = say_refusal(refusal)
    draft.columns |= premiums(facts.enrolments.get(annuity.pk, ()), month.first_day)
    _deduct(draft, facts)
    draft.troubles += _troubles(run, draft, facts)
    return draft


def _deduct(draft: Draft, facts: AnnuityFacts) -> None:
    """Take off what deductions take of this month; a debt only what is left of the payment."""
    rows = deductions.in_month(facts.deductions.get(draft.annuity.pk, ()), draft.month)
    owed = {row.pk: min(row.monthly, facts.left.get(row.pk, row.monthly)) for row in rows}
    parts = deductions.parts_of_payment(rows, available=draft.net, left=facts.left)
    if parts:
        draft.withheld = {str(number): str(part) for number, part in parts.items()}
        draft.columns["other_deduction"] = sum(parts.values(), ZERO)
        draft.reason = "; ".join(row.reason for row in rows if row.pk in parts)[:LONGEST_REASON]
    if any(parts.get(number, ZERO) < part for number, part in owed.items()):
        draft.troubles.append(Trouble.SHORT)


def premiums(enrolments: Sequence[InsuranceEnrolment], on: date) -> dict[str, Decimal]:
    """The premiums in force on a day, by the column of the payment."""
    found: dict[str, Decimal] = {}
    for enrolment in enrolments:
        if enrolment.from_on <= on <= (enrolment.until_on or on):
            column = f"{enrolment.plan}_insurance"
            found[column] = found.get(column, ZERO) + enrolment.monthly_premium
    return found


def _troubles(run: PaymentRun, draft: Draft, facts: AnnuityFacts) -> Iterator[Trouble]:
    payee, before = draft.annuity.payee, facts.last_payment.get(draft.annuity.pk)
    if payee.died_on is not None and payee.died_on <= max(run.paid_on, draft.month.last_day):
        yield Trouble.DECEASED
    if draft.net < 0:
        yield Trouble.NEGATIVE
    if draft.payable.is_prorated:
        yield Trouble.PRORATED
    if draft.month < Month.of(run.month):
        yield Trouble.BACK_PAY
    if before is None:
        yield Trouble.FIRST_PAYMENT
    elif abs(draft.net - before.net) > before.net * TENTH:
        yield Trouble.CHANGED
    yield from troubles_of_payee(payee, facts.payees, is_mailed=before is None)


def _row(run: PaymentRun, draft: Draft, facts: AnnuityFacts) -> PlannedPayment:
    account = _account(draft, facts)
    return PlannedPayment(
        run=run,
        annuity=draft.annuity,
        month=draft.month.first_day,
        payee=draft.annuity.payee,
        payee_name=draft.annuity.payee.full_name,
        monthly=draft.monthly,
        gross=draft.payable.gross,
        **draft.columns,
        other_deduction_reason=draft.reason,
        withheld=draft.withheld,
        net=draft.net,
        method=Method.CHECK if account is None else Method.DIRECT_DEPOSIT,
        bank_account=account,
        exceptions=list(draft.troubles),
        left_out_because=reason_to_leave_out(draft.troubles, draft.refusal)[:300],
    )


def _account(draft: Draft, facts: AnnuityFacts) -> BankAccount | None:
    # The first payment is mailed (law.md 9).
    if draft.annuity.pk not in facts.last_payment:
        return None
    return facts.payees.accounts.get(draft.annuity.payee_id)
