"""Each service that moves money or decides on it: what must be there before, and the call itself."""

import uuid
from collections.abc import Callable
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
from benefits.rules.tax import ElectedForm
from benefits.services import (
    beneficiaries,
    claims,
    direct_deposit,
    giving_back,
    paper_addresses,
    suspensions,
    withholding,
    yearly_figures,
)
from benefits.services.after_death import holds, receivables
from benefits.services.beneficiaries import Named
from benefits.services.direct_deposit import reviewing
from benefits.services.payment_runs import approval, deductions, file, increases_by_hand, plan, returns
from reemployment.models import Repayment, SuspensionCase
from reemployment.selectors import Retiree
from reemployment.services import cases, overpayments, repayments
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from tests import people
from tests.benefits.payments.cast import PAT, RAE, an_account_at_the_bank
from tests.factories.claims import a_claim, somebody_leaving
from tests.factories.money import NEW_ACCOUNT, a_bank_change
from tests.factories.reemployment import a_notice, a_retired_member
from tests.reemployment.work_again import back_at_work, resumed

Act = Callable[[], object]
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


def asking(person) -> Act:
    return lambda: direct_deposit.ask(
        id=uuid.uuid4(),
        person=person,
        account=NEW_ACCOUNT,
        current_last_four="7890",
        by=person.account.actor,
    )


def electing(person) -> Act:
    return lambda: withholding.elect(
        id=uuid.uuid4(),
        person=person,
        annuity=annuity_of(person),
        form=ElectedForm(filing="single", extra_monthly=Decimal(10)),
        by=person.account.actor,
    )


def naming(person) -> Act:
    names = [Named("Ana Miller", "child", "primary", Decimal(100))]
    member = people.membership_of(person)
    return lambda: beneficiaries.name(member=member, named=names, by=person.account.actor)


def stopping(person) -> Act:
    change = a_bank_change(person)
    return lambda: direct_deposit.stop(change=change, was_not_me=True, by=person.account.actor)


def resuming(person) -> Act:
    spell = a_suspension(person)
    return lambda: suspensions.resume(
        suspension=spell, employment_ended_on=date(2026, 12, 9), proposed_by=RAE, approved_by=PAT
    )


def after(before: Callable, act: Callable) -> Callable[[object], Act]:
    """First what must be there, then the act upon it."""

    def prepared(person) -> Act:
        there = before(person)
        return lambda: act(there, person)

    return prepared


