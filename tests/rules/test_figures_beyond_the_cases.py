"""Rules that the case contract does not name: pooled credit, refunds, survivors' dates, suspension months."""

from datetime import date
from decimal import Decimal as D

import pytest

from benefits.rules.annuity import minimum_annuity, retirement_annuity
from benefits.rules.compensation import final_average_compensation, next_tier_2_year
from benefits.rules.compensation_at_death import full_time_compensation, part_time_compensation
from benefits.rules.contributions import contribution_as_recorded
from benefits.rules.facts import MonthUnits, PaySpell
from benefits.rules.increases import annual_increases, survivor_increases
from benefits.rules.law import Law
from benefits.rules.months import Month
from benefits.rules.refunds import alternative_excess, may_have_refund, refund_on_leaving
from benefits.rules.refusals import LawGap, NotCovered
from benefits.rules.service_credit import monthly_service_credit, pooled_month_credit
from benefits.rules.survivors import (
    child_is_eligible,
    disabled_child_limit,
    occupational_death_annuity,
    spouse_may_survive,
    spouse_paid_from,
    survivor_annuity,
    survivor_benefit_starts_on,
)
from benefits.rules.tax import lump_sum_withholding
from reemployment.rules.facts import DaySpan
from reemployment.rules.suspension import additional_annuity, annuity_resumes_on, suspension_month
from reemployment.rules.working_days import reemployment


def test_two_hourly_jobs_are_pooled_before_the_table_is_read(law: Law) -> None:
    jobs = [MonthUnits("hourly", D(37)), MonthUnits("hourly", D(38))]

    assert pooled_month_credit(jobs=jobs, law=law).months == 1


def test_jobs_of_different_bases_add_up_to_one_month_at_most(law: Law) -> None:
    half_and_quarter = [MonthUnits("monthly", D(8)), MonthUnits("hourly", D(10))]
    two_whole = [MonthUnits("monthly", D(20)), MonthUnits("hourly", D(100))]

    assert pooled_month_credit(jobs=half_and_quarter, law=law).months == D("0.75")
    assert pooled_month_credit(jobs=two_whole, law=law).months == 1


def test_month_without_any_job_earns_nothing(law: Law) -> None:
    assert pooled_month_credit(jobs=[], law=law).months == 0


def test_hours_before_july_1981_are_not_covered(law: Law) -> None:
    with pytest.raises(NotCovered):
        monthly_service_credit(pay_basis="hourly", hours=D(80), month=Month(1981, 6), law=law)

    assert monthly_service_credit(pay_basis="hourly", hours=D(80), month=Month(1981, 7), law=law).months == 1


def test_amount_picked_up_on_the_record_rules_over_the_typical_one(law: Law) -> None:
    got = contribution_as_recorded(
        tier=1,
        formula="regular",
        coverage="noncovered",
        paid_on=date(2025, 3, 31),
        earnings=D("4000.00"),
        picked_up_amount=D("100.00"),
        law=law,
    )

    assert (got.total, got.picked_up, got.paid_by_member) == (D(320), D(100), D(220))


def test_record_without_a_pick_up_is_paid_by_the_member(law: Law) -> None:
    got = contribution_as_recorded(
        tier=1,
        formula="regular",
        coverage="covered",
        paid_on=date(1991, 3, 31),
        earnings=D("4000.00"),
        picked_up_amount=D(0),
        law=law,
    )

    assert (got.picked_up, got.paid_by_member) == (D(0), D(160))


def test_refund_on_leaving_is_all_contributions_after_fourteen_days(law: Law) -> None:
    left = date(2026, 3, 1)
    refund = refund_on_leaving(
        retirement_contributions=D("7000.10"), survivor_contributions=D("1000.05"), left_on=left, law=law
    )

    assert refund.amount == D("8000.15")
    assert not may_have_refund(left_on=left, on=date(2026, 3, 14), law=law)
    assert may_have_refund(left_on=left, on=date(2026, 3, 15), law=law)


def test_alternative_excess_is_the_difference_of_retirement_shares(law: Law) -> None:
    excess = alternative_excess(
        coverage="covered", paid_on=date(2025, 1, 1), pensionable=D("1001.00"), law=law
    )

    assert excess.amount == D("80.08") - D("35.04")


def test_next_cap_and_rate_follow_from_the_index(law: Law) -> None:
    got = next_tier_2_year(cpi_change_percent=D("2.7"), law=law)

    assert got.increase_percent == D("1.35")
    assert got.cap == D("130936.36")


