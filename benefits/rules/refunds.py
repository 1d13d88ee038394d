"""Refunds of contributions: on leaving service, and of the alternative share that earned nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.facts import Coverage
from benefits.rules.law import Law
from benefits.rules.money import half_up, percent_of
from benefits.rules.worksheet import Line, line


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund in dollars."""

    amount: Decimal
    worksheet: tuple[Line, ...]


def refund_on_leaving(
    *, retirement_contributions: Decimal, survivor_contributions: Decimal, left_on: date, law: Law
) -> Refund:
    """All contributions, those picked up included, without interest (40 ILCS 5/14-130)."""
    rule = law.value("refund_on_leaving", on=left_on)
    amount = retirement_contributions + survivor_contributions
    step = line(
        "refund.total",
        amount,
        "refund.everything",
        rule,
        retirement=retirement_contributions,
        survivor=survivor_contributions,
    )
    return Refund(amount, (step,))


def alternative_excess(*, coverage: Coverage, paid_on: date, pensionable: Decimal, law: Law) -> Refund:
    """What one pay record contributed under the alternative formula beyond the regular one, in dollars.

    Refunded at retirement if the alternative formula is not met. NotCovered: paid before 1990.
    """
    alternative = law.value("contributions", on=paid_on, formula="alternative", coverage=coverage)
    regular = law.value("contributions", on=paid_on, formula="regular", coverage=coverage)
    contributed = half_up(percent_of(alternative.decimal("retirement"), pensionable))
    needed = half_up(percent_of(regular.decimal("retirement"), pensionable))
    step = line(
        "refund.alternative_excess",
        contributed - needed,
        "refund.difference",
        alternative,
        alternative=contributed,
        regular=needed,
    )
    return Refund(contributed - needed, (step,))


def may_have_refund(*, left_on: date, on: date, law: Law) -> bool:
    """Whether a member has been off the payroll long enough for a refund."""
    return (on - left_on).days >= law.value("refund_on_leaving", on=left_on).integer("days_off_payroll")
