"""What must stand on record before each change of money."""

from datetime import date
from decimal import Decimal

from accounts.services.contacts import NewAddress
from benefits.models import (
    AddressOnPaper,
    Annuity,
    BankAccount,
    BankChange,
    Claim,
    DirectDepositLock,
    Payment,
    PaymentHold,
    PaymentRun,
    PlannedIncrease,
    Receivable,
    Restoration,
)
from benefits.rules.months import Month
from benefits.services import (
    claims,
    direct_deposit,
    giving_back,
    paper_addresses,
    suspensions,
    yearly_figures,
)
from benefits.services.after_death import holds, receivables
from benefits.services.payment_runs import approval, deductions, increases_by_hand, plan, returns
from reemployment.models import Repayment, SuspensionCase
from reemployment.selectors import Retiree
from reemployment.services import cases, overpayments, repayments
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from tests import people
from tests.benefits.payments.cast import PAT, RAE, an_account_at_the_bank
from tests.factories.claims import a_claim, somebody_leaving
from tests.factories.money import a_bank_change
from tests.factories.reemployment import a_notice, a_retired_member
from tests.reemployment.work_again import back_at_work, resumed

FIRST, SEPTEMBER = date(2026, 12, 1), Month(2026, 9)


def annuity_of(person) -> Annuity:
    return Annuity.objects.get(payee=person)


def a_reviewed_change(person) -> BankChange:
    change = a_bank_change(person)
    BankChange.objects.filter(pk=change.pk).update(review_reasons=[BankChange.Reason.SHARED_ACCOUNT])
    return change


def a_lock(person, *, is_opening: bool = False) -> DirectDepositLock:
    lock = direct_deposit.lock(person=person, by=person.account.actor)
    if is_opening:
        direct_deposit.ask_to_unlock(person=person, by=person.account.actor)
    return lock


def a_deduction(person, **more):
    return deductions.enter(
        annuity=annuity_of(person), monthly=Decimal(50), reason="a debt", from_month=FIRST, by=PAT, **more
    )


def an_approved_deduction(person):
    return deductions.approve(deduction=a_deduction(person), by=RAE)


def a_return(person):
    payment = Payment.objects.filter(annuity__payee=person).latest("month")
    return returns.enter(
        payment=payment, returned_on=payment.paid_on, reason="no such account", remedy="reissue", by=PAT
    )


def a_proposal(person):
    return suspensions.propose(annuity=annuity_of(person), from_on=FIRST, reason="works", by=PAT)


def a_suspension(person):
    return suspensions.approve(suspension=a_proposal(person), by=RAE)


def an_end(person):
    spell = a_suspension(person)
    return suspensions.propose_end(suspension=spell, employment_ended_on=date(2026, 12, 9), by=RAE)


def a_planned_run(_person) -> PaymentRun:
    run = plan.plan(month=SEPTEMBER, by=PAT)
    jobs.work_off(plan.JOB)
    return run


def a_run_that_leaves_out(person) -> PaymentRun:
    run = a_planned_run(person)
    approval.leave_out(row=run.rows.get(), reason="she called", by=PAT)
    return run


def an_approved_run(person) -> PaymentRun:
    return approval.approve(run=a_planned_run(person), by=RAE)


def an_increase_left_to_a_person(person) -> PlannedIncrease:
    return PlannedIncrease.objects.create(
        run=plan.plan(month=SEPTEMBER, by=PAT),
        annuity=annuity_of(person),
        from_on=FIRST,
        before=Decimal(2150),
        monthly=Decimal(2150),
        refusal="the annuity is suspended",
    )


def an_increase(planned: PlannedIncrease):
    return increases_by_hand.enter(planned=planned, monthly=Decimal(2215), from_on=FIRST, reason="3%", by=PAT)


def a_figure(_person):
    return yearly_figures.enter(
        year=2027, cpi_change_percent=Decimal(2), source="BLS", effective_on=date(2026, 10, 20), by=PAT
    )


def an_account_before(person) -> BankAccount:
    """The account of before a thief's, which is in use."""
    before = BankAccount.objects.get(person=person, until_on=None)
    before.until_on = date(2026, 9, 8)
    before.save(update_fields=["until_on"])
    an_account_at_the_bank(person, from_on=date(2026, 9, 9))
    return before


def a_choice(person, before: BankAccount | None = None) -> Restoration:
    before = before or an_account_before(person)
    return giving_back.choose(person=person, key=f"bank_account:{before.pk}", reason="a thief", by=PAT)


def an_address_on_paper(person) -> AddressOnPaper:
    new = NewAddress("8 Oak Avenue", "", "Peoria", "IL", "61602", clock.today())
    return paper_addresses.enter(
        person=person, new=new, came_on=clock.today(), reason="signed as the application was", by=PAT
    )


def a_report(_person) -> Claim:
    """A report of a death that nobody has tied to a record."""
    return claims.open_claim(
        kind="death_report",
        person=None,
        member=None,
        answers={"died_on": "2026-09-03"},
        by=SYSTEM,
        contact={"name": "Sofia Miller", "email": "sofia@example.org"},
    )


def a_report_in_review(person) -> Claim:
    claim = claims.take(claim=a_report(person), by=PAT)
    return claims.identify(claim=claim, person=None, member=people.membership_of(person), by=PAT)


def a_claim_in_review(_person) -> Claim:
    return claims.take(claim=a_claim(somebody_leaving()), by=PAT)


def a_hold(person) -> PaymentHold:
    hold = holds.hold_for(claim=a_report(person), person=person, by=SYSTEM)
    assert hold is not None
    return hold


def a_proposed_release(hold: PaymentHold) -> PaymentHold:
    return holds.propose_release(hold=hold, reason="she came to the counter", by=PAT)


def something_owed_after_a_death(person) -> Receivable:
    person.died_on = date(2026, 6, 20)
    person.save(update_fields=["died_on"])
    return receivables.find_overpaid(person=person, by=SYSTEM)[0]


def a_proposed_write_off(person) -> Receivable:
    owed = something_owed_after_a_death(person)
    return receivables.propose_write_off(receivable=owed, reason="no estate", by=PAT)


def an_overpayment(*, is_over: bool = False) -> Repayment:
    """Agreed on by check; with the work over, so that it could be kept back."""
    someone = back_at_work(retired_on=date(2026, 5, 1), paid_months=3)
    if is_over:
        resumed(someone, date(2026, 8, 15))
    spell = SuspensionCase.objects.get().suspension
    assert spell is not None
    return overpayments.agree(someone=someone, suspension=spell, number=3, by=PAT)


def an_overpayment_proposed(_person) -> Repayment:
    return overpayments.propose_write_off(repayment=an_overpayment(), reason="no estate", by=PAT)


def a_case(_person) -> SuspensionCase:
    a_notice(a_retired_member(retired_on=date(2024, 3, 1)), kind="permanent", starts_on=date(2026, 6, 16))
    return SuspensionCase.objects.get()


def a_proposed_case(person) -> SuspensionCase:
    return cases.propose(case=a_case(person), by=PAT)


def a_confirmed_case(person) -> SuspensionCase:
    return cases.confirm(case=a_proposed_case(person), by=RAE)


def a_resumption(case: SuspensionCase) -> SuspensionCase:
    return cases.propose_resumption(case=case, employment_ended_on=date(2026, 8, 15), by=PAT)


def a_repayment(someone: Retiree) -> Repayment:
    return repayments.agree(someone=someone, kind="recomputation", number=1, by=PAT)
