"""What the rules are told: the vocabulary of the plan, and the small records that facts come in."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from benefits.rules.months import Month

Tier = Literal[1, 2]
Formula = Literal["regular", "alternative"]
Coverage = Literal["covered", "noncovered"]
PayBasis = Literal["monthly", "per_diem", "hourly"]
StatusAtDeath = Literal["retired", "active", "inactive"]
IncreaseBasis = Literal["age", "35_years", "rule_of_85", "reduced"]
BenefitKind = Literal["retirement", "survivor", "occupational_death"]


class PaySpell(NamedTuple):
    """Consecutive months at the same gross pay."""

    start: Month
    months: int
    monthly: Decimal


class MonthPay(NamedTuple):
    """The gross pay of one calendar month."""

    month: Month
    amount: Decimal


class MonthUnits(NamedTuple):
    """What one job reports of one month: calendar days, work days or hours, by its pay basis."""

    pay_basis: PayBasis
    units: Decimal


class YearContribution(NamedTuple):
    """A member's contributions of one fiscal year, named by the calendar year it ends in."""

    fiscal_year: int
    amount: Decimal


class Receipt(NamedTuple):
    """An amount the member received, and when."""

    on: date
    amount: Decimal
