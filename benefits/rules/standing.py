"""Where a member stands on a day: service, pay, account, and the earliest annuities, from the records alone.

One figure that cannot be given does not silence the others: each is an answer or the refusal that explains itself.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from benefits.rules.account import Account, account
from benefits.rules.after_death import AfterDeath, after_death
from benefits.rules.annuity import RetirementAnnuity, reduction_at_start, retirement_annuity
from benefits.rules.compensation import FinalAverageCompensation
from benefits.rules.law import Law
from benefits.rules.member import NO_MONTHS, MemberFacts, Service, average_pay, service_credit
from benefits.rules.months import ONE_DAY, Month
from benefits.rules.refusals import Refusal, answer_or_refusal

# Nobody waits longer than this for a first annuity: past it the search ends.
OLDEST_START = 75


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
    unreduced, reduced = earliest_annuities(facts, service, compensation, law=law, on=on)
    contributions = answer_or_refusal(lambda: account(facts, law=law, on=on))
    return Standing(
        service=service,
        final_average_compensation=compensation,
        account=contributions,
        unreduced=unreduced,
        reduced=reduced,
        after_death=after_death(facts, service, compensation, contributions, law=law, on=on),
    )


def earliest_annuities(
    facts: MemberFacts,
    service: Service,
    compensation: FinalAverageCompensation | Refusal,
    *,
    law: Law,
    on: date,
) -> tuple[EarliestAnnuity | Refusal | None, EarliestAnnuity | Refusal | None]:
    """The first unreduced annuity, and the first reduced one where it may start before."""
    if isinstance(compensation, Refusal):
        return compensation, None
    monthly = compensation.final_average_compensation
    unreduced = answer_or_refusal(lambda: earliest(facts, service, monthly, law=law, on=on, reduced=False))
    reduced = answer_or_refusal(lambda: earliest(facts, service, monthly, law=law, on=on, reduced=True))
    if isinstance(unreduced, EarliestAnnuity) and isinstance(reduced, EarliestAnnuity):
        reduced = reduced if reduced.starts_on < unreduced.starts_on else None
    return unreduced, reduced


def earliest(
    facts: MemberFacts, service: Service, monthly: Decimal, *, law: Law, on: date, reduced: bool
) -> EarliestAnnuity | None:
    """The first month an annuity may start; with `reduced`, one that is cut for age is good enough.

    Eligibility only grows with time, so the first month is found by halving.
    """
    first = Month.of(facts.left_on or on).plus(1)
    last = Month(facts.born_on.year + OLDEST_START, facts.born_on.month)

    def is_open(months_later: int) -> bool:
        reduction = reduction_at_start(**_career(facts, service, first, months_later), law=law)
        return reduction is not None and (reduced or not reduction)

    low, high = 0, max(last.ordinal - first.ordinal, 0)
    if not is_open(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_open(middle) else (middle + 1, high)
    career = _career(facts, service, first, low)
    annuity = retirement_annuity(**career, final_average_compensation=monthly, law=law)
    return EarliestAnnuity(first.plus(low).first_day, career["service_months"], annuity)


def _career(facts: MemberFacts, service: Service, first: Month, months_later: int) -> dict[str, Any]:
    """What the annuity rules ask of a start so many months after the first possible one."""
    worked = Decimal(months_later) if facts.left_on is None else NO_MONTHS
    start = first.plus(months_later).first_day
    return {
        "tier": facts.tier,
        "formula": facts.formula,
        "coverage": facts.coverage,
        "born": facts.born_on,
        "annuity_start": start,
        "service_months": service.months + worked,
        "alternative_months": service.alternative + (worked if facts.formula == "alternative" else NO_MONTHS),
        "reciprocal_months": service.reciprocal,
        "police": facts.is_police,
        "last_day_of_employment": facts.left_on or start - ONE_DAY,
    }
