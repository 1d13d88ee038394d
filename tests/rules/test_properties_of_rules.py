"""What must hold for whatever facts: found by trying many."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benefits.rules.annuity import retirement_annuity
from benefits.rules.compensation import final_average_compensation
from benefits.rules.contributions import contribution
from benefits.rules.death import beneficiary_shares
from benefits.rules.facts import MonthPay, PaySpell, YearContribution
from benefits.rules.increases import annual_increases
from benefits.rules.interest import regular_interest
from benefits.rules.law import load_law
from benefits.rules.money import half_up
from benefits.rules.months import Month
from benefits.rules.service_credit import monthly_service_credit
from reemployment.rules.facts import DaySpan
from reemployment.rules.working_days import reemployment

LAW = load_law()
few = settings(max_examples=60, deadline=None)

tiers = st.sampled_from((1, 2))
formulas = st.sampled_from(("regular", "alternative"))
coverages = st.sampled_from(("covered", "noncovered"))
amounts = st.decimals("0.00", "20000.00", places=2)
quarters = st.integers(0, 1920).map(lambda number: Decimal(number) / 4)


@st.composite
def careers(draw: st.DrawFn) -> list[PaySpell]:
    month = Month(2011, draw(st.integers(1, 12)))
    spells = []
    for _ in range(draw(st.integers(1, 6))):
        spell = PaySpell(month, draw(st.integers(1, 28)), draw(amounts))
        spells.append(spell)
        month = month.plus(spell.months + draw(st.integers(0, 3)))
    return spells


@few
@given(tiers, formulas, coverages, quarters, quarters, st.integers(48, 70), st.booleans())
def test_more_service_never_lowers_an_annuity(
    tier: int, formula: str, coverage: str, one: Decimal, other: Decimal, age: int, removal: bool
) -> None:
    def annuity(service: Decimal) -> Decimal:
        return retirement_annuity(
            tier=tier,
            formula=formula,
            coverage=coverage,
            born=date(2024 - age, 2, 1),
            annuity_start=date(2024, 2, 1),
            service_months=service,
            final_average_compensation=Decimal("4321.09"),
            offset_removal=removal,
            law=LAW,
        ).monthly_annuity

    assert annuity(min(one, other)) <= annuity(max(one, other))


@few
@given(tiers, careers(), st.randoms())
def test_order_of_pay_rows_changes_nothing(tier: int, spells: list[PaySpell], random) -> None:
    shuffled = random.sample(spells, len(spells))

    assert final_average_compensation(tier=tier, pay=shuffled, law=LAW) == final_average_compensation(
        tier=tier, pay=spells, law=LAW
    )


@few
@given(tiers, careers())
def test_splitting_spells_into_months_changes_nothing(tier: int, spells: list[PaySpell]) -> None:
    months = [MonthPay(s.start.plus(number), s.monthly) for s in spells for number in range(s.months)]

    assert final_average_compensation(tier=tier, pay=months, law=LAW) == final_average_compensation(
        tier=tier, pay=spells, law=LAW
    )


@few
@given(tiers, careers())
def test_final_average_lies_between_zero_and_the_highest_pay(tier: int, spells: list[PaySpell]) -> None:
    average = final_average_compensation(tier=tier, pay=spells, law=LAW).final_average_compensation

    assert 0 <= average <= max(spell.monthly for spell in spells)


@few
@given(amounts, st.lists(st.integers(1, 9999), min_size=0, max_size=6, unique=True))
def test_shares_sum_to_the_amount(amount: Decimal, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 10000]
    percents = [Decimal(after - before) / 100 for before, after in zip(edges, edges[1:], strict=False)]

    shares = beneficiary_shares(amount=amount, percents=percents, law=LAW).amounts

    assert sum(shares) == amount
    assert all(share >= 0 for share in shares)


@few
@given(tiers, formulas, amounts, st.integers(45, 75), st.integers(1, 150))
def test_increases_never_lower_and_follow_the_tier(
    tier: int, formula: str, original: Decimal, age: int, months: int
) -> None:
    start = Month(2011, 1).plus(months).first_day
    rows = annual_increases(
        tier=tier,
        formula=formula,
        born=date(start.year - age, 7, 4),
        annuity_start=start,
        original_annuity=original,
        through=date(2026, 12, 31),
        law=LAW,
    ).increases
    before = original
    for row in rows:
        base = before if tier == 1 else original
        rate = Decimal(3) if tier == 1 else LAW.value("tier_2_year", on=row.on).decimal("increase_percent")
        assert row.monthly == before + half_up(base * rate / 100) >= before
        before = row.monthly


@few
@given(st.lists(amounts, min_size=1, max_size=30))
def test_tier_2_pay_records_of_a_year_never_count_above_the_cap(earned: list[Decimal]) -> None:
    so_far = Decimal("0.00")
    for amount in earned:
        so_far += contribution(
            tier=2,
            formula="regular",
            coverage="covered",
            paid_on=date(2024, 6, 1),
            earnings=amount,
            pensionable_so_far=so_far,
            law=LAW,
        ).pensionable

    assert so_far == min(sum(earned), Decimal("125773.73"))


@few
@given(tiers, formulas, coverages, st.dates(date(2011, 1, 1), date(2026, 12, 31)), amounts, st.booleans())
def test_contribution_parts_sum_to_the_total(
    tier: int, formula: str, coverage: str, paid_on: date, earnings: Decimal, picked_up: bool
) -> None:
    got = contribution(
        tier=tier,
        formula=formula,
        coverage=coverage,
        paid_on=paid_on,
        earnings=earnings,
        picked_up=picked_up,
        law=LAW,
    )

    assert got.retirement + got.survivor == got.total == got.paid_by_member + got.picked_up
    assert min(got.paid_by_member, got.picked_up) >= 0


@few
@given(st.lists(st.builds(YearContribution, st.integers(1991, 2026), amounts), min_size=1), st.randoms())
def test_interest_does_not_depend_on_the_order_or_the_splitting_of_contributions(years, random) -> None:
    as_of = date(2026, 11, 22)
    halves = [YearContribution(y.fiscal_year, part) for y in years for part in (y.amount - 1, Decimal(1))]

    whole = regular_interest(contributions=years, as_of=as_of, law=LAW)

    assert regular_interest(contributions=random.sample(halves, len(halves)), as_of=as_of, law=LAW) == whole
    assert whole.balance == whole.interest + sum(year.amount for year in years)


@few
@given(st.integers(0, 200), st.integers(0, 200))
def test_more_hours_never_earn_less_credit(one: int, other: int) -> None:
    def credit(hours: int) -> Decimal:
        return monthly_service_credit(pay_basis="hourly", hours=Decimal(hours), law=LAW).months

    assert credit(min(one, other)) <= credit(max(one, other))


@few
@given(st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=200), st.randoms())
def test_days_worked_count_once_in_any_order(days: list[date], random) -> None:
    jumbled = random.sample(days + days, 2 * len(days))

    assert reemployment(tier=2, kind="temporary", days=jumbled, law=LAW) == reemployment(
        tier=2, kind="temporary", days=days, law=LAW
    )


@few
@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 120))
def test_span_is_its_weekdays(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    listed = [
        start + timedelta(days=n) for n in range(length + 1) if (start + timedelta(days=n)).isoweekday() <= 5
    ]
    assume(listed)

    assert list(DaySpan(start, end).working_days()) == listed


def test_property_tests_see_the_law_they_name() -> None:
    assert LAW.value("tier_2_year", on=date(2024, 6, 1)).decimal("cap") == Decimal("125773.73")
    with pytest.raises(AttributeError):
        LAW.figure = 1  # type: ignore[attr-defined]
