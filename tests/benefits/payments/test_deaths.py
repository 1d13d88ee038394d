"""A death told, judged and recorded: payments stop with the report, end with the record, and nobody is paid too long
without its being owed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from benefits.models import Annuity, Payment, PaymentHold, Receivable
from benefits.services import claims, suspensions
from benefits.services.after_death import holds, receivables
from benefits.services.payment_runs import approval, booking, file, returns
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM
from tests.benefits.payments.cast import (
    DECEMBER,
    JANUARY,
    PAT,
    RAE,
    a_booked_run,
    a_payee,
    a_planned_run,
    row_of,
)
from tests.benefits.payments.deaths import CONTACT, recorded, told
from tests.factories.accounts import a_person, an_account, staff
from tests.factories.claims import an_examiner

pytestmark = pytest.mark.django_db
D = Decimal


def test_a_report_that_fits_by_name_birth_date_and_number_holds_the_next_payment_at_once():
    ruth, olga = a_payee(), a_payee("Olga")
    told(ruth, number=ruth.payee.member_id)

    run = a_booked_run()

    assert row_of(run, ruth).left_out_because == "A death was reported: payments are held"
    assert "death_reported" in row_of(run, ruth).exceptions
    assert not Payment.objects.filter(annuity=ruth, month=DECEMBER.first_day).exists()
    assert Payment.objects.filter(annuity=olga, month=DECEMBER.first_day).exists()


def test_a_report_without_a_number_holds_nothing_until_staff_tie_it_to_the_record():
    ruth, erin = a_payee(), an_examiner()
    claim = told(ruth)
    before = holds.held_people()

    claims.identify(claim=claim, person=None, member=ruth.member, by=erin.actor)

    assert (before, holds.held_people()) == (set(), {ruth.payee_id})


def test_an_application_after_a_death_holds_the_payments_as_well():
    ruth = a_payee()

    claims.open_claim(
        kind="lump_sum_death", person=None, member=ruth.member, answers={}, by=SYSTEM, contact=CONTACT
    )

    assert holds.held_people([ruth.payee_id]) == {ruth.payee_id}


def test_nobody_takes_a_held_payment_in_and_two_people_release_it():
    ruth = a_payee()
    told(ruth, number=ruth.payee.member_id)
    run, hold = a_planned_run(), PaymentHold.objects.get()
    assert row_of(run, ruth).left_out_because == "A death was reported: payments are held"
    with pytest.raises(PaymentRefused, match="Two people must first release"):
        approval.take_in(row=row_of(run, ruth), reason="she called", by=PAT)
    with pytest.raises(PaymentRefused, match="must first say why"):
        holds.approve_release(hold=hold, by=RAE)
    holds.propose_release(hold=hold, reason="she came to the counter with her passport", by=PAT)
    with pytest.raises(PaymentRefused, match="somebody else"):
        holds.approve_release(hold=hold, by=PAT)

    holds.approve_release(hold=hold, by=RAE)

    approval.take_in(row=row_of(run, ruth), reason="released", by=PAT)
    assert row_of(run, ruth).left_out_because == ""


def test_the_database_refuses_a_release_by_one_person():
    told(a_payee(), number=Annuity.objects.get().payee.member_id)

    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        PaymentHold.objects.update(
            state="released",
            closed_at="2026-12-18T12:00Z",
            release_reason="x",
            release_proposed_by=PAT.id,
            released_by=PAT.id,
        )


@pytest.mark.parametrize("is_recorded", [False, True])
def test_a_death_told_between_approval_and_payday_is_not_paid(move_to, is_recorded):
    ruth = a_payee()
    a_payee("Olga")
    move_to(date(2026, 12, 10))
    run = a_planned_run()
    approval.approve(run=run, by=RAE)

    tell = recorded if is_recorded else told
    tell(ruth, died_on="2026-11-28", number=ruth.payee.member_id)
    move_to(date(2026, 12, 18))
    booking.order_what_is_due()
    jobs.work_off(booking.JOB)

    run.refresh_from_db()
    assert run.state == "booked"
    assert not Payment.objects.filter(annuity=ruth, month=DECEMBER.first_day).exists()


def test_what_the_comptroller_has_already_is_booked_and_owed_back(move_to):
    ruth = a_payee()
    move_to(date(2026, 12, 10))
    run = a_planned_run()
    approval.approve(run=run, by=RAE)
    file.take_file(run=run, by=PAT)
    recorded(ruth, died_on="2026-11-28", number=ruth.payee.member_id)

    move_to(date(2026, 12, 18))
    booking.order_what_is_due()
    jobs.work_off(booking.JOB)

    owed = Receivable.objects.get()
    assert (owed.payment.month, owed.amount) == (DECEMBER.first_day, owed.payment.net)
    file.take_file(run=run, by=PAT)  # still the same bytes


def test_months_paid_after_a_death_are_owed_net_until_they_come_back():
    ruth = a_payee(monthly="2150.00")

    recorded(ruth, died_on="2026-09-20")

    # October and November were paid; September, the month of the death, is hers.
    october, november = Receivable.objects.order_by("payment__month")
    assert (october.payment.month.month, november.payment.month.month) == (10, 11)
    assert october.amount == october.payment.net
    part = receivables.record_receipt(
        receivable=october, on=date(2026, 12, 18), amount=D("150.00"), number="77", by=PAT
    )
    assert (part.state, part.recovered) == ("open", D("150.00"))
    with pytest.raises(PaymentRefused, match="at most"):
        receivables.record_receipt(
            receivable=october, on=date(2026, 12, 18), amount=october.amount, number="78", by=PAT
        )
    with pytest.raises(PaymentRefused, match="on record already"):
        receivables.record_receipt(
            receivable=october, on=date(2026, 12, 18), amount=D("1.00"), number="77", by=PAT
        )
    whole = receivables.record_receipt(
        receivable=october,
        on=date(2026, 12, 18),
        amount=october.amount - D("150.00"),
        number="78",
        by=PAT,
    )
    assert whole.state == "settled"


def test_a_payment_after_a_death_that_the_bank_sends_back_settles_the_debt_and_is_not_paid_again():
    ruth = a_payee()
    recorded(ruth, died_on="2026-10-20")
    payment = Receivable.objects.get().payment
    said = {"payment": payment, "returned_on": date(2026, 12, 18), "reason": "account closed", "by": PAT}
    with pytest.raises(PaymentRefused, match="cannot be paid again"):
        returns.enter(remedy="reissue", **said)

    returns.approve(returned=returns.enter(remedy="keep", **said), by=RAE)

    owed = Receivable.objects.get()
    assert (owed.state, owed.recovered) == ("settled", owed.amount)


def test_nothing_is_taken_in_for_a_month_after_the_death():
    ruth = a_payee()
    a_payee("Olga")
    ruth.payee.died_on = date(2026, 11, 28)
    ruth.payee.save()
    run = a_planned_run()

    with pytest.raises(PaymentRefused, match="nothing is payable"):
        approval.take_in(row=row_of(run, ruth), reason="x", by=PAT)


def test_the_death_of_a_survivor_who_was_no_member_ends_the_survivor_annuity():
    ruth = a_payee(state="ended", ends_on=date(2026, 3, 31))
    widower = a_person("Ray", "Miller", born_on=date(1955, 5, 5))
    his = Annuity.objects.create(
        member=ruth.member,
        payee=widower,
        kind="survivor",
        starts_on=date(2026, 4, 1),
        formula="regular",
        coverage="covered",
        service_months=0,
        final_average_compensation=0,
        original_monthly=D("1000.00"),
        status_at_death="retired",
    )

    recorded(his, died_on="2026-12-03")

    his.refresh_from_db()
    widower.refresh_from_db()
    assert (his.state, his.ends_on, widower.died_on) == ("ended", date(2026, 12, 31), date(2026, 12, 3))
    assert PaymentHold.objects.get().state == "confirmed"


def test_a_suspended_annuity_of_the_dead_gets_no_january_increase_and_no_month(move_to):
    ruth = a_payee(starts_on=date(2025, 6, 1), monthly="2000.00")
    a_payee("Olga")
    suspensions.suspend(
        annuity=ruth, from_on=date(2026, 12, 1), reason="works", proposed_by=PAT, approved_by=RAE
    )
    recorded(ruth, died_on="2026-12-03")
    move_to(date(2027, 1, 19))

    run = a_planned_run(JANUARY)

    assert not run.increases.filter(annuity=ruth).exists()
    assert not run.rows.filter(annuity=ruth).exists()


def test_a_january_increase_waits_for_a_person_while_the_annuity_is_suspended(move_to):
    ruth = a_payee(starts_on=date(2025, 6, 1), monthly="2000.00")
    a_payee("Olga")
    suspensions.suspend(
        annuity=ruth, from_on=date(2026, 12, 1), reason="works", proposed_by=PAT, approved_by=RAE
    )
    move_to(date(2027, 1, 19))

    run = a_booked_run(JANUARY)

    assert "suspended: somebody must decide" in run.increases.get(annuity=ruth).refusal
    assert not ruth.amounts.filter(from_on=JANUARY.first_day).exists()
    assert not Payment.objects.filter(annuity=ruth, month__gte=DECEMBER.first_day).exists()


def test_who_lives_reads_that_the_payments_are_held_and_what_to_do(client):
    ruth = a_payee()
    account = an_account(ruth.payee, email="ruth@example.org")
    told(ruth, number=ruth.payee.member_id)

    client.force_login(account)
    page = client.get(reverse("member_home")).content.decode()

    assert "Your payments are on hold" in page


def test_staff_propose_and_release_on_the_page_of_the_hold(client):
    ruth = a_payee()
    told(ruth, number=ruth.payee.member_id)
    hold = PaymentHold.objects.get()
    may_see = "benefits.view_paymenthold"
    erin = staff(may_see, "benefits.propose_release_paymenthold", given_name="Erin")
    sol = staff(
        may_see,
        "benefits.propose_release_paymenthold",
        "benefits.approve_release_paymenthold",
        given_name="Sol",
    )
    page = reverse("admin:benefits_paymenthold_change", args=[hold.pk])
    propose, release = (
        reverse("admin:benefits_paymenthold_step", args=[hold.pk, name]) for name in ("propose", "release")
    )

    client.force_login(erin)
    nothing_said = client.post(propose, {"reason": ""})
    client.post(propose, {"reason": "He answered the phone"})
    by_herself = client.post(release)
    client.force_login(sol)
    shown = client.get(page).content.decode()
    done = client.post(release)

    assert (nothing_said.status_code, by_herself.status_code, done.status_code) == (422, 403, 302)
    assert "Say how you know" in nothing_said.content.decode()
    assert "He answered the phone" in shown
    assert ruth.payee.full_name in shown
    hold.refresh_from_db()
    assert hold.state == "released"
