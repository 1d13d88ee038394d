"""The State's holidays against the rule of 80 Ill. Adm. Code 303.190, written out a second time."""

from calendar import FRIDAY, MONDAY, SATURDAY, SUNDAY, THURSDAY, TUESDAY
from datetime import date, timedelta

import pytest

from benefits.rules.law import Law
from benefits.rules.months import Month
from benefits.rules.payment_dates import first_direct_deposit_month, mailed_check_missing_from, payment_date
from benefits.state_holidays import state_holidays

DAY = timedelta(days=1)


def nth(year: int, month: int, weekday: int, number: int) -> date:
    day = date(year, month, 1)
    while day.weekday() != weekday:
        day += DAY
    return day + 7 * (number - 1) * DAY


def last(year: int, month: int, weekday: int) -> date:
    day = Month(year, month).last_day
    while day.weekday() != weekday:
        day -= DAY
    return day


def fixed(year: int) -> list[date]:
    days = [date(year, 1, 1), date(year, 2, 12), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    return [*days, date(year, 6, 19)] if year >= 2021 else days


def kept(day: date) -> date:
    return {SATURDAY: day - DAY, SUNDAY: day + DAY}.get(day.weekday(), day)


def by_the_rule(year: int) -> set[date]:
    """The weekdays of a year on which the State is closed."""
    days = {kept(day) for other in (year, year + 1) for day in fixed(other)}
    days |= {
        nth(year, 1, MONDAY, 3),
        nth(year, 2, MONDAY, 3),
        last(year, 5, MONDAY),
        nth(year, 9, MONDAY, 1),
        nth(year, 10, MONDAY, 2),
        nth(year, 11, THURSDAY, 4),
        nth(year, 11, THURSDAY, 4) + DAY,
    }
    if year % 2 == 0:
        days.add(nth(year, 11, MONDAY, 1) + DAY)
    return {day for day in days if day.year == year}


@pytest.mark.parametrize("year", range(2010, 2041))
def test_holidays_follow_the_rule_in_each_year(year: int) -> None:
    weekdays = {day for day in state_holidays(year) if day.weekday() < SATURDAY}

    assert weekdays == by_the_rule(year)


def test_election_day_is_a_tuesday_of_even_years_only() -> None:
    assert state_holidays(2026)[date(2026, 11, 3)]
    assert date(2026, 11, 3).weekday() == TUESDAY
    assert not any("Election" in name for name in state_holidays(2027).values())


def test_new_year_on_a_saturday_is_kept_on_the_last_day_of_the_year_before() -> None:
    assert date(2027, 12, 31) in state_holidays(2027)
    assert date(2026, 12, 31) not in state_holidays(2026)


def test_friday_after_thanksgiving_is_kept_and_pulaski_day_is_not() -> None:
    holidays = state_holidays(2026)

    assert date(2026, 11, 27) in holidays
    assert date(2026, 11, 27).weekday() == FRIDAY
    assert date(2026, 3, 2) not in holidays


@pytest.mark.parametrize("year", range(2010, 2041))
def test_payment_day_is_the_last_working_day_through_the_19th(year: int, law: Law) -> None:
    closed = by_the_rule(year)
    for month in range(1, 13):
        expected = date(year, month, 19)
        while expected.weekday() >= SATURDAY or expected in closed:
            expected -= DAY

        assert payment_date(month=Month(year, month), holidays=state_holidays(year), law=law).on == expected


def test_proclaimed_closing_moves_the_payment(law: Law) -> None:
    closed = {**state_holidays(2026), date(2026, 3, 19): "proclaimed"}

    assert payment_date(month=Month(2026, 3), holidays=closed, law=law).on == date(2026, 3, 18)


def test_mailed_check_is_missing_after_ten_working_days(law: Law) -> None:
    # November 19 to December 4 less weekends, Thanksgiving and the day after are ten working days after November 18.
    missing = mailed_check_missing_from(mailed_on=date(2026, 11, 18), holidays=state_holidays(2026), law=law)

    assert missing == date(2026, 12, 5)


def test_direct_deposit_form_of_the_6th_counts_for_the_month_and_of_the_7th_for_the_next(law: Law) -> None:
    assert first_direct_deposit_month(received_on=date(2026, 12, 6), law=law) == Month(2026, 12)
    assert first_direct_deposit_month(received_on=date(2026, 12, 7), law=law) == Month(2027, 1)
