"""Payments as staff work on them in admin, and a returned payment as the member reads it."""

from datetime import date

import pytest
from django.urls import reverse

from benefits.admin.payment_forms import ReturnForm
from benefits.models import BankAccount, Payment, PaymentDeduction, PaymentReturn, PaymentRun
from benefits.services import giving_back, suspensions
from benefits.services.payment_runs import approval, booking, plan, returns
from benefits.services.payment_runs.progress import in_numbers
from notices.services import calendar
from sers_portal.base import clock, jobs
from sers_portal.base.models import AuditEvent, Job
from tests.benefits.payments.cast import (
    DECEMBER,
    JANUARY,
    PAT,
    RAE,
    a_booked_run,
    a_payee,
    a_planned_run,
)
from tests.factories.accounts import an_account, staff

pytestmark = pytest.mark.django_db
PLANS = [f"benefits.{name}_paymentrun" for name in ("view", "add", "change", "download")]
APPROVES = ["benefits.view_paymentrun", "benefits.approve_paymentrun"]


def address(run: PaymentRun) -> str:
    return reverse("admin:benefits_paymentrun_change", args=[run.pk])


def post(client, step: str, run: PaymentRun, **fields) -> str:
    response = client.post(reverse(f"admin:paymentrun_{step}", args=[run.pk]), fields, follow=True)
    return response.content.decode()


def test_a_run_is_planned_looked_over_approved_and_filed_by_two_people(client):
    ruth = a_payee()
    a_payee("Olga", with_account=False)
    client.force_login(staff(*PLANS))
    client.post(reverse("admin:benefits_paymentrun_add"), {"month_to_pay": "2026-12"})
    run = PaymentRun.objects.get()
    jobs.work_off(plan.JOB)
    listed = client.get(address(run)).content.decode()
    said = post(client, "decide", run, row=run.rows.first().pk, decision="leave_out", reason="")

    client.force_login(staff(*APPROVES))
    approved = post(client, "approve", run)
    client.force_login(staff(*PLANS))
    taken = client.post(reverse("admin:paymentrun_file", args=[run.pk]))

    assert "No bank account: a check is mailed" in listed
    assert "Give the reason." in said
    assert "Approved. The payments are booked on their day." in approved
    assert taken.headers["Content-Disposition"] == 'attachment; filename="sers-payments-2026-12-20261218.csv"'
    assert str(ruth.payee.full_name) in taken.content.decode()
    assert AuditEvent.objects.filter(verb="took the payment file").count() == 1


def test_a_payment_nothing_is_unusual_about_is_found_by_the_payees_member_id_and_left_out(client):
    ruth, olga = a_payee().payee, a_payee("Olga").payee
    run = a_planned_run()
    client.force_login(staff(*PLANS))

    usual = client.get(address(run)).text
    found = client.get(address(run), {"payee": ruth.member_id}).text
    nobody = client.get(address(run), {"payee": "999999"}).text
    said = post(client, "decide", run, row=run.rows.get(payee=ruth).pk, decision="leave_out", reason="theft")

    assert ruth.full_name not in usual
    assert ruth.full_name in found
    assert olga.full_name not in found
    assert "This run has no payment to this Member ID." in nobody
    assert "Left out: it comes with the next run." in said


def test_a_planned_payment_follows_the_account_that_is_given_back(client):
    ruth = a_payee().payee
    thiefs = BankAccount.objects.get(person=ruth)
    BankAccount.objects.filter(pk=thiefs.pk).update(from_on=clock.today())
    row = a_planned_run().rows.get(payee=ruth)
    (offer,) = giving_back.offers_for(ruth)

    chosen = giving_back.choose(person=ruth, key=offer.key, reason="A thief did it.", by=PAT)
    giving_back.approve(restoration=chosen, by=RAE)

    row.refresh_from_db()
    assert (offer.what, row.method, row.bank_account) == ("check", "check", None)


