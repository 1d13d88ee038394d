"""An increase that the rules leave to a person is decided by two, once; months paid meanwhile get what they lack."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse

from benefits.admin.payment_forms import ReturnForm
from benefits.models import IncreaseDecision, IncreaseDifference, Payment
from benefits.rules.months import Month
from benefits.services import suspensions
from benefits.services.payment_runs import approval, booking, file, increases_by_hand, returns
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base import jobs
from tests.benefits.payments.cast import JANUARY, PAT, RAE, a_booked_run, a_payee, a_planned_run
from tests.factories.accounts import an_account, staff

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


def paid_on(day: date, month: Month, move_to):
    move_to(day)
    return a_booked_run(month)


def decided_late(annuity, move_to) -> IncreaseDecision:
    """February and March are paid at 2,000.00; then two people decide on 2,060.00 from February on."""
    decision = entered(annuity)
    paid_on(date(2027, 2, 19), Month(2027, 2), move_to)
    paid_on(date(2027, 3, 19), Month(2027, 3), move_to)
    return increases_by_hand.approve(decision=decision, by=RAE)


def test_months_paid_before_the_decision_get_what_they_lack_with_the_next_run_once(ruth, move_to):
    decided_late(ruth, move_to)

    april = paid_on(date(2027, 4, 19), Month(2027, 4), move_to)

    may = paid_on(date(2027, 5, 19), Month(2027, 5), move_to)
    # A single person's tax by the tables of 2026: of 2,000.00 it is 65.83, of 2,060.00 it is 71.83.
    rests = Payment.objects.filter(annuity=ruth, is_difference=True).order_by("month")
    assert list(rests.values_list("month", "paid_on", "gross", "federal_tax", "net")) == [
        (date(2027, 2, 1), april.paid_on, D("60.00"), D("6.00"), D("54.00")),
        (date(2027, 3, 1), april.paid_on, D("60.00"), D("6.00"), D("54.00")),
    ]
    assert not may.rows.filter(difference__isnull=False).exists()
    # February through May: four times 2,060.00, as if it had been decided in time.
    sums = Payment.objects.filter(annuity=ruth, month__gte=FEBRUARY).aggregate(
        gross=Sum("gross"), tax=Sum("federal_tax"), net=Sum("net")
    )
    assert sums == {"gross": D("8240.00"), "tax": 4 * D("71.83"), "net": D("7952.68")}


def test_the_file_names_each_month_and_has_the_sum_of_the_run(ruth, move_to):
    decided_late(ruth, move_to)

    run = paid_on(date(2027, 4, 19), Month(2027, 4), move_to)

    lines = list(csv.DictReader(io.StringIO(file.take_file(run=run, by=PAT).decode())))
    rests = [(line["month"], line["gross"], line["net"]) for line in lines if line["kind"] == "difference"]
    assert rests == [("2027-02", "60.00", "54.00"), ("2027-03", "60.00", "54.00")]
    assert sum(D(line["net"]) for line in lines) == run.rows.aggregate(net=Sum("net"))["net"]


def test_the_payee_reads_which_month_it_is_and_staff_return_the_rest_of_it(ruth, move_to, client):
    account = an_account(ruth.payee, email="ruth@example.org")
    decided_late(ruth, move_to)
    paid_on(date(2027, 4, 19), Month(2027, 4), move_to)
    said = {
        "member_id": ruth.payee.member_id,
        "kind": "retirement",
        "month": "2027-02",
        "returned_on": "2027-04-19",
        "reason": "closed",
        "remedy": "reissue",
    }
    client.force_login(account)

    page = client.get(reverse("payments_year", args=[2027])).text
    forms = [ReturnForm(said), ReturnForm({**said, "is_difference": "on"})]

    assert "Rest of February 2027: your increase was decided after that month was paid." in page
    assert [form.is_valid() for form in forms] == [True, True]
    assert [form.cleaned_data["payment"].gross for form in forms] == [D("2000.00"), D("60.00")]


def test_what_is_left_out_of_a_run_comes_with_the_one_after(ruth, move_to):
    decided_late(ruth, move_to)
    move_to(date(2027, 4, 19))
    run = a_planned_run(Month(2027, 4))
    for row in run.rows.filter(difference__isnull=False):
        approval.leave_out(row=row, reason="asked first", by=PAT)
    approval.approve(run=run, by=RAE)
    jobs.work_off(booking.JOB)
    before = Payment.objects.filter(is_difference=True).count()

    paid_on(date(2027, 5, 19), Month(2027, 5), move_to)

    assert (before, Payment.objects.filter(is_difference=True).count()) == (0, 2)


def test_nothing_is_approved_under_a_run_that_pays_the_month_at_the_old_amount(ruth, move_to):
    decision = entered(ruth)
    move_to(date(2027, 2, 19))
    a_planned_run(Month(2027, 2))

    with pytest.raises(PaymentRefused, match="payments being prepared"):
        increases_by_hand.approve(decision=decision, by=RAE)


def test_a_month_whose_payment_stays_with_sers_lacks_nothing(ruth, move_to):
    paid_on(date(2027, 2, 19), Month(2027, 2), move_to)
    payment = Payment.objects.get(annuity=ruth, month=FEBRUARY)
    kept = returns.enter(
        payment=payment, returned_on=date(2027, 2, 19), reason="not hers", remedy="keep", by=PAT
    )
    returns.approve(returned=kept, by=RAE)

    decision = increases_by_hand.approve(decision=entered(ruth), by=RAE)

    assert not decision.differences.exists()


def test_the_database_knows_one_difference_of_a_month_for_a_decision(ruth, move_to):
    decision = decided_late(ruth, move_to)
    first = decision.differences.earliest("pk")

    with pytest.raises(IntegrityError, match="one_difference_a_month"), transaction.atomic():
        IncreaseDifference.objects.create(decision=decision, payment=first.payment, amount=D("1.00"))


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
