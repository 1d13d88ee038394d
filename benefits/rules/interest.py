"""Interest: credited to members' contributions, and charged to members who repay what they received."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from benefits.rules.facts import Receipt, YearContribution
from benefits.rules.law import Law
from benefits.rules.money import ZERO, half_up, percent_of
from benefits.rules.months import anniversary, fiscal_year, fiscal_year_end, last_completed_fiscal_year
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Line, line


class CreditedYear(NamedTuple):
    """A fiscal year of an account: the interest credited at its end, and the balance then, in dollars."""

    fiscal_year: int
    credited: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class RegularInterest:
    """Interest credited so far, and contributions with it, in dollars; year by year in `years`."""

    interest: Decimal
    balance: Decimal
    worksheet: tuple[Line, ...]
    years: tuple[CreditedYear, ...] = ()


def regular_interest(*, contributions: Iterable[YearContribution], as_of: date, law: Law) -> RegularInterest:
    """Interest credited to the end of the last fiscal year completed before `as_of`, and the balance with it.

    Each June 30 the balance at the start of that fiscal year earns 6.5%, rounded to the cent; contributions
    of the year earn nothing yet (80 Ill. Adm. Code 1540.170(a)). NotCovered: a contribution of a later
    fiscal year than that of `as_of`.
    """
    by_year: defaultdict[int, Decimal] = defaultdict(Decimal)
    for year in contributions:
        by_year[year.fiscal_year] += year.amount
    if not by_year:
        return RegularInterest(ZERO, ZERO, ())
    if max(by_year) > fiscal_year(as_of):
        raise NotCovered("interest.future_contribution", year=max(by_year), as_of=as_of)
    interest, balance, steps, years = ZERO, ZERO, [], []
    for year_ending in range(min(by_year), last_completed_fiscal_year(as_of) + 1):
        rate = law.value("interest_credited", on=fiscal_year_end(year_ending))
        credited = half_up(percent_of(rate.decimal("percent"), balance))
        added = by_year.get(year_ending, ZERO)
        start, balance, interest = balance, balance + credited + added, interest + credited
        years.append(CreditedYear(year_ending, credited, balance))
        steps.append(
            line(
                "interest.year",
                balance,
                "interest.credit",
                rate,
                year=year_ending,
                percent=rate.decimal("percent"),
                start=start,
                credited=credited,
                added=added,
            )
        )
    rate = law.value("interest_credited", on=as_of)
    unfinished = by_year.get(fiscal_year(as_of), ZERO)
    if unfinished:
        balance += unfinished
        years.append(CreditedYear(fiscal_year(as_of), ZERO, balance))
        steps.append(
            line("interest.unfinished_year", balance, "interest.no_interest_yet", rate, added=unfinished)
        )
    steps.append(line("interest.total", interest, "interest.sum", rate, balance=balance))
    return RegularInterest(interest, balance, tuple(steps), tuple(years))


@dataclass(frozen=True, slots=True)
class RepaymentInterest:
    """Interest on amounts to be repaid, and all that is due, in dollars."""

    interest: Decimal
    due: Decimal
    worksheet: tuple[Line, ...]


def repayment_interest(*, received: Iterable[Receipt], repaid_on: date, law: Law) -> RepaymentInterest:
    """Interest charged on what a member received, from each receipt to the day of repayment.

    Compounded yearly to the last anniversary of the receipt, then for days/365 of a year, rounded once per
    receipt (80 Ill. Adm. Code 1540.170(a); part year and rounding as decided by the project). NotCovered:
    repaid before it was received.
    """
    interest, due, steps = ZERO, ZERO, []
    for receipt in received:
        if receipt.on > repaid_on:
            raise NotCovered("interest.repaid_before_receipt", on=receipt.on, repaid_on=repaid_on)
        grown, step = _grow(receipt, repaid_on, law)
        steps.append(step)
        due += grown
        interest += grown - receipt.amount
    return RepaymentInterest(interest, due, tuple(steps))


def _grow(receipt: Receipt, repaid_on: date, law: Law) -> tuple[Decimal, Line]:
    rate = law.value("interest_charged", on=repaid_on)
    yearly = Fraction(rate.decimal("percent")) / 100
    years = repaid_on.year - receipt.on.year
    if anniversary(receipt.on, years) > repaid_on:
        years -= 1
    days = (repaid_on - anniversary(receipt.on, years)).days
    part_year = 1 + yearly * days / rate.integer("days_in_a_year")
    due = half_up(Fraction(receipt.amount) * (1 + yearly) ** years * part_year)
    return due, line(
        "interest.receipt_due",
        due,
        "interest.charge",
        rate,
        on=receipt.on,
        amount=receipt.amount,
        percent=rate.decimal("percent"),
        years=years,
        days=days,
        interest=due - receipt.amount,
    )