def test_the_planner_sees_why_they_cannot_approve_and_a_forged_post_is_refused(client):
    a_payee()
    both = staff(*PLANS, *APPROVES)
    client.force_login(both)
    client.post(reverse("admin:benefits_paymentrun_add"), {"month_to_pay": "2026-12"})
    run = PaymentRun.objects.get()
    jobs.work_off(plan.JOB)

    page = client.get(address(run)).content.decode()
    said = post(client, "approve", run)

    run.refresh_from_db()
    assert "somebody else must approve it" in page
    assert "somebody else must approve it" in said
    assert run.state == "planned"


@pytest.mark.parametrize("step", ["approve", "discard", "decide", "file"])
def test_a_step_without_its_right_is_refused(client, step):
    a_payee()
    run = a_planned_run()
    client.force_login(staff("benefits.view_paymentrun"))

    response = client.post(reverse(f"admin:paymentrun_{step}", args=[run.pk]), {"reason": "x"})

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("month", "sentence"), [("2026-13", "for example 2026-12"), ("2027-03", "one month ahead")]
)
def test_a_month_that_cannot_be_planned_is_explained(client, month, sentence):
    client.force_login(staff(*PLANS))

    page = client.post(reverse("admin:benefits_paymentrun_add"), {"month_to_pay": month}).content.decode()

    assert sentence in page


def test_a_payment_left_out_is_taken_in_with_a_reason(client):
    ruth = a_payee()
    ruth.payee.died_on = date(2026, 12, 3)
    ruth.payee.save()
    run = a_planned_run()
    client.force_login(staff(*PLANS, given_name="Peter", family_name="Payne"))

    said = post(client, "decide", run, row=run.rows.get().pk, decision="take_in", reason="month of the death")
    client.force_login(staff(*APPROVES))
    supervisors = client.get(address(run)).text

    assert "Taken in" in said
    assert "<strong>Peter Payne took it in:</strong>" in supervisors
    assert "month of the death" in supervisors
    assert run.rows.get().left_out_because == ""


def test_the_list_of_increases_says_who_gets_what_and_why_as_page_and_file(client, move_to):
    a_payee(starts_on=date(2025, 6, 1), monthly="2000.00", paid_through=DECEMBER)
    move_to(date(2027, 1, 19))
    run = a_planned_run(JANUARY)
    client.force_login(staff("benefits.view_paymentrun"))
    where = reverse("admin:paymentrun_increases", args=[run.pk])

    page, csv = client.get(where).content.decode(), client.get(where, {"csv": 1}).content.decode()

    assert "$2,060.00" in page
    assert "3%" in page
    assert "2000.00,2060.00" in csv


def test_a_returned_payment_is_entered_approved_by_another_and_read_by_the_member(client):
    ruth = a_payee()
    account = an_account(ruth.payee, email="ruth@example.org")
    a_booked_run()
    client.force_login(staff("benefits.view_paymentreturn", "benefits.add_paymentreturn"))
    form = {
        "member_id": ruth.payee.member_id, "kind": "retirement", "month": "2026-12", "returned_on": "2026-12-18",
        "reason": "the bank says the account is closed", "remedy": "reissue",
    }  # fmt: skip
    client.post(reverse("admin:benefits_paymentreturn_add"), form)
    twice = client.post(reverse("admin:benefits_paymentreturn_add"), form).content.decode()
    back = PaymentReturn.objects.get()
    client.force_login(account)
    before = client.get(reverse("direct_deposit")).text
    client.force_login(staff("benefits.view_paymentreturn", "benefits.approve_paymentreturn"))
    client.post(reverse("admin:paymentreturn_step", args=[back.pk]), {"step": "approve"})

    client.force_login(account)
    page = client.get(reverse("payments")).content.decode()
    after = client.get(reverse("direct_deposit")).text

    assert "A deposit to this account came back to us." not in before
    assert "A deposit to this account came back to us." in after
    assert "A return of this payment is on record already." in twice
    assert "This payment came back to us on" in page
    assert "We will pay it again with the next payments." in page
    assert "the bank says the account is closed" in page


