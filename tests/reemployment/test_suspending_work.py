"""Work that suspends from its first day although nobody counts days: another system's word, and jobs nobody told of."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import AnnuitySuspension, Employment
from reemployment.models import SuspensionCase
from reemployment.services import cases, unannounced
from reemployment.services.trouble import WorkRefused
from reemployment.tasks import find_unannounced_work
from tests.factories.accounts import an_account, staff
from tests.factories.reemployment import a_notice, a_retired_member
from tests.factories.work import a_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(set_today):
    set_today(date(2026, 11, 22))


@pytest.mark.parametrize("tier", [1, 2])
def test_a_suspension_by_another_system_suspends_here_too_by_two_people(tier):
    someone = a_retired_member(tier=tier)
    a_notice(
        someone, kind="reciprocal_suspension", starts_on=date(2026, 10, 12), other_system="State Universities"
    )
    case = SuspensionCase.objects.get()

    cases.propose(case=case, by=staff().actor)
    cases.confirm(case=case, by=staff().actor)

    assert (case.cause, case.suspend_on) == ("reciprocal_suspension", date(2026, 10, 12))
    assert AnnuitySuspension.objects.get().from_on == date(2026, 10, 12)


def test_which_system_suspends_must_be_said():
    with pytest.raises(WorkRefused, match="Choose the system that suspends"):
        a_notice(a_retired_member(), kind="reciprocal_suspension")


def test_the_page_asks_which_system_and_says_what_follows():
    someone = a_retired_member()
    an_account(someone.member.person)
    client = Client()
    client.force_login(someone.member.person.account)
    address = reverse("return_notice_details", args=["reciprocal_suspension"])
    said = {"employer_name": "Lake College", "starts_on": "10/12/2026", "other_system": ""}

    refused = client.post(address, said)
    shown = client.post(address, {**said, "other_system": "State Universities"})

    assert (refused.status_code, shown.status_code) == (422, 200)
    assert "Choose the system that suspends your pension." in refused.text
    assert "SERS suspends yours as well" in shown.text


def test_a_state_job_nobody_told_of_opens_one_case_from_its_first_day():
    someone = a_retired_member()
    a_job(someone.member, since=date(2026, 9, 14))

    find_unannounced_work()
    again = unannounced.open_cases()

    case = SuspensionCase.objects.get()
    assert (case.cause, case.suspend_on, case.state, again) == ("permanent", date(2026, 9, 14), "open", 0)


def test_a_job_before_retirement_or_counted_by_days_opens_none():
    someone = a_retired_member(retired_on=date(2023, 1, 1))
    a_job(someone.member, since=date(2000, 1, 3), until=date(2022, 12, 31))
    Employment.objects.filter(member=someone.member).update(is_full_time=False)
    a_job(someone.member, since=date(2026, 1, 5), is_temporary_retiree=True)

    assert unannounced.open_cases() == 0


def test_a_job_told_of_with_another_first_day_opens_no_second_case():
    someone = a_retired_member()
    a_notice(someone, kind="permanent", starts_on=date(2026, 12, 1))
    a_job(someone.member, since=date(2026, 11, 16))

    assert unannounced.open_cases() == 0
    assert SuspensionCase.objects.get().suspend_on == date(2026, 12, 1)
