"""The annuity by age, and from a few answers: the same arithmetic as an estimate, from less."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from benefits.rules.assumptions import Assumptions
from benefits.rules.estimate import estimate
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.rules.refusals import NotCovered
from benefits.rules.retirement_ages import annuities_by_age
from benefits.rules.standing import standing
from benefits.rules.what_if import Stated, what_if
from tests.rules.test_standing import AT_WORK, months_of_pay

LAW = load_law()
TODAY = date(2026, 1, 15)
STEADY = Assumptions(pay_growth_percent=Decimal(0), cpi_change_percent=Decimal(2))
GROWING = Assumptions(pay_growth_percent=Decimal("2.75"), cpi_change_percent=Decimal("2.5"))
# Twenty years by the end of 2025, at 5,000.00 a month.
TIER_1 = Stated(
    tier=1,
    formula="regular",
    coverage="covered",
    born_on=date(1970, 3, 15),
    left_on=None,
    service_months=Decimal(240),
    pay=Decimal("5000.00"),
    is_final_average=False,
)


def ages_of(facts=AT_WORK):
    first = standing(facts, law=LAW, on=TODAY)
    return annuities_by_age(
        facts, law=LAW, on=TODAY, assumptions=GROWING, earliest=first.reduced or first.unreduced
    )


def test_the_annuity_of_each_age_is_that_of_an_estimate_for_its_day():
    for point in ages_of()[::4]:
        alone = estimate(AT_WORK, law=LAW, on=TODAY, retire_on=point.starts_on, assumptions=GROWING)
        assert point.annuity.monthly_annuity == alone.annuity.monthly_annuity


def test_ages_begin_at_the_earliest_start_and_end_at_75():
    points = ages_of()

    assert [point.age for point in points] == list(range(62, 76))
    assert points[0].starts_on == date(2032, 4, 1), "the first of the month after the birthday"
    assert points[0].annuity.reduction_percent == Decimal("30.0")


def test_the_ages_of_a_member_who_left_keep_the_record_as_it_is():
    points = ages_of(replace(AT_WORK, left_on=date(2025, 12, 31)))

    assert {point.annuity.monthly_annuity for point in points if not point.annuity.reduction_percent} == {
        Decimal("801.60")
    }


def test_what_if_counts_the_months_to_come_as_full_ones():
    answer = what_if(TIER_1, law=LAW, on=TODAY, retire_on=date(2031, 1, 1), assumptions=STEADY)

    assert answer.service.months == 300
    # 25 years × 1.67% of 5,000.00 = 2,087.50.
    assert answer.annuity.monthly_annuity == Decimal("2087.50")
    assert answer.plain.spouse_monthly is None


def test_what_if_takes_a_stated_final_average_as_it_is():
    stated = replace(TIER_1, pay=Decimal("6000.00"), is_final_average=True)

    answer = what_if(stated, law=LAW, on=TODAY, retire_on=date(2031, 1, 1), assumptions=GROWING)

    assert answer.annuity.monthly_annuity == Decimal("2505.00")
    assert answer.final_average_compensation.worksheet[0].status == "assumption"


def test_what_if_raises_pay_each_july_and_averages_the_best_years():
    grown = what_if(TIER_1, law=LAW, on=TODAY, retire_on=date(2031, 1, 1), assumptions=GROWING)

    # From July 2026 on 5,137.50, 5,278.78, 5,423.95, 5,573.11 and 5,726.37: the last 48 months hold 260,493.30.
    assert grown.final_average_compensation.final_average_compensation == Decimal("5426.94")


def test_what_if_cuts_tier_2_pay_at_the_cap():
    stated = replace(TIER_1, tier=2, pay=Decimal("20000.00"))

    answer = what_if(stated, law=LAW, on=TODAY, retire_on=date(2037, 4, 1), assumptions=STEADY)

    assert answer.final_average_compensation.final_average_compensation < Decimal("13000.00")


def test_what_if_of_each_age_is_that_of_its_day():
    answer = what_if(TIER_1, law=LAW, on=TODAY, retire_on=date(2031, 1, 1), assumptions=GROWING)

    for point in answer.ages[::5]:
        alone = what_if(TIER_1, law=LAW, on=TODAY, retire_on=point.starts_on, assumptions=GROWING)
        assert point.annuity.monthly_annuity == alone.annuity.monthly_annuity


def test_what_if_without_any_service_refuses_the_average_and_says_why():
    stated = replace(TIER_1, service_months=Decimal(0), left_on=date(2025, 12, 31))

    answer = what_if(stated, law=LAW, on=TODAY, retire_on=date(2031, 1, 1), assumptions=STEADY)

    assert answer.annuity.key == "compensation.no_pay"
    assert answer.ages == ()


def test_what_if_before_the_last_day_of_work_is_refused():
    with pytest.raises(NotCovered) as refusal:
        what_if(TIER_1, law=LAW, on=TODAY, retire_on=date(2026, 1, 1), assumptions=STEADY)

    assert refusal.value.key == "annuity.start_before_leaving"


def test_a_spouse_has_at_least_what_the_deepest_offset_leaves():
    stated = replace(TIER_1, spouse_born_on=date(1972, 5, 1))

    answer = what_if(stated, law=LAW, on=TODAY, retire_on=date(2031, 1, 1), assumptions=STEADY)

    plain, removal = answer.plain, answer.with_offset_removal
    assert plain.spouse_monthly.monthly == Decimal("1043.75"), "no offset before the spouse is 60"
    assert plain.spouse_least.monthly == Decimal("521.88")
    assert removal.spouse_least.monthly == removal.spouse_monthly.monthly


def test_the_ages_of_a_long_record_with_gaps_above_the_cap_are_those_of_estimates():
    high = (
        *months_of_pay(Month(2011, 3), 40, "11000.00"),
        *months_of_pay(Month(2017, 8), 100, "12500.00"),
    )
    broken = replace(AT_WORK, pay=high)

    for point in ages_of(broken)[::3]:
        alone = estimate(broken, law=LAW, on=TODAY, retire_on=point.starts_on, assumptions=GROWING)
        assert point.annuity.monthly_annuity == alone.annuity.monthly_annuity
