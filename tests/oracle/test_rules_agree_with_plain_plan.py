"""The rules against the plan written once more, plainly, on ten thousand made-up members."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from benefits.rules.annuity import retirement_annuity
from benefits.rules.compensation import final_average_compensation
from benefits.rules.contributions import contribution
from benefits.rules.death import beneficiary_shares, lump_sum_death
from benefits.rules.facts import PaySpell, Receipt, YearContribution
from benefits.rules.increases import annual_increases
from benefits.rules.interest import regular_interest
from benefits.rules.law import Law, load_law
from benefits.rules.months import Month
from benefits.rules.refusals import NotCovered
from benefits.rules.survivors import survivor_annuity
from benefits.rules.tax import federal_withholding
from reemployment.rules.recomputation import recomputation
from reemployment.rules.working_days import reemployment
from tests.oracle import plain_plan

MEMBERS = 10_000


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="module")
def dice() -> random.Random:
    return random.Random(1944)


def dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def some_day(dice: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=dice.randrange((last - first).days + 1))


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def test_contributions_of_many_pay_records_agree(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS):
        tier = dice.choice((1, 2))
        formula, coverage = dice.choice(("regular", "alternative")), dice.choice(("covered", "noncovered"))
        paid_on = some_day(dice, date(2011 if tier == 2 else 1992, 1, 1), date(2026, 12, 31))
        earned, so_far, picked_up = dice.randrange(2_000_000), dice.randrange(13_000_000), dice.random() < 0.5

        got = contribution(
            tier=tier,
            formula=formula,
            coverage=coverage,
            paid_on=paid_on,
            earnings=dollars(earned),
            pensionable_so_far=dollars(so_far),
            picked_up=picked_up,
            law=law,
        )

        expected = plain_plan.contribution(tier, formula, coverage, paid_on, earned, so_far, picked_up)
        figures = (got.pensionable, got.retirement, got.survivor, got.paid_by_member, got.picked_up)
        assert figures == tuple(map(dollars, expected))


def test_interest_of_many_accounts_agrees(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS // 4):
        years = {
            year: dice.randrange(900_000) for year in dice.sample(range(1991, 2027), dice.randint(1, 30))
        }
        as_of = some_day(dice, date(max(years), 6, 30), date(2030, 12, 31))

        got = regular_interest(
            contributions=[YearContribution(year, dollars(amount)) for year, amount in years.items()],
            as_of=as_of,
            law=law,
        )

        assert (got.interest, got.balance) == tuple(map(dollars, plain_plan.interest(years, as_of)))


def test_final_averages_of_many_careers_agree(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS // 4):
        tier = dice.choice((1, 2))
        spells, pay = some_career(dice, tier)

        got = final_average_compensation(tier=tier, pay=spells, law=law)

        assert got.final_average_compensation == dollars(plain_plan.final_average(tier, pay))


def some_career(dice: random.Random, tier: int) -> tuple[list[PaySpell], dict[tuple[int, int], int]]:
    spells, pay = [], {}
    month = Month(2011 if tier == 2 else dice.randint(1995, 2005), dice.randint(1, 12))
    for _ in range(dice.randint(1, 8)):
        months, monthly = dice.randint(1, 40), dice.randrange(100_000, 1_600_000)
        months = min(months, Month(2027, 1).ordinal - month.ordinal)
        if months < 1:
            break
        spells.append(PaySpell(month, months, dollars(monthly)))
        pay.update({tuple(month.plus(number)): monthly for number in range(months)})
        month = month.plus(months + dice.choice((0, 0, 0, 1, 7, 30)))
    return shift_after_2001(spells, pay) if tier == 1 else (spells, pay)


def shift_after_2001(
    spells: list[PaySpell], pay: dict[tuple[int, int], int]
) -> tuple[list[PaySpell], dict[tuple[int, int], int]]:
    later = max(0, 2001 - max(pay)[0])
    moved = [PaySpell(Month(s.start.year + later, s.start.month), s.months, s.monthly) for s in spells]
    return moved, {(year + later, month): amount for (year, month), amount in pay.items()}


def test_annuities_of_many_members_agree(law: Law, dice: random.Random) -> None:
    payable = 0
    for _ in range(MEMBERS):
        tier = dice.choice((1, 2))
        facts = some_retirement(dice, tier)
        plain = dict(facts, fac=int(facts["fac"] * 100))
        expected = plain_plan.annuity(tier, *(plain[name] for name in PLAIN_ORDER))

        got = retirement_annuity(
            tier=tier,
            formula=facts["formula"],
            coverage=facts["coverage"],
            born=facts["born"],
            annuity_start=facts["start"],
            service_months=as_decimal(facts["service"]),
            alternative_months=as_decimal(facts["alternative"]),
            final_average_compensation=facts["fac"],
            police=facts["police"],
            offset_removal=facts["removal"],
            reciprocal_months=as_decimal(facts["reciprocal"]),
            law=law,
        )

        payable += got.payable
        assert got.payable == expected[0]
        assert got.reduction_percent == as_decimal(expected[1])
        assert got.monthly_annuity == dollars(expected[2])
    assert payable > MEMBERS // 4


PLAIN_ORDER = (
    "formula",
    "coverage",
    "born",
    "start",
    "service",
    "alternative",
    "fac",
    "police",
    "removal",
    "reciprocal",
)


def as_decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def some_retirement(dice: random.Random, tier: int) -> dict[str, object]:
    start = first_of_month(some_day(dice, date(2011 if tier == 2 else 2001, 2, 1), date(2026, 12, 1)))
    service = Fraction(dice.randrange(4 * 480), 4)
    return {
        "formula": dice.choice(("regular", "alternative")),
        "coverage": dice.choice(("covered", "noncovered")),
        "born": some_day(dice, date(start.year - 72, 1, 1), date(start.year - 48, 12, 31)),
        "start": start,
        "service": service,
        "alternative": dice.choice((service, service, Fraction(dice.randrange(int(service * 4) + 1), 4))),
        "fac": dollars(dice.randrange(20_000, 1_200_000)),
        "police": dice.random() < 0.3,
        "removal": dice.random() < 0.3,
        "reciprocal": dice.choice((Fraction(0), Fraction(dice.randrange(400), 4))),
    }


def test_increases_of_many_annuities_agree(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS // 4):
        tier, formula = dice.choice((1, 2)), dice.choice(("regular", "alternative"))
        start = first_of_month(some_day(dice, date(2011 if tier == 2 else 2001, 2, 1), date(2026, 12, 1)))
        born = some_day(dice, date(start.year - 72, 1, 1), date(start.year - 50, 12, 31))
        through = some_day(dice, start, date(2026, 12, 31))
        original = dice.randrange(10_000, 900_000)
        basis = dice.choice((None, "age", "35_years", "rule_of_85", "reduced"))

        got = annual_increases(
            tier=tier,
            formula=formula,
            born=born,
            annuity_start=start,
            original_annuity=dollars(original),
            through=through,
            basis=basis,
            law=law,
        )

        expected = plain_plan.increases(tier, formula, born, start, original, through, basis)
        assert [tuple(row) for row in got.increases] == [(on, dollars(cents)) for on, cents in expected]


def test_survivor_annuities_of_many_deaths_agree(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS // 2):
        tier, coverage = dice.choice((1, 2)), dice.choice(("covered", "covered", "noncovered"))
        status = dice.choice(("retired", "retired", "active", "inactive"))
        amount, social_security = dice.randrange(700_000), dice.randrange(400_000)
        on = some_day(dice, date(2011, 1, 1), date(2026, 12, 31))
        born = some_day(dice, date(on.year - 75, 1, 1), date(on.year - 45, 12, 31))
        removal = dice.random() < 0.2

        got = survivor_annuity(
            tier=tier,
            coverage=coverage,
            status_at_death=status,
            annuity=dollars(amount),
            survivor_born=born,
            on=on,
            social_security=dollars(social_security),
            offset_removal=removal,
            law=law,
        )

        before, offset = plain_plan.survivor(
            tier, coverage, status, amount, born, on, social_security, removal
        )
        assert (got.before_offset, got.offset, got.monthly) == tuple(
            map(dollars, (before, offset, before - offset))
        )


def test_lump_sums_and_shares_of_many_deaths_agree(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS // 2):
        status, payable = dice.choice(("active", "inactive", "retired")), dice.random() < 0.5
        retirement, survivors, earned, fac, paid = (dice.randrange(9_000_000) for _ in range(5))
        service = Fraction(dice.randrange(500), 4)
        facts = {
            "status_at_death": status,
            "survivor_annuity_payable": payable,
            "retirement_contributions": dollars(retirement),
            "survivor_contributions": dollars(survivors),
            "interest": dollars(earned),
            "service_months": as_decimal(service),
            "final_average_compensation": dollars(fac),
            "annuity_paid": dollars(paid),
        }
        expected = plain_plan.lump_sum(status, payable, retirement, survivors, earned, service, fac, paid)
        if expected is None:
            with pytest.raises(NotCovered):
                lump_sum_death(law=law, **facts)
            continue

        amount = lump_sum_death(law=law, **facts).amount

        assert amount == dollars(expected)
        percents = some_percents(dice)
        got = beneficiary_shares(amount=amount, percents=[as_decimal(p) for p in percents], law=law)
        assert list(got.amounts) == list(map(dollars, plain_plan.shares(expected, percents)))


def some_percents(dice: random.Random) -> list[Fraction]:
    cuts = sorted(dice.sample(range(1, 10_000), dice.randint(0, 5)))
    edges = [0, *cuts, 10_000]
    return [Fraction(after - before, 100) for before, after in zip(edges, edges[1:], strict=False)]


def test_days_worked_by_many_retirees_agree(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS // 10):
        days = [
            some_day(dice, date(2024, 6, 1), date(2026, 6, 30))
            for _ in range(dice.choice((20, 90, 250, 400)))
        ]

        got = reemployment(tier=dice.choice((1, 2)), kind="temporary", days=days, law=law)

        assert (got.annuity_continues, got.suspended_on) == plain_plan.days_worked(days)


def test_repayments_of_many_returns_agree(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS // 10):
        retired_on = some_day(dice, date(2001, 1, 1), date(2022, 12, 31))
        receipts = [
            (some_day(dice, retired_on, date(2023, 12, 31)), dice.randrange(500_000))
            for _ in range(dice.randint(1, 12))
        ]
        repaid_on = some_day(dice, max(day for day, _ in receipts), date(2030, 12, 31))

        got = recomputation(
            retired_on=retired_on,
            reentered_on=retired_on + timedelta(days=400),
            received=[Receipt(day, dollars(amount)) for day, amount in receipts],
            repaid_on=repaid_on,
            law=law,
        )

        assert (got.interest, got.due) == tuple(map(dollars, plain_plan.repayment(receipts, repaid_on)))


def test_withholding_of_many_payees_agrees(law: Law, dice: random.Random) -> None:
    for _ in range(MEMBERS // 2):
        began = some_day(dice, date(2015, 1, 1), date(2026, 12, 31))
        monthly = dice.randrange(dice.choice((500_000, 2_000_000, 8_000_000)))

        got = federal_withholding(
            year=2026, kind="retirement", benefit_began=began, monthly=dollars(monthly), law=law
        )

        assert got.monthly_withholding == dollars(plain_plan.withholding(began, monthly))
