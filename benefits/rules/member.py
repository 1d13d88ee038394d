"""One member as the rules know them: the facts of a record, and the service and pay that follow from them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from benefits.rules.compensation import FinalAverageCompensation, final_average_compensation
from benefits.rules.facts import Coverage, Formula, MonthPay, MonthUnits, PayBasis, Tier
from benefits.rules.law import Law
from benefits.rules.months import Month
from benefits.rules.service_credit import pooled_month_credit

NO_MONTHS = Decimal(0)


class PayFacts(NamedTuple):
    """One month's pay at one employer, as recorded and not corrected since."""

    month: Month
    paid_on: date
    pay_basis: PayBasis
    units: Decimal
    earnings: Decimal
    formula: Formula
    retirement: Decimal
    survivor: Decimal
    picked_up: Decimal
    # Work of a temporary retiree earns no service and makes no contribution.
    earns_service: bool


class GrantFacts(NamedTuple):
    """Service that did not come by payroll, in months."""

    kind: str
    months: Decimal
    formula: Formula


class EntryFacts(NamedTuple):
    """Contributions that did not come by payroll, signed, in dollars."""

    on: date
    retirement: Decimal
    survivor: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """All that the rules need to know of one member."""

    tier: Tier
    formula: Formula
    coverage: Coverage
    is_police: bool
    born_on: date
    # None while at work.
    left_on: date | None
    final_monthly_rate: Decimal | None
    is_full_time: bool
    # Birth date of a spouse or civil union partner of at least a year; None without one.
    spouse_born_on: date | None
    pay: tuple[PayFacts, ...]
    grants: tuple[GrantFacts, ...]
    entries: tuple[EntryFacts, ...]


class Service(NamedTuple):
    """Service credit in months: all of it at SERS, the alternative part, and reciprocal service beside it."""

    months: Decimal
    alternative: Decimal
    reciprocal: Decimal
    # The calendar months that earned any credit by pay: those that final average compensation looks at.
    credited: frozenset[Month]


def service_credit(facts: MemberFacts, *, law: Law) -> Service:
    """All service credit: month by month from pay, and what was granted beside it (40 ILCS 5/14-106)."""
    own = [grant for grant in facts.grants if grant.kind != "reciprocal"]
    granted = sum((grant.months for grant in own), NO_MONTHS)
    alternative = sum((grant.months for grant in own if grant.formula == "alternative"), NO_MONTHS)
    reciprocal = sum((grant.months for grant in facts.grants if grant.kind == "reciprocal"), NO_MONTHS)
    alternative_pay = [row for row in facts.pay if row.formula == "alternative"]
    credit = credit_by_month(facts.pay, law=law)
    return Service(
        months=granted + sum(credit.values(), NO_MONTHS),
        alternative=alternative + sum(credit_by_month(alternative_pay, law=law).values(), NO_MONTHS),
        reciprocal=reciprocal,
        credited=frozenset(month for month, months in credit.items() if months),
    )


def credit_by_month(pay: Iterable[PayFacts], *, law: Law) -> dict[Month, Decimal]:
    """Service credit of each calendar month, all jobs together, in months."""
    jobs: defaultdict[Month, list[MonthUnits]] = defaultdict(list)
    for row in pay:
        if row.earns_service:
            jobs[row.month].append(MonthUnits(row.pay_basis, row.units))
    return {month: _month_credit(tuple(sorted(units)), month, law) for month, units in jobs.items()}


@lru_cache(maxsize=100_000)
def _month_credit(jobs: tuple[MonthUnits, ...], month: Month, law: Law) -> Decimal:
    # Most months of most members are alike: remembered, a hundred thousand members cost little more than one.
    return pooled_month_credit(jobs=jobs, law=law, month=month).months


def average_pay(facts: MemberFacts, service: Service, *, law: Law) -> FinalAverageCompensation:
    """Final average compensation over the months that earned credit."""
    pay = [
        MonthPay(row.month, row.earnings)
        for row in facts.pay
        if row.earns_service and row.month in service.credited
    ]
    return final_average_compensation(
        tier=facts.tier,
        pay=pay,
        law=law,
        formula=facts.formula,
        alternative_months=service.alternative,
        final_monthly_rate=facts.final_monthly_rate,
    )