def test_what_is_missing_or_unreadable_of_a_return_is_said_with_what_to_write():
    form = ReturnForm({"month": "2026-11", "returned_on": "2026-02-31"})

    said = {field: errors[0] for field, errors in form.errors.items()}

    assert said["returned_on"] == "Write the day as 2026-12-01 or 12/01/2026."
    assert said["remedy"] == "Choose whether it is paid again."
    assert said["reason"] == "Say why it came back."


def test_what_came_back_counts_in_no_total_until_it_is_paid_again(client, move_to):
    ruth = a_payee(monthly="2150.00")
    account = an_account(ruth.payee, email="ruth@example.org")
    run = a_booked_run()
    payment = Payment.objects.get(annuity=ruth, month=run.month)
    client.force_login(account)
    before = _year_of(client)
    back = returns.enter(payment=payment, returned_on=run.paid_on, reason="x", remedy="reissue", by=PAT)
    waiting = _year_of(client)

    returns.approve(returned=back, by=RAE)

    away = _year_of(client)
    assert before == waiting
    assert not Payment.objects.standing().filter(pk=payment.pk).exists()
    assert before[0] - away[0] == before[1] - away[1] == payment.gross
    assert (in_numbers(run).sums["net"], in_numbers(run).net_standing) == (payment.net, 0)
    move_to(date(2027, 1, 19))
    a_booked_run(JANUARY)
    assert _year_of(client) == before
    assert in_numbers(run).net_standing == payment.net


def _year_of(client):
    """The gross that the year's totals say, and that they set beside the form 1099-R."""
    context = client.get(reverse("payments_year", args=[2026])).context
    return context["shown"].gross, context["tax_years"][0].gross


def test_the_member_reads_when_a_returned_payment_was_paid_again(client, move_to):
    ruth = a_payee()
    account = an_account(ruth.payee, email="ruth@example.org")
    run = a_booked_run()
    payment = Payment.objects.get(annuity=ruth, month=run.month)
    back = returns.enter(payment=payment, returned_on=run.paid_on, reason="x", remedy="reissue", by=PAT)
    returns.approve(returned=back, by=RAE)
    move_to(date(2027, 1, 19))
    a_booked_run(JANUARY)

    client.force_login(account)
    page = client.get(reverse("payments_year", args=[2026])).content.decode()

    assert "We paid it again on January 19, 2027, by mailed check." in page


def test_a_deduction_is_entered_and_approved_by_another(client):
    ruth = a_payee()
    form = {
        "member_id": ruth.payee.member_id, "kind": "retirement", "monthly": "50.00", "reason": "repayment",
        "from_month": "2027-01-01",
    }  # fmt: skip
    first = staff(
        "benefits.view_paymentdeduction", "benefits.add_paymentdeduction", "benefits.approve_paymentdeduction"
    )
    client.force_login(first)
    entered = client.post(reverse("admin:benefits_paymentdeduction_add"), form, follow=True).content.decode()
    row = PaymentDeduction.objects.get()
    where = reverse("admin:paymentdeduction_step", args=[row.pk])
    own = client.post(where, {"step": "approve"}, follow=True).content.decode()
    client.force_login(staff("benefits.view_paymentdeduction", "benefits.approve_paymentdeduction"))
    client.post(where, {"step": "approve"})
    listed = client.get(reverse("admin:benefits_paymentdeduction_changelist")).text

    row.refresh_from_db()
    assert "Nothing follows from it until another person has approved it." in entered
    assert "somebody else must approve it" in own
    assert row.approved_by is not None
    assert "$50.00" in listed


def test_a_suspension_is_approved_on_its_page(client):
    spell = suspensions.propose(annuity=a_payee(), from_on=date(2026, 12, 7), reason="x", by=PAT)
    client.force_login(staff("benefits.view_annuitysuspension", "benefits.approve_annuitysuspension"))
    where = reverse("admin:benefits_annuitysuspension_change", args=[spell.pk])

    page = client.get(where).content.decode()
    step = reverse("admin:annuitysuspension_step", args=[spell.pk])
    said = client.post(step, {"step": "approve"}, follow=True).text

    spell.refresh_from_db()
    assert "Approve the suspension" in page
    assert "Approved." in said
    assert spell.state == "in_force"


