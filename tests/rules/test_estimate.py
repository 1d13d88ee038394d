"""Estimates: the record carried on, and every figure that follows from the day of retirement."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from benefits.rules.assumptions import Assumptions, projected_law, standard_assumptions
from benefits.rules.estimate import estimate
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.rules.refusals import LawGap, NotCovered
from tests.rules.test_standing import AT_WORK, months_of_pay

LAW = load_law()
TODAY = date(2026, 1, 15)
STEADY = Assumptions(pay_growth_percent=Decimal(0), cpi_change_percent=Decimal(2))


def an_estimate(facts=AT_WORK, retire_on=date(2037, 4, 1), assumptions=STEADY):
    return estimate(facts, law=LAW, on=TODAY, retire_on=retire_on, assumptions=assumptions)


def test_the_record_is_carried_on_to_the_day_before():
    result = an_estimate()

    # 144 months on record through December 2025 and the 135 to March 2037, all at 4,000.00.
    assert result.service.months == 279
    assert result.final_average_compensation.final_average_compensation == Decimal("4000.00")
    assert result.annuity.monthly_annuity == Decimal("1553.10")


def test_pay_grows_each_july():
    growing = Assumptions(pay_growth_percent=Decimal(10), cpi_change_percent=Decimal(2))

    result = an_estimate(retire_on=date(2026, 9, 1), assumptions=growing)

    account = result.account
    # January to June 2026 at 4,000.00; July and August at 4,400.00.
    assert account.retirement == Decimal("20160.00") + 6 * Decimal("140.00") + 2 * Decimal("154.00")


def test_tier_2_increases_rest_on_the_supposed_index_and_say_so():
    result = an_estimate()

    first = result.increases.increases[0]
    assert first.on == date(2039, 1, 1), "the first anniversary, April 1, 2038, is later than age 67"
    assert first.monthly - result.annuity.monthly_annuity == Decimal("15.53")
    assert len(result.increases.increases) == 19
    assert "assumption" in result.rests_on


def test_an_estimate_within_published_years_still_tells_the_assumed_pay():
    result = an_estimate(replace(AT_WORK, born_on=date(1955, 1, 1)), retire_on=date(2026, 2, 1))

    assert result.annuity.payable
    assert "assumption" in result.rests_on


def test_the_option_costs_its_percent_and_spares_the_spouse_the_offset():
    result = an_estimate()

    plain, removal = result.plain, result.with_offset_removal
    assert plain.annuity.monthly_annuity - removal.annuity.monthly_annuity == Decimal("59.41")
    assert removal.spouse_monthly.monthly < plain.spouse_monthly.before_offset


def test_without_a_spouse_the_survivor_share_may_come_back():
    single = an_estimate(replace(AT_WORK, spouse_born_on=None))

    assert single.refund.amount == single.account.survivor
    assert an_estimate().refund is None


def test_beneficiaries_of_a_single_retiree_have_what_was_not_yet_paid_out():
    single = an_estimate(replace(AT_WORK, spouse_born_on=None))

    assert single.death_benefit.amount == single.account.balance
    assert an_estimate().death_benefit.amount == 0, "a spouse is paid monthly instead"


def test_a_member_who_left_is_not_carried_on():
    left = replace(AT_WORK, left_on=date(2025, 12, 31))

    result = an_estimate(left)

    assert result.service.months == 144
    assert result.annuity.monthly_annuity == Decimal("801.60")


def test_too_early_a_day_is_no_annuity_and_says_so():
    result = an_estimate(retire_on=date(2030, 1, 1))

    assert not result.annuity.payable
    assert result.increases.key == "estimate.not_payable"


@pytest.mark.parametrize(
    ("retire_on", "key"),
    [
        (date(2037, 4, 2), "annuity.start_not_first"),
        (date(2026, 1, 1), "annuity.start_before_leaving"),
        (date(2090, 1, 1), "estimate.too_far"),
    ],
)
def test_an_impossible_day_is_refused(retire_on, key):
    with pytest.raises(NotCovered) as refusal:
        an_estimate(retire_on=retire_on)

    assert refusal.value.key == key


def test_a_member_at_work_without_recent_pay_is_refused():
    silent = replace(AT_WORK, pay=months_of_pay(Month(2010, 1), 60))

    with pytest.raises(NotCovered) as refusal:
        an_estimate(silent)

    assert refusal.value.key == "estimate.no_recent_pay"


def test_supposed_years_are_never_in_the_law_in_force():
    supposed = projected_law(LAW, STEADY, 2030)

    assert supposed.value("tier_2_year", on=date(2030, 1, 1)).status == "assumption"
    assert supposed.edition != LAW.edition
    with pytest.raises(LawGap):
        LAW.value("tier_2_year", on=date(2027, 1, 1))


def test_the_supposed_cap_follows_the_law_of_the_cap():
    supposed = projected_law(LAW, STEADY, 2027)

    # Half of 2 percent on 129,192.26.
    assert supposed.value("tier_2_year", on=date(2027, 1, 1)).decimal("cap") == Decimal("130484.18")


def test_the_standard_assumptions_are_exact_decimals():
    assert standard_assumptions() == Assumptions(Decimal("2.75"), Decimal("2.5"))


def test_high_pay_is_capped_in_supposed_years_too():
    rich = replace(AT_WORK, pay=months_of_pay(Month(2014, 1), 144, "12000.00"))

    result = an_estimate(rich, retire_on=date(2028, 1, 1))

    assert result.final_average_compensation.final_average_compensation < Decimal("11000.00")