# Each service by its module below `services` and its name; what it is given is set up before the audit fails.
MONEY = {
    "direct_deposit.asking.ask": asking,
    "direct_deposit.stopping.stop": stopping,
    "direct_deposit.locking.lock": lambda ruth: (
        lambda: direct_deposit.lock(person=ruth, by=ruth.account.actor)
    ),
    "direct_deposit.locking.ask_to_unlock": after(
        a_lock, lambda _lock, ruth: direct_deposit.ask_to_unlock(person=ruth, by=ruth.account.actor)
    ),
    "direct_deposit.locking.keep_locked": after(
        lambda ruth: a_lock(ruth, is_opening=True),
        lambda lock, ruth: direct_deposit.keep_locked(lock=lock, by=ruth.account.actor),
    ),
    "direct_deposit.reviewing.approve": after(
        a_reviewed_change, lambda change, _: reviewing.approve(change=change, by=PAT)
    ),
    "direct_deposit.reviewing.refuse": after(
        a_reviewed_change, lambda change, _: reviewing.refuse(change=change, by=PAT, reason="a thief")
    ),
    "withholding.elect": electing,
    "beneficiaries.name": naming,
    "payment_runs.deductions.enter": lambda ruth: lambda: a_deduction(ruth),
    "payment_runs.deductions.approve": after(
        a_deduction, lambda row, _: deductions.approve(deduction=row, by=RAE)
    ),
    "payment_runs.deductions.withdraw": after(
        a_deduction, lambda row, _: deductions.withdraw(deduction=row, by=PAT)
    ),
    "payment_runs.deductions.propose_end": after(
        an_approved_deduction, lambda row, _: deductions.propose_end(deduction=row, by=PAT)
    ),
    "payment_runs.deductions.approve_end": after(
        lambda ruth: deductions.propose_end(deduction=an_approved_deduction(ruth), by=PAT),
        lambda row, _: deductions.approve_end(deduction=row, by=RAE),
    ),
    "payment_runs.deductions.lower": after(
        lambda ruth: a_deduction(ruth, total=Decimal(500)),
        lambda row, _: deductions.lower(deduction=row, amount=Decimal(100), by=RAE),
    ),
    "payment_runs.returns.enter": lambda ruth: lambda: a_return(ruth),
    "payment_runs.returns.approve": after(a_return, lambda row, _: returns.approve(returned=row, by=RAE)),
    "payment_runs.returns.withdraw": after(a_return, lambda row, _: returns.withdraw(returned=row, by=PAT)),
    "suspensions.propose": lambda ruth: lambda: a_proposal(ruth),
    "suspensions.approve": after(a_proposal, lambda row, _: suspensions.approve(suspension=row, by=RAE)),
    "suspensions.withdraw": after(a_proposal, lambda row, _: suspensions.withdraw(suspension=row, by=PAT)),
    "suspensions.suspend": lambda ruth: (
        lambda: suspensions.suspend(
            annuity=annuity_of(ruth), from_on=FIRST, reason="works", proposed_by=PAT, approved_by=RAE
        )
    ),
    "suspensions.propose_end": after(
        a_suspension,
        lambda row, _: suspensions.propose_end(suspension=row, employment_ended_on=date(2026, 12, 9), by=RAE),
    ),
    "suspensions.approve_end": after(an_end, lambda row, _: suspensions.approve_end(suspension=row, by=PAT)),
    "suspensions.resume": resuming,
    "payment_runs.plan.plan": lambda ruth: lambda: plan.plan(month=SEPTEMBER, by=PAT),
    "payment_runs.plan.discard": after(
        a_planned_run, lambda run, _: plan.discard(run=run, by=PAT, reason="a wrong table")
    ),
    "payment_runs.approval.leave_out": after(
        a_planned_run, lambda run, _: approval.leave_out(row=run.rows.get(), reason="she called", by=RAE)
    ),
    "payment_runs.approval.take_in": after(
        a_run_that_leaves_out, lambda run, _: approval.take_in(row=run.rows.get(), reason="all well", by=RAE)
    ),
    "payment_runs.approval.approve": after(a_planned_run, lambda run, _: approval.approve(run=run, by=RAE)),
    "payment_runs.file.take_file": after(an_approved_run, lambda run, _: file.take_file(run=run, by=PAT)),
    "payment_runs.increases_by_hand.enter": after(
        an_increase_left_to_a_person, lambda planned, _: an_increase(planned)
    ),
    "payment_runs.increases_by_hand.approve": after(
        lambda ruth: an_increase(an_increase_left_to_a_person(ruth)),
        lambda row, _: increases_by_hand.approve(decision=row, by=RAE),
    ),
    "yearly_figures.enter": lambda ruth: lambda: a_figure(ruth),
    "yearly_figures.approve": after(
        a_figure, lambda row, _: yearly_figures.approve(figure_id=row.pk, by=RAE)
    ),
    "yearly_figures.withdraw": after(
        a_figure, lambda row, _: yearly_figures.withdraw(figure_id=row.pk, by=PAT)
    ),
    "after_death.holds.hold_for": after(
        a_report, lambda claim, ruth: holds.hold_for(claim=claim, person=ruth, by=PAT)
    ),
    "after_death.holds.propose_release": after(a_hold, lambda hold, _: a_proposed_release(hold)),
    "after_death.holds.approve_release": after(
        lambda ruth: a_proposed_release(a_hold(ruth)),
        lambda hold, _: holds.approve_release(hold=hold, by=RAE),
    ),
    "after_death.receivables.record_receipt": after(
        something_owed_after_a_death,
        lambda row, _: receivables.record_receipt(
            receivable=row, on=clock.today(), amount=Decimal(5), number="7", by=PAT
        ),
    ),
    "after_death.receivables.propose_write_off": after(
        something_owed_after_a_death,
        lambda row, _: receivables.propose_write_off(receivable=row, reason="no estate", by=PAT),
    ),
    "after_death.receivables.withdraw_write_off": after(
        a_proposed_write_off, lambda row, _: receivables.withdraw_write_off(receivable=row, by=PAT)
    ),
    "after_death.receivables.write_off": after(
        a_proposed_write_off, lambda row, _: receivables.write_off(receivable=row, by=RAE)
    ),
    "giving_back.steps.choose": after(an_account_before, lambda before, ruth: a_choice(ruth, before)),
    "giving_back.steps.approve": after(a_choice, lambda row, _: giving_back.approve(restoration=row, by=RAE)),
    "paper_addresses.enter": lambda ruth: lambda: an_address_on_paper(ruth),
    "paper_addresses.approve": after(
        an_address_on_paper, lambda row, _: paper_addresses.approve(address=row, by=RAE)
    ),
    "paper_addresses.withdraw": after(
        an_address_on_paper, lambda row, _: paper_addresses.withdraw(address=row, by=PAT)
    ),
    "giving_back.steps.withdraw": after(
        a_choice, lambda row, _: giving_back.withdraw(restoration=row, by=PAT)
    ),
    "claims.deciding.calculate": after(
        a_claim_in_review, lambda claim, _: claims.calculate(claim=claim, by=PAT)
    ),
    "claims.deciding.approve_first": after(
        a_report_in_review, lambda claim, _: claims.approve_first(claim=claim, by=PAT, has_certificate=True)
    ),
    "claims.deciding.approve_second": after(
        lambda ruth: claims.approve_first(claim=a_report_in_review(ruth), by=PAT, has_certificate=True),
        lambda claim, _: claims.approve_second(claim=claim, by=RAE),
    ),
    "cases.propose": after(a_case, lambda case, _: cases.propose(case=case, by=PAT)),
    "cases.confirm": after(a_proposed_case, lambda case, _: cases.confirm(case=case, by=RAE)),
    "cases.dismiss": after(
        a_proposed_case, lambda case, _: cases.dismiss(case=case, by=RAE, reason="another person")
    ),
    "cases.propose_resumption": after(a_confirmed_case, lambda case, _: a_resumption(case)),
    "cases.confirm_resumption": after(
        lambda ruth: a_resumption(a_confirmed_case(ruth)),
        lambda case, _: cases.confirm_resumption(case=case, by=RAE),
    ),
    "overpayments.agree": after(
        lambda _ruth: back_at_work(retired_on=date(2026, 5, 1), paid_months=3),
        lambda someone, _: overpayments.agree(
            someone=someone, suspension=SuspensionCase.objects.get().suspension, number=3, by=PAT
        ),
    ),
    "overpayments.keep_back": after(
        lambda _ruth: an_overpayment(is_over=True),
        lambda row, _: overpayments.keep_back(repayment=row, number=3, by=PAT),
    ),
    "overpayments.propose_write_off": after(
        lambda _ruth: an_overpayment(),
        lambda row, _: overpayments.propose_write_off(repayment=row, reason="no estate", by=PAT),
    ),
    "overpayments.withdraw_write_off": after(
        an_overpayment_proposed, lambda row, _: overpayments.withdraw_write_off(repayment=row, by=PAT)
    ),
    "overpayments.write_off": after(
        an_overpayment_proposed, lambda row, _: overpayments.write_off(repayment=row, by=RAE)
    ),
    "repayments.agree": after(lambda _ruth: back_at_work(), lambda someone, _: a_repayment(someone)),
    "repayments.record_payment": after(
        lambda _ruth: a_repayment(back_at_work()),
        lambda row, _: repayments.record_payment(
            repayment=row, on=clock.today(), amount=Decimal(5), number="7", by=PAT
        ),
    ),
    "repayments.give_up": after(
        lambda _ruth: a_repayment(back_at_work()),
        lambda row, _: repayments.give_up(repayment=row, by=PAT),
    ),
    "repayments.record_refund": after(
        lambda _ruth: repayments.give_up(repayment=a_repayment(back_at_work()), by=PAT),
        lambda row, _: repayments.record_refund(repayment=row, on=clock.today(), number="8", by=PAT),
    ),
}
