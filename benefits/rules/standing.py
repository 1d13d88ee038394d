"""Where a member stands on a day: service, pay, account, and the earliest annuities, from the records alone.

One figure that cannot be given does not silence the others: each is an answer or the refusal that explains itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

from benefits.rules.annuity import RetirementAnnuity, earned_annuity, retirement_annuity
from benefits.rules.compensation import FinalAverageCompensation, final_average_compensation
from benefits.rules.death import LumpSumDeath, lump_sum_death
from benefits.rules.facts import Coverage, Formula, MonthPay, MonthUnits, PayBasis, Tier, YearContribution
from benefits.rules.interest import RegularInterest, regular_interest
from benefits.rules.law import Law
from benefits.rules.money import ZERO
from benefits.rules.months import ONE_DAY, Month, fiscal_year
from benefits.rules.refusals import Refusal
from benefits.rules.service_credit import pooled_month_credit
from benefits.rules.survivors import SurvivorAnnuity, survivor_annuity

Answer = TypeVar("Answer")
# Nobody waits longer than this for a first annuity: past it the search ends.
OLDEST_START = 75
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


@dataclass(frozen=True, slots=True)
class AfterDeath:
    """What would be paid if the member died on the day, in dollars: a spouse a month, and beneficiaries at once.

    `spouse_monthly` is None without an eligible spouse. The day a spouse's payments begin depends on ages and
    children; this is the amount.
    """

    spouse_monthly: SurvivorAnnuity | Refusal | None
    lump_sum: LumpSumDeath | Refusal


class EarliestAnnuity(NamedTuple):
    """The first day an annuity may start, and the annuity then."""

    starts_on: date
    service_months: Decimal
    annuity: RetirementAnnuity


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands; a figure that cannot be given is the refusal that says why.

    `unreduced` and `reduced` are None where no such annuity comes first (or at all): the reduced one is only told
    when it may start before the unreduced one. For a member at work both assume that work goes on, full time, until
    the day before, at the final average compensation of today.
    """

    service: Service
    final_average_compensation: FinalAverageCompensation | Refusal
    account: Account | Refusal
    unreduced: EarliestAnnuity | Refusal | None
    reduced: EarliestAnnuity | Refusal | None
    after_death: AfterDeath


def standing(facts: MemberFacts, *, law: Law, on: date) -> Standing:
    """Everything a statement says of a member's own benefits, as of a day, by the law."""
    service = service_credit(facts, law=law)
    compensation = answer_or_refusal(lambda: average_pay(facts, service, law=law))
    unreduced: EarliestAnnuity | Refusal | None = None
    reduced: EarliestAnnuity | Refusal | None = None
    if isinstance(compensation, Refusal):
        unreduced = compensation
    else:
        monthly = compensation.final_average_compensation
        unreduced = answer_or_refusal(
            lambda: earliest(facts, service, monthly, law=law, on=on, reduced=False)
        )
        reduced = answer_or_refusal(lambda: earliest(facts, service, monthly, law=law, on=on, reduced=True))
        if isinstance(unreduced, EarliestAnnuity) and isinstance(reduced, EarliestAnnuity):
            reduced = reduced if reduced.starts_on < unreduced.starts_on else None
    contributions = answer_or_refusal(lambda: account(facts, law=law, on=on))
    return Standing(
        service=service,
        final_average_compensation=compensation,
        account=contributions,
        unreduced=unreduced,
        reduced=reduced,
        after_death=after_death(facts, service, compensation, contributions, law=law, on=on),
    )


def answer_or_refusal(calculate: Callable[[], Answer]) -> Answer | Refusal:
    """The answer of a calculation, or its refusal as a value."""
    try:
        return calculate()
    except Refusal as refusal:
        return refusal


def service_credit(facts: MemberFacts, *, law: Law) -> Service:
    """All service credit: month by month from pay, and what was granted beside it (40 ILCS 5/14-106)."""
    own = [grant for grant in facts.grants if grant.kind != "reciprocal"]
    granted = sum((grant.months for grant in own), NO_MONTHS)
    alternative = sum((grant.months for grant in own if grant.formula == "alternative"), NO_MONTHS)
    reciprocal = sum((grant.months for grant in facts.grants if grant.kind == "reciprocal"), NO_MONTHS)
    all_pay = [row for row in facts.pay if row.earns_service]
    alternative_pay = [row for row in all_pay if row.formula == "alternative"]
    return Service(
        months=granted + sum(credit_by_month(all_pay, law=law).values(), NO_MONTHS),
        alternative=alternative + sum(credit_by_month(alternative_pay, law=law).values(), NO_MONTHS),
        reciprocal=reciprocal,
    )


def credit_by_month(pay: Iterable[PayFacts], *, law: Law) -> dict[Month, Decimal]:
    """Service credit of each calendar month, all jobs together, in months."""
    jobs: defaultdict[Month, list[MonthUnits]] = defaultdict(list)
    for row in pay:
        if row.earns_service:
            jobs[row.month].append(MonthUnits(row.pay_basis, row.units))
    return {month: _month_credit(tuple(sorted(units)), month, law) for month, units in sorted(jobs.items())}


@lru_cache(maxsize=100_000)
def _month_credit(jobs: tuple[MonthUnits, ...], month: Month, law: Law) -> Decimal:
    # Most months of most members are alike: remembered, a hundred thousand members cost little more than one.
    return pooled_month_credit(jobs=jobs, law=law, month=month).months


