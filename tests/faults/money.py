"""Each service that moves money or decides on it: what must be there before, and the call itself."""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal

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
from reemployment.models import SuspensionCase
from reemployment.services import cases, overpayments, repayments
from sers_portal.base import clock
from tests import people
from tests.benefits.payments.cast import PAT, RAE
from tests.factories.money import NEW_ACCOUNT, a_bank_change
from tests.faults.on_record import (
    FIRST,
    SEPTEMBER,
    a_case,
    a_choice,
    a_claim_in_review,
    a_confirmed_case,
    a_deduction,
    a_figure,
    a_hold,
    a_lock,
    a_planned_run,
    a_proposal,
    a_proposed_case,
    a_proposed_release,
    a_proposed_write_off,
    a_repayment,
    a_report,
    a_report_in_review,
    a_resumption,
    a_return,
    a_reviewed_change,
    a_run_that_leaves_out,
    a_suspension,
    an_account_before,
    an_address_on_paper,
    an_approved_deduction,
    an_approved_run,
    an_end,
    an_increase,
    an_increase_left_to_a_person,
    an_overpayment,
    an_overpayment_proposed,
    annuity_of,
    something_owed_after_a_death,
)
from tests.reemployment.work_again import back_at_work

Act = Callable[[], object]


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
