"""A deduction entered wrongly is taken back by one person before its approval, and ended by two after it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from benefits.models import PaymentDeduction
from benefits.queues import deductions_to_approve
from benefits.services.payment_runs import approval, deductions, plan
from benefits.services.payment_runs.trouble import PaymentRefused
from tests.benefits.payments.cast import DECEMBER, PAT, RAE, a_payee, a_planned_run
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
D = Decimal


def a_deduction(annuity, *, monthly: str = "50.00", **more) -> PaymentDeduction:
    return deductions.enter(
        annuity=annuity,
        monthly=D(monthly),
        reason="court order",
        from_month=DECEMBER.first_day,
        by=PAT,
        **more,
    )


def in_force(annuity, **more) -> PaymentDeduction:
    return deductions.approve(deduction=a_deduction(annuity, **more), by=RAE)


def waiting_for(user) -> int:
    [queue] = deductions_to_approve(user)
    return queue.number


def test_a_deduction_that_nobody_approved_is_withdrawn_and_waits_for_nobody():
    row, rae = a_deduction(a_payee()), staff("benefits.approve_paymentdeduction")
    before = waiting_for(rae)

    deductions.withdraw(deduction=row, by=PAT)

    assert (before, waiting_for(rae)) == (1, 0)
    with pytest.raises(PaymentRefused, match="withdrawn or ended already"):
        deductions.approve(deduction=row, by=RAE)


def test_a_deduction_higher_than_the_payment_is_ended_by_two_people_and_the_payee_is_paid():
    ruth = a_payee()
    row = in_force(ruth, monthly="9999.00")
    run = a_planned_run()
    assert run.rows.get().left_out_because
    plan.discard(run=run, reason="a deduction typed wrongly", by=PAT)
    with pytest.raises(PaymentRefused, match="first propose"):
        deductions.approve_end(deduction=row, by=RAE)
    deductions.propose_end(deduction=row, by=PAT)
    with pytest.raises(PaymentRefused, match="somebody else must approve"):
        deductions.approve_end(deduction=row, by=PAT)
    waiting = waiting_for(staff("benefits.approve_paymentdeduction"))

    deductions.approve_end(deduction=row, by=RAE)

    planned = a_planned_run().rows.get()
    assert waiting == 1
    assert (planned.left_out_because, planned.other_deduction) == ("", 0)


@pytest.mark.parametrize("left_out", [False, True])
def test_a_deduction_is_not_ended_while_a_planned_payment_could_still_take_it(left_out):
    row = in_force(a_payee(), total=D("500.00"))
    deductions.propose_end(deduction=row, by=PAT)
    run = a_planned_run()
    if left_out:
        approval.leave_out(row=run.rows.get(), reason="asked first", by=PAT)

    with pytest.raises(PaymentRefused, match="discard the run first"):
        deductions.approve_end(deduction=row, by=RAE)


def test_a_deduction_that_pays_off_a_debt_is_withdrawn_before_its_approval_and_ended_by_two_people_after_it():
    ruth = a_payee()
    wrong, taken = a_deduction(ruth, total=D("500.00")), in_force(ruth, total=D("300.00"))

    deductions.withdraw(deduction=wrong, by=PAT)
    deductions.propose_end(deduction=taken, by=PAT)
    with pytest.raises(PaymentRefused, match="somebody else must approve"):
        deductions.approve_end(deduction=taken, by=PAT)
    deductions.approve_end(deduction=taken, by=RAE)

    assert a_planned_run().rows.get().other_deduction == 0


def test_the_database_wants_two_people_for_the_end_of_one_in_force():
    row = in_force(a_payee())

    with pytest.raises(IntegrityError, match="ended_by_two_people"), transaction.atomic():
        PaymentDeduction.objects.filter(pk=row.pk).update(
            end_proposed_by=PAT.id, closed_by=PAT.id, closed_at="2026-12-18T12:00Z"
        )


def test_staff_end_a_deduction_on_its_page_each_with_their_own_button(client):
    row = in_force(a_payee())
    page = reverse("admin:benefits_paymentdeduction_change", args=[row.pk])
    step = reverse("admin:paymentdeduction_step", args=[row.pk])
    client.force_login(staff("benefits.view_paymentdeduction", "benefits.add_paymentdeduction"))
    first = client.get(page).content.decode()
    client.post(step, {"step": "propose_end"})

    client.force_login(staff("benefits.view_paymentdeduction", "benefits.approve_paymentdeduction"))
    second = client.get(page).content.decode()
    client.post(step, {"step": "approve_end"})

    row.refresh_from_db()
    assert "Propose to end it" in first
    assert "Approve its end" in second
    assert row.closed_at is not None
