"""A member's account: contributions, whoever paid them, and the interest credited on them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.facts import YearContribution
from benefits.rules.interest import RegularInterest, regular_interest
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts
from benefits.rules.money import ZERO
from benefits.rules.months import fiscal_year


@dataclass(frozen=True, slots=True)
class Account:
    """What is on the member's account, in dollars. `interest` is all interest credited; `balance` has it in."""

    retirement: Decimal
    survivor: Decimal
    paid_by_member: Decimal
    picked_up: Decimal
    interest: Decimal
    balance: Decimal
    retirement_interest: Decimal
    regular: RegularInterest


def account(facts: MemberFacts, *, law: Law, on: date) -> Account:
    """Contributions and the interest credited on them (80 Ill. Adm. Code 1540.170(a))."""
    carried = sum((entry.interest for entry in facts.entries), ZERO)
    retirement = sum((row.retirement for row in facts.pay), ZERO) + sum(
        (e.retirement for e in facts.entries), ZERO
    )
    survivor = sum((row.survivor for row in facts.pay), ZERO) + sum((e.survivor for e in facts.entries), ZERO)
    picked_up = sum((row.picked_up for row in facts.pay), ZERO)
    whole = regular_interest(contributions=_by_year(facts, "all"), as_of=on, law=law)
    retirement_only = regular_interest(contributions=_by_year(facts, "retirement"), as_of=on, law=law)
    return Account(
        retirement=retirement,
        survivor=survivor,
        paid_by_member=retirement + survivor - picked_up,
        picked_up=picked_up,
        interest=whole.interest + carried,
        balance=whole.balance,
        retirement_interest=retirement_only.interest,
        regular=whole,
    )


def _by_year(facts: MemberFacts, shares: str) -> Sequence[YearContribution]:
    totals: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in facts.pay:
        totals[fiscal_year(row.paid_on)] += row.retirement + (row.survivor if shares == "all" else ZERO)
    for entry in facts.entries:
        rest = entry.survivor + entry.interest if shares == "all" else ZERO
        totals[fiscal_year(entry.on)] += entry.retirement + rest
    return [YearContribution(year, amount) for year, amount in sorted(totals.items())]
