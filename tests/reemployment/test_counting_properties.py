"""However reports are ordered, split and repeated, the count is the same; instalments always sum to the debt."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.rules.law import load_law
from reemployment.models import SuspensionCase
from reemployment.rules.instalments import due_days, instalments
from reemployment.rules.planning import days_on_weekdays, project
from reemployment.rules.working_days import reemployment
from reemployment.selectors import days_worked
from reemployment.services import days
from sers_portal.base.audit import SYSTEM
from tests.factories.reemployment import a_day_file, a_notice, a_retired_member

BEGAN = date(2025, 11, 1)
DAYS = st.integers(0, 380).map(lambda number: BEGAN + timedelta(days=number))


@given(
    told=st.lists(DAYS, max_size=220),
    order=st.randoms(use_true_random=False),
    parts=st.integers(1, 6),
)
@settings(max_examples=60, deadline=None)
def test_any_order_and_split_of_days_gives_the_same_answer(told, order, parts):
    shuffled = told * 2
    order.shuffle(shuffled)
    split = [shuffled[part::parts] for part in range(parts)]

    def answer(given_days):
        return reemployment(tier=1, kind="temporary", days=given_days, law=load_law())

    whole = answer(sorted(set(told)))
    pieced = answer(day for part in split for day in part)

    assert (pieced.days_counted, pieced.suspended_on) == (whole.days_counted, whole.suspended_on)


@pytest.mark.django_db
@given(data=st.data())
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_records_count_the_same_however_the_reports_come(data, set_today):
    set_today(date(2026, 11, 22))
    worked = data.draw(st.sets(st.integers(0, 380), min_size=70, max_size=90))
    wanted = [BEGAN + timedelta(days=number) for number in worked]
    someone = a_retired_member()
    job = a_notice(someone, starts_on=BEGAN)
    for day in data.draw(st.permutations(wanted)):
        side = data.draw(st.sampled_from(["retiree", "employer", "both"]))
        if side != "employer":
            days.add_days(someone=someone, notice=job, days=[day], by=SYSTEM)
        if side != "retiree":
            a_day_file(f"{someone.member.person.member_id},DHS,{day},yes")

    of_2026 = sorted(day for day in wanted if day.year == 2026)

    case = SuspensionCase.objects.filter(annuity=someone.annuity, state="open").first()
    assert days_worked(someone.member, year=2026) == set(of_2026)
    assert (case.suspend_on if case else None) == (of_2026[75] if len(of_2026) > 75 else None)


@given(cents=st.integers(60, 90_000_000), number=st.integers(1, 60))
@settings(max_examples=200, deadline=None)
def test_instalments_sum_to_the_debt_to_the_cent(cents, number):
    debt = Decimal(cents) / 100

    parts = instalments(debt=debt, due_on=due_days(agreed_on=date(2026, 1, 31), number=number))

    assert sum(part.amount for part in parts) == debt
    assert max(part.amount for part in parts) - min(part.amount for part in parts) <= Decimal("0.01")
    assert all(part.amount > 0 for part in parts)


def test_instalments_fall_due_on_the_last_days_of_the_months_that_follow():
    assert due_days(agreed_on=date(2023, 12, 31), number=3) == (
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
    )


def test_a_debt_of_fewer_cents_than_parts_is_an_error():
    with pytest.raises(ValueError, match="cannot be paid in 3 parts"):
        instalments(debt=Decimal("0.02"), due_on=due_days(agreed_on=date(2026, 1, 1), number=3))


@given(worked=st.sets(DAYS, max_size=100), planned=st.sets(DAYS, max_size=100))
@settings(max_examples=100, deadline=None)
def test_the_projected_day_is_the_one_the_rules_would_suspend_from(worked, planned):
    of_2026 = {day for day in worked | planned if day.year == 2026}
    done = of_2026 & worked

    found = project(worked=done, planned=of_2026 - done, most_days=75)

    judged = reemployment(tier=1, kind="temporary", days=of_2026, law=load_law())
    assert found.first_too_many == judged.suspended_on
    assert found.total == len(of_2026)


def test_weekdays_leave_out_the_days_that_are_closed():
    thanksgiving = date(2026, 11, 26)

    found = days_on_weekdays(
        weekdays={3}, first=date(2026, 11, 16), last=date(2026, 12, 6), closed={thanksgiving}
    )

    assert found == (date(2026, 11, 19), date(2026, 12, 3))
