"""Lump sums at a member's death, and the shares of those who are to have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from benefits.rules.facts import StatusAtDeath
from benefits.rules.law import Law, LawValue
from benefits.rules.money import ZERO, down, half_up, percent_of
from benefits.rules.months import MONTHS_IN_A_YEAR
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Line, line


@dataclass(frozen=True, slots=True)
class LumpSumDeath:
    """The lump sum paid to the nominated beneficiaries, in dollars."""

    amount: Decimal
    worksheet: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class BeneficiaryShares:
    """Each beneficiary's share in dollars, in the order named."""

    amounts: tuple[Decimal, ...]
    worksheet: tuple[Line, ...]


def lump_sum_death(
    *,
    status_at_death: StatusAtDeath,
    survivor_annuity_payable: bool,
    law: Law,
    retirement_contributions: Decimal = ZERO,
    survivor_contributions: Decimal = ZERO,
    interest: Decimal = ZERO,
    service_months: Decimal | None = None,
    final_average_compensation: Decimal | None = None,
    annuity_paid: Decimal = ZERO,
) -> LumpSumDeath:
    """The lump sum of 40 ILCS 5/14-116 and 14-117, in dollars.

    `interest` is the interest on the shares paid out. NotCovered: an inactive member with a survivor
    annuity, or a death in service without one where service or final average compensation is unknown.
    """
    contributions = retirement_contributions + survivor_contributions
    match status_at_death, survivor_annuity_payable:
        case "active", True:
            rule = law.latest("lump_sum_in_service")
            return _refund(retirement_contributions, interest, rule, "lump_sum.retirement_share")
        case "active", False:
            return _in_service(contributions, interest, service_months, final_average_compensation, law)
        case "inactive", False:
            return _refund(
                contributions, interest, law.latest("lump_sum_other"), "lump_sum.all_contributions"
            )
        case "retired", False:
            return _after_retirement(contributions, interest, annuity_paid, law)
        case "retired", True:
            rule = law.latest("lump_sum_other")
            return LumpSumDeath(ZERO, (line("lump_sum.amount", ZERO, "lump_sum.nothing", rule),))
    raise NotCovered("lump_sum.inactive_with_survivor_annuity")


def _refund(contributions: Decimal, interest: Decimal, rule: LawValue, how: str) -> LumpSumDeath:
    amount = contributions + interest
    step = line("lump_sum.amount", amount, how, rule, contributions=contributions, interest=interest)
    return LumpSumDeath(amount, (step,))


def _in_service(
    contributions: Decimal,
    interest: Decimal,
    service_months: Decimal | None,
    compensation: Decimal | None,
    law: Law,
) -> LumpSumDeath:
    if service_months is None or compensation is None:
        raise NotCovered("lump_sum.facts_missing")
    rule = law.latest("lump_sum_in_service")
    years = int(service_months // MONTHS_IN_A_YEAR)
    months = min(max(years * rule.integer("per_year"), rule.integer("least")), rule.integer("most"))
    salary = half_up(months * compensation)
    amount = contributions + interest + salary
    return LumpSumDeath(
        amount,
        (
            line(
                "lump_sum.salary",
                salary,
                "lump_sum.months_of_pay",
                rule,
                years=years,
                months=months,
                compensation=compensation,
                least=rule.integer("least"),
                most=rule.integer("most"),
            ),
            line(
                "lump_sum.amount",
                amount,
                "lump_sum.contributions_and_salary",
                rule,
                contributions=contributions,
                interest=interest,
                salary=salary,
            ),
        ),
    )


def _after_retirement(
    contributions: Decimal, interest: Decimal, annuity_paid: Decimal, law: Law
) -> LumpSumDeath:
    rule = law.latest("lump_sum_other")
    least = rule.decimal("least_after_retirement")
    unpaid = contributions + interest - annuity_paid
    amount = max(unpaid, least)
    step = line(
        "lump_sum.amount",
        amount,
        "lump_sum.greater_of",
        rule,
        contributions=contributions,
        interest=interest,
        annuity_paid=annuity_paid,
        unpaid=unpaid,
        least=least,
    )
    return LumpSumDeath(amount, (step,))


def beneficiary_shares(*, amount: Decimal, percents: Sequence[Decimal], law: Law) -> BeneficiaryShares:
    """Divide a lump sum: each share rounded down to the cent, the cents left over to the first named.

    NotCovered: the percents do not sum to 100, or one is below zero.
    """
    rule = law.latest("beneficiary_shares")
    if sum(percents) != rule.integer("together") or min(percents) < 0:
        raise NotCovered("shares.not_all", together=rule.integer("together"), sum=sum(percents, Decimal(0)))
    amounts = [down(percent_of(percent, amount)) for percent in percents]
    left_over = amount - sum(amounts)
    amounts[0] += left_over
    steps = tuple(
        line(
            "shares.share",
            share,
            "shares.rounded_down" if position else "shares.with_the_rest",
            rule,
            number=position + 1,
            percent=percent,
            amount=amount,
            left_over=left_over,
        )
        for position, (percent, share) in enumerate(zip(percents, amounts, strict=True))
    )
    return BeneficiaryShares(tuple(amounts), steps)
