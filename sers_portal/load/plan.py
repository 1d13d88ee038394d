"""The law in whole cents, each value looked up once: what makes millions of lawful rows affordable.

A test compares these figures with the rules' own, row by row.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from benefits.rules.facts import BenefitKind, Coverage, Formula, Tier
from benefits.rules.law import Law
from benefits.rules.months import Month
from benefits.rules.payment_dates import payment_date
from benefits.rules.refusals import LawGap
from benefits.rules.tax import federal_withholding
from benefits.state_holidays import state_holidays

SATURDAY = 5
# Percentages of the plan have one decimal: they are kept as tenths, so a thousand is the whole.
WHOLE = 1000
FIRST_MONTH_OF_FISCAL_YEAR = 7


class Shares(NamedTuple):
    """What a record contributes, in cents."""

    pensionable: int
    retirement: int
    survivor: int
    picked_up: int


class Rates(NamedTuple):
    """Contribution rates and the points typically picked up, in tenths of a percent."""

    retirement: int
    survivor: int
    points: int


def money(cents: int) -> str:
    """Cents as the database reads them."""
    return f"{cents // 100}.{cents % 100:02d}"


def in_cents(amount: Decimal) -> int:
    """An exact amount as whole cents."""
    return int(amount.scaleb(2))


def in_dollars(cents: int) -> Decimal:
    """Whole cents as an exact amount."""
    return Decimal(cents).scaleb(-2)


def share(tenths_of_percent: int, cents: int) -> int:
    """A percentage of an amount, half up to the cent."""
    return (cents * tenths_of_percent + WHOLE // 2) // WHOLE


class Plan:
    """An edition of the law as of a day, with records from the July that begins the span of years.

    The last `months_to_come` months of those at work have been paid, but their payroll files have not come yet.
    """

    def __init__(self, law: Law, *, today: date, years: int, months_to_come: int = 0) -> None:
        self.law = law
        self.today = today
        self.months_to_come = months_to_come
        first_year = today.year - years
        self.first_month = Month(first_year, FIRST_MONTH_OF_FISCAL_YEAR).ordinal
        self.rates = lru_cache(maxsize=None)(self._rates)
        self.cap = lru_cache(maxsize=None)(self._cap)
        self.paid_on = lru_cache(maxsize=None)(last_working_day)
        self.benefit_paid_on = lru_cache(maxsize=None)(self._benefit_paid_on)

    @cached_property
    def last_paid_month(self) -> int:
        """The last month whose pay has been paid."""
        month = Month.of(self.today).ordinal
        return month if self.paid_on(month) <= self.today else month - 1

    @property
    def last_pay_month(self) -> int:
        """The last month whose pay is on record for those at work; whoever left is settled."""
        return self.last_paid_month - self.months_to_come

    @cached_property
    def last_benefit_month(self) -> int:
        """The last month whose benefits have been paid."""
        month = Month.of(self.today).ordinal
        return month if self.benefit_paid_on(month) <= self.today else month - 1

    @cached_property
    def last_tier_2_year(self) -> int:
        """The last year whose Tier 2 figures are held: later pay and increases wait for them."""
        year = self.today.year
        while self._cap(year) is None:
            year -= 1
        return year

    @cached_property
    def interest(self) -> int:
        """Interest credited a year, in tenths of a percent."""
        return tenths(self.law.latest("interest_credited").decimal("percent"))

    def increases_through(self, tier: Tier) -> date:
        """The last January 1 whose increase is known."""
        return date(self.today.year if tier == 1 else self.last_tier_2_year, 1, 1)

    def shares(
        self, formula: Formula, coverage: Coverage, month: int, pensionable: int, is_picked_up: bool
    ) -> Shares:
        """What `pensionable` cents of a month's pay contribute."""
        rates = self.rates(formula, coverage, month)
        retirement, survivor = share(rates.retirement, pensionable), share(rates.survivor, pensionable)
        if not is_picked_up:
            return Shares(pensionable, retirement, survivor, 0)
        paid = share(max(rates.retirement + rates.survivor - rates.points, 0), pensionable)
        return Shares(pensionable, retirement, survivor, retirement + survivor - paid)

    def federal_tax(self, kind: BenefitKind, began_on: date, gross: int) -> int:
        """Tax withheld from a monthly payment, in cents, by the newest table held: what was recorded, not advice."""
        withheld = federal_withholding(
            year=self._tax_year, kind=kind, benefit_began=began_on, monthly=in_dollars(gross), law=self.law
        )
        return in_cents(withheld.monthly_withholding)

    @cached_property
    def _tax_year(self) -> int:
        return self.law.tables["federal_withholding"].values[-1].from_.year

    def _rates(self, formula: Formula, coverage: Coverage, month: int) -> Rates:
        on = Month.from_ordinal(month).last_day
        value = self.law.value("contributions", on=on, formula=formula, coverage=coverage)
        points = self.law.value("pick_up", on=max(on, date(1992, 1, 1)), formula=formula).decimal("points")
        return Rates(tenths(value.decimal("retirement")), tenths(value.decimal("survivor")), tenths(points))

    def _cap(self, year: int) -> int | None:
        try:
            return in_cents(self.law.value("tier_2_year", on=date(year, 1, 1)).decimal("cap"))
        except LawGap:
            return None

    def _benefit_paid_on(self, month: int) -> date:
        year_month = Month.from_ordinal(month)
        return payment_date(month=year_month, holidays=state_holidays(year_month.year), law=self.law).on


def tenths(percent: Decimal) -> int:
    """A percentage as tenths of a percent. ValueError if that is not exact."""
    scaled = percent * 10
    if scaled != int(scaled):
        raise ValueError(f"{percent}% has more than one decimal: the load's cents are no longer exact")
    return int(scaled)


def days_in(month: int) -> int:
    """How many days a month (by ordinal) has."""
    return monthrange(month // 12, month % 12 + 1)[1]


def fiscal_year_of(month: int) -> int:
    """The fiscal year of a month (by ordinal), named by the year it ends in."""
    return (month + 6) // 12


def fiscal_years(first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Each fiscal year of a span of months, with the first and the last month of the span in it."""
    for year in range(fiscal_year_of(first), fiscal_year_of(last) + 1):
        yield year, max(first, year * 12 - 6), min(last, year * 12 + 5)


def last_working_day(month: int) -> date:
    """The day a month's pay is paid: the last of the month that is not a weekend."""
    day = Month.from_ordinal(month).last_day
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return day
