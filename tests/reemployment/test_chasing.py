"""Instalments that do not come: told once, listed for staff, and given back when the deadline is over."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from notices.models import Email, Letter
from reemployment.models import MissedInstalment, SuspensionCase
from reemployment.services import chasing, overpayments, repayments, telling
from reemployment.tasks import chase_instalments, fail_overdue_repayments
from sers_portal.base import jobs, work_queues
from sers_portal.base.audit import SYSTEM
from tests.benefits.payments.cast import PAT
from tests.factories.accounts import an_account, staff
from tests.reemployment.work_again import back_at_work, resumed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(set_today, monkeypatch):
    set_today(date(2026, 11, 22))
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)


@pytest.fixture
def wilma():
    someone = back_at_work()
    an_account(someone.member.person, email="wilma@example.org")
    return someone


@pytest.fixture
def row(wilma):
    """Three instalments, due at the ends of December, January and February."""
    return repayments.agree(someone=wilma, kind="recomputation", number=3, by=SYSTEM)


def paid(row, on: date, number: int = 1) -> None:
    amount = row.instalments.get(number=number).amount
    repayments.record_payment(repayment=row, on=on, amount=amount, number=str(number), by=SYSTEM)


def chased() -> list[int]:
    """The day's chase; the numbers of all instalments found missing so far."""
    chase_instalments()
    jobs.work_off(chasing.JOB)
    jobs.work_off(telling.REPAYMENT_JOB)
    return list(MissedInstalment.objects.order_by("id").values_list("instalment__number", flat=True))


def told() -> int:
    return Email.objects.filter(subject="A payment of your schedule is missing").count()


def queues(user) -> dict[str, int]:
    return {str(queue.words): queue.number for _task, found in work_queues.of(user) for queue in found}


def test_a_missing_instalment_is_told_once_after_ten_days(row, set_today):
    set_today(date(2027, 1, 10))
    too_soon = chased()
    set_today(date(2027, 1, 11))

    found, again = chased(), chased()

    assert (too_soon, found, again, told()) == ([], [1], [1], 1)


def test_what_came_in_time_is_not_chased(row, set_today):
    set_today(date(2027, 1, 5))
    paid(row, date(2026, 12, 30))
    set_today(date(2027, 1, 31))

    assert chased() == []


def test_each_further_instalment_is_told_and_staff_see_one_repayment_until_it_is_made_good(row, set_today):
    set_today(date(2027, 1, 20))
    chased()
    set_today(date(2027, 2, 20))
    chased()
    ann = staff("reemployment.work_repayment")
    behind = queues(ann)["Repayments with an instalment missing"]

    paid(row, date(2027, 2, 19))
    paid(row, date(2027, 2, 19), number=2)

    assert (behind, told(), MissedInstalment.objects.count()) == (1, 2, 2)
    assert queues(ann)["Repayments with an instalment missing"] == 0


def test_the_member_reads_what_is_missing_without_figures_in_the_mail(wilma, row, set_today):
    set_today(date(2027, 1, 20))
    chased()
    client = Client()
    client.force_login(wilma.member.person.account)

    page = client.get(reverse("repayment", args=[row.public_id]))

    assert "A payment is missing" in page.text
    assert "$" not in Email.objects.get(subject="A payment of your schedule is missing").body


def test_after_the_deadline_it_has_failed_the_member_is_told_and_the_money_waits_to_go_back(row, set_today):
    paid(row, date(2026, 11, 22))
    set_today(date(2031, 6, 17))

    fail_overdue_repayments()
    jobs.work_off(telling.REPAYMENT_JOB)
    chase_instalments()

    row.refresh_from_db()
    assert row.state == "failed"
    assert Letter.objects.get().document.content["what"] == "failed"
    assert queues(staff("reemployment.work_repayment"))["Repayments to give back"] == 1


def test_what_should_have_been_kept_back_is_told_to_staff_alone(set_today):
    someone = back_at_work(retired_on=date(2026, 5, 1), paid_months=3)
    an_account(someone.member.person, email="walt@example.org")
    resumed(someone, date(2026, 10, 15))
    overpayments.agree(
        someone=someone,
        suspension=SuspensionCase.objects.get().suspension,
        number=2,
        is_withheld=True,
        by=PAT,
    )
    set_today(date(2027, 1, 20))

    found = chased()

    assert (found, told()) == ([1], 0)
    assert queues(staff("reemployment.work_repayment"))["Repayments with an instalment missing"] == 1


def test_staff_list_what_is_behind(row, set_today):
    set_today(date(2027, 1, 20))
    chased()
    client = Client()
    client.force_login(staff("reemployment.view_repayment", "reemployment.work_repayment"))
    pages = reverse("admin:reemployment_repayment_changelist")

    behind, back = client.get(f"{pages}?waits=behind"), client.get(f"{pages}?waits=back")

    assert (behind.context["cl"].result_count, back.context["cl"].result_count) == (1, 0)
