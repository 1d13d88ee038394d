"""The pages of a retiree's own work: what they say, what they refuse, and who sees them."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from notices.models import Email, Letter
from reemployment.models import DayWarning, ReturnNotice, SuspensionCase, WorkPlan
from reemployment.selectors import days_worked, plan_of
from reemployment.services import cases
from sers_portal.base import jobs, work_queues
from tests import people
from tests.factories.accounts import an_account, staff
from tests.factories.reemployment import a_notice, a_retired_member, an_agency, days_logged, in_a_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(set_today):
    set_today(date(2026, 11, 22))
    an_agency("DHS")


@pytest.fixture
def walt():
    someone = a_retired_member()
    an_account(someone.member.person, email="walt@example.org")
    return someone


@pytest.fixture
def client(walt):
    client = Client()
    client.force_login(walt.member.person.account)
    return client


@pytest.fixture
def job(walt):
    return a_notice(walt, starts_on=date(2026, 1, 5))


def test_the_overview_counts_and_says_what_is_left(client, walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 68))

    page = client.get(reverse("working_after_retirement"))

    assert "<strong>68</strong> of 75" in page.text
    assert "You may work 7 more days this year." in page.text


@pytest.mark.parametrize(("days", "warning"), [(49, None), (50, "25 days are left"), (75, "No day is left")])
def test_the_overview_warns_when_the_limit_is_near(client, walt, job, days, warning):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), days))

    page = client.get(reverse("working_after_retirement")).text

    assert (f"{warning} this year</h2>" in page) if warning else ("left this year</h2>" not in page)


def test_a_survivor_reads_what_the_page_is_about_and_is_led_there():
    client = Client()
    client.force_login(people.a_survivor().account)

    assert "nothing to count" in client.get(reverse("working_after_retirement")).text
    assert client.get(reverse("work_plan_now")).url == reverse("working_after_retirement")


def test_anothers_notice_is_no_page(client):
    other = a_notice(a_retired_member())

    for name in ("return_notice_given", "return_end", "work_days_now", "work_day_new"):
        assert client.get(reverse(name, args=[other.public_id])).status_code == 404


def test_a_notice_is_checked_before_it_is_taken(client):
    address = reverse("return_notice_details", args=["temporary"])
    answers = {
        "employer": an_agency().pk,
        "starts_on": "12/01/2026",
        "expected_days": "30",
        "other_system": "",
    }

    shown = client.post(address, answers)
    before = ReturnNotice.objects.count()
    client.post(address, {**answers, "confirmed": "yes"})
    client.post(address, {**answers, "confirmed": "yes"})

    assert "Check your answers" in shown.text
    assert before == 0
    assert ReturnNotice.objects.get().expected_days == 30


@pytest.mark.parametrize(
    ("kind", "answers", "words"),
    [
        ("temporary", {"employer": "0"}, "This agency is not known."),
        ("temporary", {"employer": ""}, "If it is not in the list, call us"),
        ("temporary", {"starts_on": "02/30/2027"}, "There is no such day."),
        ("temporary", {"starts_on": "12/31/2022"}, "You retired on January 1, 2023."),
        ("temporary", {"expected_days": "-3"}, "Write a whole number from 0 to 366."),
        ("private", {"employer_name": ""}, "Write the name of the employer."),
        ("private", {"other_system": "Nowhere"}, "Nowhere"),
    ],
)
def test_a_notice_with_a_fault_says_so_and_keeps_what_was_typed(client, kind, answers, words):
    said = {
        "employer": an_agency().pk,
        "employer_name": "Corner Books",
        "starts_on": "12/01/2026",
        "expected_days": "9",
    }

    page = client.post(reverse("return_notice_details", args=[kind]), {**said, **answers})

    assert page.status_code == 422
    assert words in page.text
    assert ("12/01/2026" in page.text) or "starts_on" in answers


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("contract_same_employer", "Your annuity is not affected"),
        ("reciprocal_full_time", "A person at SERS must decide"),
        ("reciprocal_part_time", "A person at SERS must decide"),
        ("permanent", "Your annuity is suspended"),
    ],
)
def test_the_check_says_which_rule_holds_and_why(client, kind, words):
    answers = {"employer": an_agency().pk, "employer_name": "Corner Books", "starts_on": "12/01/2026"}

    page = client.post(reverse("return_notice_details", args=[kind]), answers)

    assert words in page.text
    assert "You are in Tier 1." in page.text


def test_the_month_is_saved_as_marked_and_a_wrong_day_is_refused(client, walt, job):
    address = reverse("work_days", args=[job.public_id, "2026-11"])

    saved = client.post(address, {"day": ["2026-11-03", "2026-11-04"]})
    refused = client.post(address, {"day": ["2026-11-03", "2026-11-23"]})
    unread = client.post(address, {"day": ["soon"]})

    assert saved.status_code == 302
    assert (refused.status_code, unread.status_code) == (422, 422)
    assert "November 23, 2026 is still to come." in refused.text
    assert days_worked(walt.member, year=2026) == {date(2026, 11, 3), date(2026, 11, 4)}


def test_a_day_written_twice_is_explained_beside_the_field(client, job):
    address = reverse("work_day_new", args=[job.public_id])
    client.post(address, {"day": "11/03/2026"})

    page = client.post(address, {"day": "11/03/2026"})

    assert page.status_code == 422
    assert "You have told us of November 3, 2026 already." in page.text


@pytest.mark.parametrize("month", ["2026-13", "soon", "2026-1"])
def test_a_month_that_is_none_is_no_page(client, job, month):
    assert client.get(reverse("work_days", args=[job.public_id, month])).status_code == 404


def test_weekdays_fill_the_plan_without_holidays_and_warn_past_the_limit(client, walt):
    answers = {"weekdays_sent": "yes", "weekdays": ["2", "3"], "first": "01/01/2027", "last": "12/31/2027"}

    page = client.post(reverse("work_plan", args=[2027]), answers, follow=True)

    plan = plan_of(walt.member, year=2027)
    assert date(2027, 11, 25) not in plan
    assert len(plan) == 102
    assert "This plan goes past the limit" in page.text
    assert DayWarning.objects.get().kind == "plan"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"weekdays": []}, "Choose at least one weekday."),
        ({"first": "11/01/2026"}, "That day is past."),
        ({"last": "01/01/2027"}, "This plan is for 2026."),
        ({"first": "12/20/2026", "last": "12/01/2026"}, "The last day is before the first."),
    ],
)
def test_a_plan_with_a_fault_says_so(client, answers, words):
    said = {"weekdays_sent": "yes", "weekdays": ["2"], "first": "12/01/2026", "last": "12/31/2026"}

    page = client.post(reverse("work_plan", args=[2026]), {**said, **answers})

    assert page.status_code == 422
    assert words in page.text
    assert not WorkPlan.objects.exists()


def test_a_past_day_of_a_plan_counts_for_nothing(client, walt, set_today):
    client.post(reverse("work_plan", args=[2026]), {"day": ["2026-11-23", "2026-12-01"]})
    set_today(date(2026, 11, 25))

    page = client.get(reverse("work_plan", args=[2026]))

    assert page.context["projection"].planned == 1


def test_a_warning_reaches_an_online_reader_by_e_mail_without_figures(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 50))

    jobs.work_off("warn-of-days")

    email = Email.objects.get(to="walt@example.org")
    assert "You are getting near the number of days" in email.body
    assert "50" not in email.body.split("http")[0]
    assert not mail.outbox
    assert not Letter.objects.exists()


def test_whoever_reads_paper_is_warned_by_letter():
    someone = a_retired_member(delivery="paper")
    days_logged(someone, a_notice(someone, starts_on=date(2026, 1, 5)), in_a_row(date(2026, 3, 1), 75))

    jobs.work_off("warn-of-days")

    letter = Letter.objects.get()
    assert letter.kind == "work"
    assert letter.document.content["days"] == 75


def test_a_suspension_is_told_by_letter_to_everybody(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    case = SuspensionCase.objects.get()
    cases.propose(case=case, by=staff().actor)
    cases.confirm(case=case, by=staff().actor)

    jobs.work_off("tell-of-suspension")

    letter = Letter.objects.get()
    assert letter.document.content["what"] == "suspended"
    assert Email.objects.filter(to="walt@example.org").count() == 2


def test_the_staffs_home_counts_cases_that_wait(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    ann = staff("reemployment.decide_suspensioncase")

    queues = [queue for _task, found in work_queues.of(ann) for queue in found]

    assert [(str(queue.words), queue.number) for queue in queues if queue.number] == [
        ("Annuities to be suspended because of work", 1)
    ]


def test_staff_without_the_right_take_no_step(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    client = Client()
    client.force_login(staff("reemployment.view_suspensioncase"))
    case = SuspensionCase.objects.get()

    page = client.get(reverse("admin:reemployment_suspensioncase_change", args=[case.pk]))
    step = client.post(reverse("admin:suspensioncase_propose", args=[case.pk]))

    assert page.status_code == 200
    assert "Propose the suspension" not in page.text
    assert step.status_code == 403
    assert SuspensionCase.objects.get().state == "open"
