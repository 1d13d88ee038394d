"""Where a member stands: the figures of a statement, from made-up but complete records."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from benefits.rules.law import load_law
from benefits.rules.member import EntryFacts, GrantFacts, MemberFacts, PayFacts
from benefits.rules.months import Month
from benefits.rules.refusals import NotCovered, Refusal
from benefits.rules.standing import standing

LAW = load_law()
END_OF_2025 = date(2025, 12, 31)


def months_of_pay(first: Month, count: int, earnings: str = "4000.00") -> tuple[PayFacts, ...]:
    pay = Decimal(earnings)
    months = (first.plus(n) for n in range(count))
    return tuple(
        PayFacts(
            month, month.last_day, "monthly", Decimal(30), pay, "regular",
            retirement=pay * Decimal("0.035"), survivor=pay * Decimal("0.005"),
            picked_up=Decimal(0), earns_service=True,
        )
        for month in months
    )  # fmt: skip


AT_WORK = MemberFacts(
    tier=2,
    formula="regular",
    coverage="covered",
    is_police=False,
    born_on=date(1970, 3, 15),
    left_on=None,
    final_monthly_rate=None,
    is_full_time=True,
    spouse_born_on=date(1972, 5, 1),
    pay=months_of_pay(Month(2014, 1), 144),
    grants=(),
    entries=(),
)


def test_service_counts_each_month_once_however_many_jobs():
    two_jobs = replace(AT_WORK, pay=AT_WORK.pay + months_of_pay(Month(2025, 1), 12, "100.00"))

    assert standing(two_jobs, law=LAW, on=END_OF_2025).service.months == 144


def test_granted_service_adds_and_reciprocal_service_stands_beside():
    granted = replace(
        AT_WORK,
        grants=(
            GrantFacts("prior", Decimal("10.50"), "regular"),
            GrantFacts("reciprocal", Decimal("24.00"), "regular"),
        ),
    )

    service = standing(granted, law=LAW, on=END_OF_2025).service

    assert (service.months, service.alternative, service.reciprocal) == (Decimal("154.5"), 0, 24)


def test_a_member_at_work_reaches_62_reduced_and_67_unreduced():
    result = standing(AT_WORK, law=LAW, on=END_OF_2025)

    # 62 on 2032-03-15, 67 on 2037-03-15: the first of the month after.
    assert result.reduced.starts_on == date(2032, 4, 1)
    assert result.reduced.annuity.reduction_percent == 30
    assert result.unreduced.starts_on == date(2037, 4, 1)
    # 144 months and the 135 from January 2026 through March 2037, at 1.67% a year of 4,000.00.
    assert result.unreduced.service_months == 279
    assert result.unreduced.annuity.monthly_annuity == Decimal("1553.10")


def test_a_member_who_left_earns_no_further_service():
    left = replace(AT_WORK, left_on=END_OF_2025)

    result = standing(left, law=LAW, on=END_OF_2025)

    assert result.unreduced.starts_on == date(2037, 4, 1)
    assert result.unreduced.annuity.monthly_annuity == Decimal("801.60")


def test_a_member_who_left_too_soon_has_no_annuity_to_come():
    left = replace(AT_WORK, left_on=END_OF_2025, pay=months_of_pay(Month(2016, 2), 119))

    result = standing(left, law=LAW, on=END_OF_2025)

    assert result.unreduced is None
    assert result.reduced is None


def test_someone_past_67_may_start_next_month_and_no_reduced_date_is_told():
    older = replace(AT_WORK, born_on=date(1955, 1, 1))

    result = standing(older, law=LAW, on=END_OF_2025)

    assert result.unreduced.starts_on == date(2026, 1, 1)
    assert result.reduced is None


def test_account_credits_interest_once_a_completed_fiscal_year():
    result = standing(AT_WORK, law=LAW, on=END_OF_2025)

    account = result.account

    assert account.retirement == Decimal("20160.00")
    assert account.survivor == Decimal("2880.00")
    assert account.balance == account.retirement + account.survivor + account.interest
    assert account.paid_by_member == Decimal("23040.00")
    assert 0 < account.retirement_interest < account.interest


def test_a_refund_leaves_the_balance():
    refunded = replace(
        AT_WORK,
        entries=(EntryFacts(date(2025, 12, 1), Decimal("-20160.00"), Decimal("-2880.00"), Decimal(0)),),
    )

    account = standing(refunded, law=LAW, on=END_OF_2025).account

    assert account.balance == account.interest


def test_with_a_spouse_beneficiaries_get_the_retirement_share_and_the_spouse_two_thirds():
    result = standing(AT_WORK, law=LAW, on=END_OF_2025)

    account = result.account
    # 144 months at 1.67% a year of 4,000.00 are 801.60; two thirds of it.
    assert result.after_death.spouse_monthly.monthly == Decimal("534.40")
    assert result.after_death.lump_sum.amount == account.retirement + account.retirement_interest


def test_without_a_spouse_beneficiaries_get_everything_and_six_months_pay():
    single = replace(AT_WORK, spouse_born_on=None)

    result = standing(single, law=LAW, on=END_OF_2025)

    assert result.after_death.spouse_monthly is None
    assert result.after_death.lump_sum.amount == result.account.balance + 24000


def test_a_spouse_of_a_member_with_17_months_of_service_is_not_paid_monthly():
    new = replace(AT_WORK, pay=months_of_pay(Month(2024, 8), 17))

    assert standing(new, law=LAW, on=END_OF_2025).after_death.spouse_monthly is None


def test_a_spouse_of_a_member_with_18_months_of_service_is_paid_monthly():
    new = replace(AT_WORK, pay=months_of_pay(Month(2024, 7), 18))

    assert standing(new, law=LAW, on=END_OF_2025).after_death.spouse_monthly.monthly > 0


def test_one_figure_refused_leaves_the_others():
    without_pay = replace(AT_WORK, pay=())

    result = standing(without_pay, law=LAW, on=END_OF_2025)

    assert isinstance(result.final_average_compensation, NotCovered)
    assert isinstance(result.unreduced, Refusal)
    assert result.service.months == 0
    assert result.account.balance == 0


def test_an_alternative_member_without_a_rate_of_pay_is_told_why():
    pay = tuple(row._replace(formula="alternative") for row in months_of_pay(Month(2004, 1), 264))
    trooper = replace(AT_WORK, tier=1, formula="alternative", pay=pay)

    result = standing(trooper, law=LAW, on=END_OF_2025)

    assert result.final_average_compensation.key == "compensation.last_rate_unknown"
    assert result.service.alternative == 264


def test_work_of_a_temporary_retiree_earns_nothing():
    temporary = tuple(row._replace(earns_service=False) for row in AT_WORK.pay)

    assert standing(replace(AT_WORK, pay=temporary), law=LAW, on=END_OF_2025).service.months == 0