def average_pay(facts: MemberFacts, service: Service, *, law: Law) -> FinalAverageCompensation:
    """Final average compensation over the months that earned credit."""
    credited = {month for month, credit in credit_by_month(facts.pay, law=law).items() if credit}
    pay = [
        MonthPay(row.month, row.earnings) for row in facts.pay if row.month in credited and row.earns_service
    ]
    return final_average_compensation(
        tier=facts.tier,
        pay=pay,
        law=law,
        formula=facts.formula,
        alternative_months=service.alternative,
        final_monthly_rate=facts.final_monthly_rate,
    )


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


def earliest(
    facts: MemberFacts, service: Service, monthly: Decimal, *, law: Law, on: date, reduced: bool
) -> EarliestAnnuity | None:
    """The first month an annuity may start; with `reduced`, one that is cut for age is good enough.

    Eligibility only grows with time, so the first month is found by halving.
    """
    first = Month.of(facts.left_on or on).plus(1)
    last = Month(facts.born_on.year + OLDEST_START, facts.born_on.month)

    def at(months_later: int) -> EarliestAnnuity | None:
        candidate = _annuity_at(facts, service, monthly, first.plus(months_later), first, law)
        is_good = candidate.annuity.payable and (reduced or not candidate.annuity.reduction_percent)
        return candidate if is_good else None

    low, high = 0, max(last.ordinal - first.ordinal, 0)
    if at(high) is None:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if at(middle) else (middle + 1, high)
    return at(low)


def _annuity_at(
    facts: MemberFacts, service: Service, monthly: Decimal, start: Month, first: Month, law: Law
) -> EarliestAnnuity:
    worked = Decimal(start.ordinal - first.ordinal) if facts.left_on is None else NO_MONTHS
    months = service.months + worked
    alternative = service.alternative + (worked if facts.formula == "alternative" else NO_MONTHS)
    annuity = retirement_annuity(
        tier=facts.tier,
        formula=facts.formula,
        coverage=facts.coverage,
        born=facts.born_on,
        annuity_start=start.first_day,
        service_months=months,
        final_average_compensation=monthly,
        law=law,
        last_day_of_employment=facts.left_on or start.first_day - ONE_DAY,
        alternative_months=alternative,
        police=facts.is_police,
        reciprocal_months=service.reciprocal,
    )
    return EarliestAnnuity(start.first_day, months, annuity)


def after_death(
    facts: MemberFacts,
    service: Service,
    compensation: FinalAverageCompensation | Refusal,
    contributions: Account | Refusal,
    *,
    law: Law,
    on: date,
) -> AfterDeath:
    """What a death on the day would bring, for a member not yet retired (40 ILCS 5/14-116 to 14-121)."""
    spouse: SurvivorAnnuity | Refusal | None = None
    if facts.spouse_born_on is not None and has_survivor_service(facts, service, law=law, on=on):
        spouse = answer_or_refusal(lambda: _spouse_annuity(facts, service, compensation, law, on))
    return AfterDeath(
        spouse_monthly=spouse,
        lump_sum=answer_or_refusal(
            lambda: _lump_sum(
                facts, service, compensation, contributions, law, is_survived=spouse is not None
            )
        ),
    )


def has_survivor_service(facts: MemberFacts, service: Service, *, law: Law, on: date) -> bool:
    """Whether there is service enough for a survivor annuity: 18 months at work, or vested after leaving."""
    if facts.left_on is None:
        return service.months >= law.value("survivor_eligibility", on=on).integer("member_service_months")
    rule = law.value(
        "retirement_eligibility", on=facts.left_on, tier=facts.tier, formula="regular", route="age"
    )
    return service.months + service.reciprocal >= rule.integer("service")


def _spouse_annuity(
    facts: MemberFacts, service: Service, compensation: FinalAverageCompensation | Refusal, law: Law, on: date
) -> SurvivorAnnuity:
    assert facts.spouse_born_on is not None
    earned, _ = earned_annuity(
        tier=facts.tier,
        formula=facts.formula,
        coverage=facts.coverage,
        service_months=service.months,
        alternative_months=service.alternative,
        final_average_compensation=given(compensation).final_average_compensation,
        on=facts.left_on or on,
        law=law,
    )
    return survivor_annuity(
        tier=facts.tier,
        coverage=facts.coverage,
        status_at_death="active" if facts.left_on is None else "inactive",
        annuity=earned,
        survivor_born=facts.spouse_born_on,
        on=on,
        law=law,
    )


def _lump_sum(
    facts: MemberFacts,
    service: Service,
    compensation: FinalAverageCompensation | Refusal,
    contributions: Account | Refusal,
    law: Law,
    *,
    is_survived: bool,
) -> LumpSumDeath:
    held = given(contributions)
    return lump_sum_death(
        status_at_death="active" if facts.left_on is None else "inactive",
        survivor_annuity_payable=is_survived,
        law=law,
        retirement_contributions=held.retirement,
        survivor_contributions=held.survivor,
        interest=held.retirement_interest if is_survived else held.interest,
        service_months=service.months,
        final_average_compensation=None if is_survived else given(compensation).final_average_compensation,
    )


def given(answer: Answer | Refusal) -> Answer:
    """The answer; raises the refusal where there is none, so that what rests on it is refused for its reason."""
    if isinstance(answer, Refusal):
        raise answer
    return answer
