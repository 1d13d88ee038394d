"""The log of days: what counts, what is refused, and what follows from the day too many."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from benefits.models import AnnuitySuspension
from benefits.selectors import law_in_force
from reemployment.models import DayWarning, SuspensionCase, WorkedDay
from reemployment.selectors import days_told, days_worked, year_of_work
from reemployment.services import cases, days, notices
from reemployment.services.trouble import WorkRefused
from sers_portal.base.audit import SYSTEM
from tests.factories.accounts import staff
from tests.factories.reemployment import (
    a_day_file,
    a_notice,
    a_retired_member,
    days_logged,
    in_a_row,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(set_today):
    set_today(date(2026, 11, 22))


@pytest.fixture
def walt():
    return a_retired_member()


@pytest.fixture
def job(walt):
    return a_notice(walt, starts_on=date(2025, 1, 2))


def work(someone, year: int):
    return year_of_work(someone, year=year, law=law_in_force(on=date(2026, 11, 22)))


def test_two_jobs_on_one_day_are_one_day(walt, job):
    other = a_notice(walt, code="DOT", starts_on=date(2026, 1, 5))

    days_logged(walt, job, [date(2026, 3, 2), date(2026, 3, 3)])
    days_logged(walt, other, [date(2026, 3, 3)])

    assert work(walt, 2026).counted == 2


def test_a_day_told_by_both_sides_is_one_day(walt, job):
    days_logged(walt, job, [date(2026, 3, 2)])

    a_day_file(f"{walt.member.person.member_id},DHS,2026-03-02,yes")

    assert work(walt, 2026).counted == 1
    assert [told.differs for told in days_told(walt.member, year=2026)] == [False]


def test_a_holiday_that_was_worked_counts(walt, job):
    days_logged(walt, job, [date(2026, 7, 3)])

    assert work(walt, 2026).counted == 1


def test_the_day_after_the_last_allowed_opens_a_case_for_that_day(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 1, 1), 75))
    before = SuspensionCase.objects.count()

    days_logged(walt, job, [date(2026, 6, 1)])

    case = SuspensionCase.objects.get()
    assert before == 0
    assert (case.suspend_on, case.cause, case.state) == (date(2026, 6, 1), "day_too_many", "open")
    assert case.worksheet


def test_a_day_told_late_moves_the_case_to_the_earlier_day(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    first = SuspensionCase.objects.get().suspend_on

    days_logged(walt, job, [date(2026, 2, 1)])

    assert first == date(2026, 5, 15)
    assert SuspensionCase.objects.get().suspend_on == date(2026, 5, 14)


def test_a_day_taken_back_closes_a_case_nobody_has_taken_up(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))

    days.take_back(someone=walt, notice=job, on=date(2026, 3, 1), by=SYSTEM)

    assert SuspensionCase.objects.get().state == "dismissed"
    assert work(walt, 2026).counted == 75


def test_after_a_case_was_closed_so_the_next_day_too_many_opens_one_again(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    days.take_back(someone=walt, notice=job, on=date(2026, 3, 1), by=SYSTEM)

    days_logged(walt, job, [date(2026, 3, 1)])

    assert SuspensionCase.objects.filter(state="open").count() == 1


def test_a_year_begins_anew_on_january_1(walt, job):
    days_logged(walt, job, in_a_row(date(2025, 12, 1), 31))

    days_logged(walt, job, in_a_row(date(2026, 1, 1), 75))

    assert (work(walt, 2025).counted, work(walt, 2026).counted) == (31, 75)
    assert not SuspensionCase.objects.exists()


def test_an_employers_late_report_across_the_years_end_suspends_in_the_year_that_is_over(walt, job):
    days_logged(walt, job, in_a_row(date(2025, 1, 2), 75))
    rows = [f"{walt.member.person.member_id},DHS,{day},yes" for day in in_a_row(date(2025, 12, 31), 2)]

    a_day_file(*rows)

    assert SuspensionCase.objects.get().suspend_on == date(2025, 12, 31)
    assert work(walt, 2026).counted == 1
    assert not DayWarning.objects.exists()


def test_february_29_of_a_leap_year_counts(set_today):
    set_today(date(2024, 3, 10))
    zoe = a_retired_member()
    job = a_notice(zoe, starts_on=date(2024, 1, 2))

    days_logged(zoe, job, in_a_row(date(2024, 2, 28), 3))

    assert days_worked(zoe.member, year=2024) == {date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)}


def test_today_is_chicagos_and_not_that_of_london(walt, job, set_now):
    # Half past ten in the evening of November 21 in Springfield; in London it is the 22nd.
    set_now("2026-11-22T04:30:00+00:00")

    with pytest.raises(WorkRefused, match="still to come"):
        days_logged(walt, job, [date(2026, 11, 22)])
    days_logged(walt, job, [date(2026, 11, 21)])

    assert work(walt, 2026).counted == 1


def test_on_new_years_eve_in_chicago_the_old_year_is_warned_of(walt, job, set_now):
    set_now("2027-01-01T05:30:00+00:00")

    days_logged(walt, job, in_a_row(date(2026, 6, 1), 50))

    assert list(DayWarning.objects.values_list("kind", "year")) == [("days_50", 2026)]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "still to come"),
        (date(2022, 12, 31), "before your retirement"),
        (date(2025, 1, 1), "before the first day of this work"),
        (date(2024, 12, 31), "before the first day of this work"),
    ],
)
def test_a_day_on_which_it_cannot_have_been_is_refused(walt, job, day, words):
    with pytest.raises(WorkRefused, match=words):
        days_logged(walt, job, [date(2026, 3, 2), day])

    assert not WorkedDay.objects.exists()


def test_a_day_told_twice_is_refused_and_nothing_of_it_recorded(walt, job):
    days_logged(walt, job, [date(2026, 3, 2)])

    with pytest.raises(WorkRefused, match="March 2, 2026 already"):
        days_logged(walt, job, [date(2026, 3, 3), date(2026, 3, 2)])

    assert work(walt, 2026).counted == 1


def test_the_database_itself_admits_a_day_once(walt, job):
    days_logged(walt, job, [date(2026, 3, 2)])

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkedDay.objects.create(
            member=walt.member, employer=job.employer, source="retiree", on=date(2026, 3, 2)
        )


def test_a_day_never_told_cannot_be_taken_back(walt, job):
    with pytest.raises(WorkRefused, match="nothing to take back"):
        days.take_back(someone=walt, notice=job, on=date(2026, 3, 2), by=SYSTEM)


def test_a_correction_of_days_long_ago_is_left_to_people(walt, set_today):
    set_today(date(2024, 5, 1))
    job = a_notice(walt, starts_on=date(2024, 1, 1))
    days_logged(walt, job, [date(2024, 3, 4)])
    set_today(date(2026, 1, 1))

    with pytest.raises(WorkRefused, match="too long ago"):
        days.take_back(someone=walt, notice=job, on=date(2024, 3, 4), by=SYSTEM)


def test_a_day_after_the_works_end_is_refused(walt, job):
    notices.end(notice=job, ended_on=date(2026, 5, 31), by=SYSTEM)
    job.refresh_from_db()

    with pytest.raises(WorkRefused, match="after the last day of this work"):
        days_logged(walt, job, [date(2026, 6, 1)])


def test_work_does_not_end_before_a_day_that_was_told(walt, job):
    days_logged(walt, job, [date(2026, 5, 4)])

    with pytest.raises(WorkRefused, match="Take that day back first"):
        notices.end(notice=job, ended_on=date(2026, 5, 3), by=SYSTEM)


def test_the_month_is_set_as_a_whole_and_keeps_what_was_taken_back(walt, job):
    days_logged(walt, job, [date(2026, 3, 2), date(2026, 3, 3)])

    days.set_month(
        someone=walt, notice=job, month=date(2026, 3, 1), days=[date(2026, 3, 3), date(2026, 3, 4)], by=SYSTEM
    )

    assert days_worked(walt.member, year=2026) == {date(2026, 3, 3), date(2026, 3, 4)}
    assert WorkedDay.objects.count() == 4


def test_each_warning_is_given_once_a_year_and_of_several_the_last_is_told(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 1, 2), 66))
    days.take_back(someone=walt, notice=job, on=date(2026, 1, 2), by=SYSTEM)

    days_logged(walt, job, in_a_row(date(2026, 8, 1), 10))

    told = DayWarning.objects.order_by("id").values_list("kind", "is_told", "days_counted")
    assert list(told) == [
        ("days_50", False, 66),
        ("days_65", True, 66),
        ("days_70", False, 75),
        ("days_75", True, 75),
    ]


def test_a_confirmed_case_suspends_the_annuity_by_two_people(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    case = SuspensionCase.objects.get()
    first, second = staff(given_name="Ann").actor, staff(given_name="Ben").actor

    cases.propose(case=case, by=first)
    with pytest.raises(WorkRefused, match="somebody else must approve"):
        cases.confirm(case=case, by=first)
    cases.confirm(case=case, by=second)

    row = AnnuitySuspension.objects.get()
    walt.annuity.refresh_from_db()
    assert (row.from_on, row.state, walt.annuity.state) == (date(2026, 5, 15), "in_force", "suspended")


def test_work_in_the_same_year_after_the_annuity_resumed_suspends_it_again(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    case = SuspensionCase.objects.get()
    first, second = staff().actor, staff().actor
    cases.propose(case=case, by=first)
    cases.confirm(case=case, by=second)
    cases.propose_resumption(case=case, employment_ended_on=date(2026, 6, 15), by=first)
    cases.confirm_resumption(case=case, by=second)

    days_logged(walt, job, [date(2026, 8, 3)])

    again = SuspensionCase.objects.get(state="open")
    assert AnnuitySuspension.objects.get().until_on == date(2026, 6, 30)
    assert again.suspend_on == date(2026, 8, 3)


def test_a_case_that_a_person_dismissed_is_not_opened_again_for_the_same_day(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    cases.dismiss(case=SuspensionCase.objects.get(), by=staff().actor, reason="Court order.")

    days_logged(walt, job, [date(2026, 5, 16)])

    assert not SuspensionCase.objects.filter(state="open").exists()


def test_staff_never_decide_on_their_own_annuity(walt, job):
    days_logged(walt, job, in_a_row(date(2026, 3, 1), 76))
    own = staff()
    own.person = walt.member.person
    own.save()

    with pytest.raises(WorkRefused, match="your own annuity"):
        cases.propose(case=SuspensionCase.objects.get(), by=own.actor)


@pytest.mark.parametrize(
    ("tier", "kind", "is_suspended"),
    [
        (1, "permanent", True),
        (2, "permanent", True),
        (1, "contract_same_employer", False),
        (2, "contract_same_employer", True),
        (1, "reciprocal_full_time", False),
        (2, "reciprocal_full_time", True),
        (2, "reciprocal_part_time", False),
        (2, "private", False),
        (2, "temporary", False),
    ],
)
def test_some_work_suspends_from_its_first_day(tier, kind, is_suspended):
    someone = a_retired_member(tier=tier)

    a_notice(someone, kind=kind, starts_on=date(2026, 12, 1))

    found = SuspensionCase.objects.values_list("suspend_on", "cause")
    assert list(found) == ([(date(2026, 12, 1), kind)] if is_suspended else [])


def test_contract_work_of_a_retiree_of_the_2002_incentive_is_left_to_people():
    someone = a_retired_member(tier=1, retired_on=date(2002, 12, 1))

    notice = a_notice(someone, kind="contract_same_employer", is_of_2002_incentive=True)

    assert notice.is_of_2002_incentive
    assert not SuspensionCase.objects.exists()


def test_a_notice_given_twice_is_taken_once(walt):
    first = a_notice(walt, starts_on=date(2026, 12, 1))

    second = a_notice(walt, starts_on=date(2026, 12, 1))

    assert first == second


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [(date(2022, 12, 31), "You retired on"), (date(2028, 1, 1), "more than a year ahead")],
)
def test_a_notice_of_impossible_days_is_refused(walt, starts_on, words):
    with pytest.raises(WorkRefused, match=words):
        a_notice(walt, starts_on=starts_on)


def test_a_notice_of_work_begun_is_taken_with_the_day_it_came(walt):
    notice = a_notice(walt, starts_on=date(2026, 11, 2))

    assert notice.noticed_on == date(2026, 11, 22)
    assert notice.noticed_on - notice.starts_on == timedelta(days=20)
    assert notice.is_late
