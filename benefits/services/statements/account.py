"""A member's account by fiscal year, as a statement tells it: the last years singly, the years before in one row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from benefits.rules.account import Account
from benefits.rules.member import MemberFacts
from benefits.rules.money import ZERO
from benefits.rules.months import fiscal_year

YEARS_SHOWN = 5


@dataclass(frozen=True)
class YearOfAccount:
    """What came to the account in a fiscal year, and its balance at the end, in dollars."""

    paid: Decimal = ZERO
    picked_up: Decimal = ZERO
    # Balances carried over, purchases, refunds and repayments; interest that came with them is `interest`.
    other: Decimal = ZERO
    interest: Decimal = ZERO

    @property
    def contributions(self) -> Decimal:
        return self.paid + self.picked_up

    @property
    def total(self) -> Decimal:
        return self.paid + self.picked_up + self.other + self.interest

    def plus(self, year: "YearOfAccount") -> "YearOfAccount":
        return YearOfAccount(
            self.paid + year.paid,
            self.picked_up + year.picked_up,
            self.other + year.other,
            self.interest + year.interest,
        )


class AccountByYear(NamedTuple):
    """`before` holds all earlier years; `years` the last ones; `unfinished` the fiscal year that runs."""

    before: YearOfAccount
    years: Sequence[tuple[int, YearOfAccount]]
    unfinished: YearOfAccount

    @property
    def whole(self) -> YearOfAccount:
        together = self.before.plus(self.unfinished)
        for _, year in self.years:
            together = together.plus(year)
        return together

    def balances(self) -> list[tuple[int, Decimal]]:
        """The balance at the end of each year shown."""
        balance, found = self.before.total, []
        for number, year in self.years:
            balance += year.total
            found.append((number, balance))
        return found


def by_fiscal_year(facts: MemberFacts, credited: Account | None, *, year: int) -> AccountByYear:
    """The account through December 31 of `year`; `credited` gives the interest, None where it was refused."""
    found = _paid(facts)
    for number, interest, _balance in credited.regular.years if credited else ():
        found[number] = replace(found[number], interest=found[number].interest + interest)
    first = year - YEARS_SHOWN + 1
    before = YearOfAccount()
    for earlier in (amounts for number, amounts in found.items() if number < first):
        before = before.plus(earlier)
    shown = [(number, found[number]) for number in range(first, year + 1)]
    return AccountByYear(before, shown, found[year + 1])


def _paid(facts: MemberFacts) -> defaultdict[int, YearOfAccount]:
    found: defaultdict[int, YearOfAccount] = defaultdict(YearOfAccount)
    for row in facts.pay:
        number = fiscal_year(row.paid_on)
        paid = row.retirement + row.survivor - row.picked_up
        found[number] = found[number].plus(YearOfAccount(paid, row.picked_up))
    for entry in facts.entries:
        number = fiscal_year(entry.on)
        carried = YearOfAccount(other=entry.retirement + entry.survivor, interest=entry.interest)
        found[number] = found[number].plus(carried)
    return found