@pytest.mark.parametrize(
    ("change", "rate"), [("-0.4", "0"), ("0.0", "0"), ("6.0", "3"), ("6.1", "3"), ("5.9", "2.95")]
)
def test_rate_is_half_the_index_between_nothing_and_three_percent(change: str, rate: str, law: Law) -> None:
    assert next_tier_2_year(cpi_change_percent=D(change), law=law).increase_percent == D(rate)


def test_full_time_member_gets_the_greater_of_average_and_rate(law: Law) -> None:
    def count(basis: str, rate: str) -> D:
        return full_time_compensation(
            final_average_compensation=D(4000), pay_basis=basis, rate=D(rate), on=date(2026, 3, 1), law=law
        ).final_average_compensation

    assert count("monthly", "5000.00") == 5000
    assert count("monthly", "3999.99") == 4000
    assert count("hourly", "30.01") == D("5221.74")
    assert count("per_diem", "200.00") == 4400


def test_part_time_member_needs_the_last_full_month(law: Law) -> None:
    known = part_time_compensation(last_full_month=D("1800.00"), on=date(2026, 3, 1), law=law)

    assert known.final_average_compensation == 1800
    with pytest.raises(NotCovered):
        part_time_compensation(last_full_month=None, on=date(2026, 3, 1), law=law)


def test_minimum_applies_again_each_january(law: Law) -> None:
    minimum, _ = minimum_annuity(service_months=D(240), coverage="covered", on=date(2020, 1, 1), law=law)

    rows = annual_increases(
        tier=1,
        formula="regular",
        born=date(1950, 1, 1),
        annuity_start=date(2021, 1, 1),
        original_annuity=D("288.52"),
        through=date(2023, 1, 1),
        minimum=minimum,
        law=law,
    ).increases

    assert [row.monthly for row in rows] == [D("300.00"), D("309.00")]


def test_survivor_of_a_retiree_is_raised_on_the_january_of_the_start(law: Law) -> None:
    rows = survivor_increases(
        tier=2,
        status_at_death="retired",
        benefit_start=date(2025, 1, 1),
        original_annuity=D("1000.00"),
        through=date(2026, 1, 1),
        law=law,
    ).increases

    assert [tuple(row) for row in rows] == [(date(2025, 1, 1), D(1012)), (date(2026, 1, 1), D(1027))]


@pytest.mark.parametrize(
    ("status", "occupational"), [("active", False), ("inactive", False), ("retired", True)]
)
def test_other_survivors_are_raised_strictly_after_the_first_anniversary(
    status: str, occupational: bool, law: Law
) -> None:
    def first(start: date) -> date:
        return (
            survivor_increases(
                tier=1,
                status_at_death=status,
                occupational=occupational,
                benefit_start=start,
                original_annuity=D("1000.00"),
                through=date(2027, 1, 1),
                law=law,
            )
            .increases[0]
            .on
        )

    assert first(date(2024, 1, 1)) == date(2026, 1, 1)
    assert first(date(2023, 12, 31)) == date(2025, 1, 1)


def test_survivor_increase_of_2011_is_a_gap(law: Law) -> None:
    with pytest.raises(LawGap):
        survivor_increases(
            tier=2,
            status_at_death="retired",
            benefit_start=date(2011, 1, 1),
            original_annuity=D("1000.00"),
            through=date(2012, 1, 1),
            law=law,
        )


def test_offset_needs_eighteen_months_of_coverage(law: Law) -> None:
    def offset(months: str) -> D:
        return survivor_annuity(
            tier=2,
            coverage="covered",
            status_at_death="retired",
            annuity=D(1000),
            survivor_born=date(1950, 1, 1),
            on=date(2025, 1, 1),
            social_security=D(100),
            covered_months=D(months),
            law=law,
        ).offset

    assert (offset("17.75"), offset("18")) == (0, 50)


def test_survivors_are_paid_from_the_first_of_the_next_month() -> None:
    assert survivor_benefit_starts_on(died_on=date(2026, 12, 1)) == date(2027, 1, 1)


def test_marriage_must_last_a_year(law: Law) -> None:
    assert spouse_may_survive(married_on=date(2025, 3, 1), died_on=date(2026, 3, 1), law=law)
    assert not spouse_may_survive(married_on=date(2025, 3, 2), died_on=date(2026, 3, 1), law=law)