def test_the_staffs_home_tells_of_the_open_run(client):
    a_payee()
    run = a_planned_run()
    client.force_login(staff(*APPROVES))

    before = client.get("/admin/").content.decode()
    approval.approve(run=run, by=RAE)

    assert "Payment run to look over and approve" in before
    assert "waiting for its day" in client.get("/admin/").content.decode()


def test_a_day_of_payment_that_a_closing_moved_is_said_on_the_run_and_late_on_the_staffs_home(client):
    a_payee()
    run = a_planned_run()
    client.force_login(staff(*PLANS))
    calendar.add_closing(on=run.paid_on, title="Day of mourning", by=RAE)

    planned, home = client.get(address(run)).text, client.get("/admin/").text
    approval.approve(run=run, by=RAE)
    approved = client.get(address(run)).text

    assert "Discard this run, and plan the month anew." in planned
    assert 'class="desk-late"' in home
    assert "Call the Comptroller before you do anything else." in approved


def test_a_decision_leads_back_to_the_sort_it_was_made_in(client):
    a_payee("Olga", with_account=False)
    run = a_planned_run()
    client.force_login(staff(*PLANS))
    listed = client.get(address(run), {"still": "1", "exception": "no_bank_account"}).context["listed"]
    decided = {"row": run.rows.get().pk, "decision": "leave_out", "reason": "she sends a form"}

    answer = client.post(
        reverse("admin:paymentrun_decide", args=[run.pk]),
        {**decided, "listed": listed + "&next=//evil.example"},
    )

    assert answer.headers["Location"] == f"{address(run)}?still=1&exception=no_bank_account"


def test_planning_that_was_given_up_is_not_said_to_be_tried_again(client):
    a_payee()
    run = plan.plan(month=DECEMBER, by=PAT)
    client.force_login(staff(*PLANS))
    plan.jobs_of(run).update(error="DataError")
    tried = client.get(address(run)).content.decode()

    plan.jobs_of(run).update(state=Job.State.FAILED, finished_at=clock.now())
    given_up = client.get(address(run)).content.decode()

    assert "It is tried again" in tried
    assert "is not tried any more. Tell the administrator" in given_up
    assert "It is tried again" not in given_up
    assert "There is nothing to look at." not in given_up


def test_a_payment_whose_tax_nobody_can_figure_shows_no_net_and_no_way_to_pay_it(client):
    a_payee()
    run = a_planned_run(JANUARY, tax_year=None)
    client.force_login(staff(*PLANS))

    page = client.get(address(run)).content.decode()

    assert "The law has no figure for the withholding" in page
    assert "not known" in page
    assert "by the last tables held" in page
    assert "Pay it" not in page


def test_from_a_discarded_run_its_month_is_planned_anew(client):
    a_payee()
    run = a_planned_run()
    client.force_login(staff(*PLANS))

    page = post(client, "discard", run, reason="an address is wrong")

    assert "Payments of December 2026" in page
    assert "and nothing of it was paid. The reason: an address is wrong" in page
    assert reverse("admin:benefits_paymentrun_add") in page
    assert "Plan the month anew" in page


def test_a_booking_that_was_given_up_is_said_on_the_runs_page_until_it_is_booked(client, move_to):
    a_payee()
    run = a_planned_run()
    move_to(run.paid_on)
    approval.approve(run=run, by=RAE)
    client.force_login(staff(*PLANS))
    booking.jobs_of(run).update(state=Job.State.FAILED, finished_at=clock.now())
    stuck = client.get(address(run)).content.decode()

    booking.jobs_of(run).update(state=Job.State.READY, finished_at=None)
    jobs.work_off(booking.JOB)
    booked = client.get(address(run)).content.decode()

    assert "A part of the booking failed again and again." in stuck
    assert "A part of the booking failed" not in booked
