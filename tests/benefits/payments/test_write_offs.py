"""What was paid after a death and will not come in is written off by two people; what comes all the same is taken."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from benefits.models import Payment, Receivable
from benefits.queues_of_deaths import debts_to_write_off
from benefits.services.after_death import receivables
from benefits.services.payment_runs import returns
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base.audit import SYSTEM
from tests.benefits.payments.cast import PAT, RAE, TODAY, a_payee
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
D = Decimal
WHY = "No estate; Comptroller, decision 12-26 of December 1"


@pytest.fixture
def owed() -> Receivable:
    """2,150.00 less tax, paid for November to somebody who died in October; 150.00 of it came back."""
    ruth = a_payee()
    ruth.payee.died_on = date(2026, 10, 20)
    ruth.payee.save()
    [row] = receivables.find_overpaid(person=ruth.payee, by=SYSTEM)
    return came_in(row, "150.00", "77")


def came_in(row: Receivable, amount: str, number: str) -> Receivable:
    return receivables.record_receipt(receivable=row, on=TODAY, amount=D(amount), number=number, by=PAT)


def written_off(row: Receivable) -> Receivable:
    receivables.propose_write_off(receivable=row, reason=WHY, by=PAT)
    return receivables.write_off(receivable=row, by=RAE)


def test_the_rest_of_a_debt_is_written_off_by_a_second_person(owed):
    with pytest.raises(PaymentRefused, match="Nobody proposed"):
        receivables.write_off(receivable=owed, by=RAE)
    receivables.propose_write_off(receivable=owed, reason=WHY, by=PAT)
    with pytest.raises(PaymentRefused, match="already"):
        receivables.propose_write_off(receivable=owed, reason=WHY, by=RAE)
    with pytest.raises(PaymentRefused, match="somebody else must approve"):
        receivables.write_off(receivable=owed, by=PAT)

    row = receivables.write_off(receivable=owed, by=RAE)

    assert (row.state, row.recovered) == ("written_off", D("150.00"))
    assert row.written_off == row.payment.net - D("150.00")


def test_without_a_reason_nothing_is_proposed_and_a_proposal_can_be_taken_back(owed):
    with pytest.raises(PaymentRefused, match="Say why"):
        receivables.propose_write_off(receivable=owed, reason=" ", by=PAT)
    receivables.propose_write_off(receivable=owed, reason=WHY, by=PAT)

    receivables.withdraw_write_off(receivable=owed, by=PAT)

    with pytest.raises(PaymentRefused, match="Nobody proposed"):
        receivables.write_off(receivable=owed, by=RAE)


def test_money_that_comes_after_all_is_taken_and_written_off_no_more(owed):
    row = written_off(owed)
    rest = row.written_off

    row = came_in(row, "100.00", "78")

    assert (row.state, row.written_off) == ("written_off", rest - 100)
    row = came_in(row, str(row.written_off), "79")
    assert (row.state, row.written_off, row.recovered) == ("settled", 0, row.amount)


def test_a_payment_that_the_bank_sends_back_after_all_settles_what_was_written_off(owed):
    row = written_off(owed)
    back = returns.enter(payment=row.payment, returned_on=TODAY, reason="closed", remedy="keep", by=PAT)

    returns.approve(returned=back, by=RAE)

    row.refresh_from_db()
    assert (row.state, row.written_off) == ("settled", 0)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"write_off_approved_by": PAT.id}, "written_off_by_two_people"),
        ({"written_off": D("0.00")}, "settled_receivable"),
        ({"write_off_reason": ""}, "written_off_by_two_people"),
    ],
)
def test_the_database_wants_two_people_a_reason_and_the_whole_rest(owed, change, named):
    row = written_off(owed)

    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        Receivable.objects.filter(pk=row.pk).update(**change)


def test_each_does_the_own_step_on_the_page_of_the_debt(owed, client):
    page = reverse("admin:benefits_receivable_change", args=[owed.pk])
    propose, write_off = (
        reverse("admin:benefits_receivable_step", args=[owed.pk, name]) for name in ("propose", "write_off")
    )
    may = ("benefits.view_receivable", "benefits.record_receivablereceipt")
    payroll, supervisor = staff(*may), staff("benefits.view_receivable", "benefits.write_off_receivable")
    client.force_login(payroll)
    nothing_said = client.post(propose, {"reason": ""})
    client.post(propose, {"reason": WHY})
    alone = client.post(write_off)
    [waiting] = debts_to_write_off(supervisor)
    client.force_login(supervisor)
    shown = client.get(page).content.decode()

    done = client.post(write_off)

    listed = client.get(reverse("admin:benefits_receivable_changelist")).content.decode()
    assert (nothing_said.status_code, alone.status_code, done.status_code) == (422, 403, 302)
    assert "Say why, and who decided it" in nothing_said.content.decode()
    assert (waiting.number, WHY in shown) == (1, True)
    owed.refresh_from_db()
    assert (owed.state, f"${owed.written_off:,.2f}" in listed) == ("written_off", True)
    assert Payment.objects.count() == 4
