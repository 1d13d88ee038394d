"""An increase that the rules leave to a person is decided by two, once, and never for a month that is paid."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from benefits.models import IncreaseDecision, Payment
from benefits.rules.months import Month
from benefits.services import suspensions
from benefits.services.payment_runs import increases_by_hand
from benefits.services.payment_runs.trouble import PaymentRefused
from tests.benefits.payments.cast import JANUARY, PAT, RAE, a_booked_run, a_payee
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
D = Decimal
FEBRUARY = date(2027, 2, 1)


@pytest.fixture
def ruth(move_to):
    """Suspended over January 1, so that her increase waits for a person; the January run is booked."""
    annuity = a_payee(starts_on=date(2025, 6, 1), monthly="2000.00")
    a_payee("Olga")
    spell = suspensions.suspend(
        annuity=annuity, from_on=date(2026, 12, 1), reason="works", proposed_by=PAT, approved_by=RAE
    )
    move_to(date(2027, 1, 19))
    run = a_booked_run(JANUARY)
    suspensions.resume(
        suspension=spell, employment_ended_on=date(2027, 1, 15), proposed_by=PAT, approved_by=RAE
    )
    annuity.left_to_a_person = run.increases.get(annuity=annuity)
    return annuity


def entered(annuity, *, monthly: str = "2060.00", from_on: date = FEBRUARY) -> IncreaseDecision:
    return increases_by_hand.enter(
        planned=annuity.left_to_a_person,
        monthly=D(monthly),
        from_on=from_on,
        reason="3%, 40 ILCS 5/14-114, the work ended in January",
        by=PAT,
    )


def test_what_two_people_decided_is_paid_from_its_month_on(ruth, move_to):
    decision = entered(ruth)
    with pytest.raises(PaymentRefused, match="somebody else"):
        increases_by_hand.approve(decision=decision, by=PAT)

    increases_by_hand.approve(decision=decision, by=RAE)

    move_to(date(2027, 2, 19))
    a_booked_run(Month(2027, 2))
    assert Payment.objects.get(annuity=ruth, month=FEBRUARY).gross == D("2060.00")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"monthly": "1999.99"}, "does not lower"),
        ({"from_on": date(2027, 2, 2)}, "first day of a month"),
        ({"from_on": date(2026, 12, 1)}, "2027-01-01 or later"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(ruth, wrong, said):
    with pytest.raises(PaymentRefused, match=said):
        entered(ruth, **wrong)


def test_a_month_that_was_paid_meanwhile_is_not_raised(ruth, move_to):
    decision = entered(ruth)
    move_to(date(2027, 2, 19))
    a_booked_run(Month(2027, 2))

    with pytest.raises(PaymentRefused, match="is paid"):
        increases_by_hand.approve(decision=decision, by=RAE)


def test_one_decision_for_an_increase_and_the_database_wants_two_people(ruth):
    decision = entered(ruth)

    with pytest.raises(PaymentRefused, match="on record already"):
        entered(ruth)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        IncreaseDecision.objects.update(approved_by=PAT.id, amount=ruth.amounts.first())
    assert not IncreaseDecision.objects.get(pk=decision.pk).approved_by


def test_staff_decide_from_the_list_of_increases(ruth, client):
    planned = ruth.left_to_a_person
    rights = ("view_paymentrun", "view_increasedecision", "add_increasedecision")
    client.force_login(staff(*(f"benefits.{right}" for right in rights)))
    listed = client.get(reverse("admin:paymentrun_increases", args=[planned.run_id])).content.decode()
    address = reverse("admin:benefits_increasedecision_add")
    typed = {"line": planned.pk, "monthly": "1000.00", "from_on": "2027-02-01", "reason": "by the law"}

    wrong = client.post(address, typed).content.decode()
    client.post(address, {**typed, "monthly": "2060.00"})

    decision = IncreaseDecision.objects.get()
    client.force_login(staff("benefits.view_increasedecision", "benefits.approve_increasedecision"))
    client.post(reverse("admin:increasedecision_step", args=[decision.pk]), {"step": "approve"})
    decision.refresh_from_db()
    assert f"{address}?line={planned.pk}" in listed
    assert "An increase does not lower" in wrong
    assert f"{ruth.payee.full_name}, Member ID {ruth.payee.member_id}, retirement annuity: $" in wrong
    assert 'value="by the law"' in wrong
    assert decision.amount.monthly == D("2060.00")