def test_tier_1_spouse_waits_for_50_unless_a_child_is_in_care(law: Law) -> None:
    def start(tier: int, born: date, child: bool = False) -> date:
        return spouse_paid_from(tier=tier, born=born, died_on=date(2026, 3, 15), child_in_care=child, law=law)

    assert start(1, date(1980, 6, 15)) == date(2030, 7, 1)
    assert start(1, date(1980, 6, 1)) == date(2030, 6, 1)
    assert start(1, date(1980, 6, 15), child=True) == date(2026, 4, 1)
    assert start(1, date(1970, 6, 15)) == date(2026, 4, 1)
    assert start(2, date(1980, 6, 15)) == date(2026, 4, 1)


def test_child_is_eligible_until_18_or_22_in_study_and_never_when_married(law: Law) -> None:
    def eligible(on: date, student: bool = False, married: bool = False) -> bool:
        return child_is_eligible(
            born=date(2005, 5, 5), on=on, full_time_student=student, married=married, law=law
        )

    assert eligible(date(2023, 5, 4))
    assert not eligible(date(2023, 5, 5))
    assert eligible(date(2027, 5, 4), student=True)
    assert not eligible(date(2027, 5, 5), student=True)
    assert not eligible(date(2020, 1, 1), married=True)


def test_disabled_childs_limit_is_the_handbooks_figure_in_2019(law: Law) -> None:
    assert disabled_child_limit(year=2019, law=law).quarterly == 3660
    assert disabled_child_limit(year=2026, law=law).quarterly == 5070
    with pytest.raises(NotCovered):
        disabled_child_limit(year=2018, law=law)
    with pytest.raises(LawGap):
        disabled_child_limit(year=2027, law=law)


def test_occupational_death_pays_half_less_workers_compensation(law: Law) -> None:
    def monthly(compensation: str) -> D:
        return occupational_death_annuity(
            final_average_compensation=D("4000.01"),
            workers_compensation=D(compensation),
            on=date(2026, 1, 1),
            law=law,
        ).monthly

    assert monthly("500.00") == D("1500.01")
    assert monthly("2500.00") == 0


def test_a_fifth_of_what_is_not_rolled_over_is_withheld(law: Law) -> None:
    got = lump_sum_withholding(taxable=D("1000.02"), rolled_over=D("250.00"), on=date(2026, 1, 1), law=law)

    assert (got.withheld, got.paid_out) == (D("150.00"), D("600.02"))


def test_month_of_suspension_is_paid_through_the_day_before(law: Law) -> None:
    def payable(day: int) -> D:
        return suspension_month(
            monthly_annuity=D("1803.60"), suspended_on=date(2026, 4, day), law=law
        ).payable

    assert (payable(1), payable(20), payable(30)) == (0, D("1142.28"), D("1743.48"))


def test_annuity_resumes_on_the_first_of_the_month_after_the_work() -> None:
    assert annuity_resumes_on(employment_ended_on=date(2026, 12, 31)) == date(2027, 1, 1)


def test_additional_annuity_goes_to_a_person() -> None:
    with pytest.raises(NotCovered):
        additional_annuity()


def test_contract_work_of_2002_incentive_retirees_goes_to_a_person(law: Law) -> None:
    with pytest.raises(NotCovered):
        reemployment(
            tier=1,
            kind="contract_same_employer",
            days=[date(2026, 1, 5)],
            early_retirement_incentive_2002=True,
            law=law,
        )


def test_alternative_not_met_is_said_with_the_formula_used(law: Law) -> None:
    got = retirement_annuity(
        tier=1,
        formula="alternative",
        coverage="covered",
        born=date(1960, 1, 1),
        annuity_start=date(2024, 2, 1),
        service_months=D(120),
        final_average_compensation=D(4000),
        law=law,
    )

    assert (got.formula_used, got.route) == ("regular", "age")


def test_pay_of_two_jobs_in_a_month_adds_up(law: Law) -> None:
    jobs = [PaySpell(Month(2020, 1), 12, D(3000)), PaySpell(Month(2020, 1), 12, D(500))]

    assert final_average_compensation(tier=1, pay=jobs, law=law).final_average_compensation == 3500


def test_days_told_of_two_years_that_both_continue_are_those_of_the_fuller_year(law: Law) -> None:
    days = [DaySpan(date(2025, 11, 3), date(2025, 12, 12)), DaySpan(date(2026, 1, 5), date(2026, 1, 16))]

    got = reemployment(tier=2, kind="temporary", days=days, law=law)

    assert (got.days_counted, got.annuity_continues) == (30, True)
    assert [line.figure for line in got.worksheet] == [30, 10]
