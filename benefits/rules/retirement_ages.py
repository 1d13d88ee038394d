"""What a later or earlier start would bring: the annuity at each age, from records or answers carried on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from benefits.rules.annuity import RetirementAnnuity
from benefits.rules.assumptions import Assumptions, projected_law
from benefits.rules.compensation import FinalAverageCompensation
from benefits.rules.estimate import annuity_at, carry_on
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts, PayFacts, Service, average_pay, service_credit
from benefits.rules.months import ONE_DAY, Month, anniversary
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.rules.standing import OLDEST_START, EarliestAnnuity

MOST_AGES = 15


class AgeAnnuity(NamedTuple):
    """The annuity that starts on the first of the month on or after a birthday."""

    age: int
    starts_on: date
    annuity: RetirementAnnuity | Refusal


def annuities_by_age(
    facts: MemberFacts, *, law: Law, on: date, assumptions: Assumptions, earliest: EarliestAnnuity
) -> tuple[AgeAnnuity, ...]:
    """The annuity at each age from the earliest start on, the record carried on to each day. As `estimate`.

    NotCovered: a member at work without recent pay to carry on from.
    """
    starts = list(birthday_starts(facts.born_on, earliest.starts_on))
    if not starts:
        return ()
    last = starts[-1][1]
    # Supposed years do not depend on the day of retirement: carried on once to the last day, cut at each.
    then = projected_law(law, assumptions, last.year)
    carried, _ = carry_on(facts, law=then, on=on, until=last, assumptions=assumptions)
    added = carried.pay[len(facts.pay) :]
    before = service_credit(facts, law=then)

    def annuity(starts_on: date) -> RetirementAnnuity:
        upto = [row for row in added if row.month < Month.of(starts_on)]
        retired = replace(carried, pay=(*facts.pay, *upto), left_on=facts.left_on or starts_on - ONE_DAY)
        service = _with_full_months(before, upto)
        return annuity_at(retired, service, _average(retired, service, then), starts_on, then)

    return by_age(starts, annuity)


def _with_full_months(service: Service, added: list[PayFacts]) -> Service:
    """The service with the supposed months after it: each earns a whole month, and none was there before."""
    alternative = sum(row.formula == "alternative" for row in added)
    return Service(
        service.months + len(added),
        service.alternative + alternative,
        service.reciprocal,
        service.credited | {row.month for row in added},
    )


def _average(facts: MemberFacts, service: Service, law: Law) -> FinalAverageCompensation:
    """Final average compensation from no more of the record than it looks at: whole years, for the cap goes by years."""
    last_day = facts.left_on or max(row.month for row in facts.pay).last_day
    last = law.value("final_average_window", on=last_day, tier=facts.tier).integer("last")
    looked_at = sorted(service.credited)[-last:]
    if not looked_at:
        return average_pay(facts, service, law=law)
    first = Month(looked_at[0].year, 1)
    recent = replace(facts, pay=tuple(row for row in facts.pay if row.month >= first))
    return average_pay(recent, service, law=law)


def birthday_starts(born_on: date, earliest: date) -> Iterator[tuple[int, date]]:
    """Each age and the first of the month on or after that birthday, from a day on."""
    first = earliest.year - born_on.year - 1
    found = 0
    for age in range(first, OLDEST_START + 1):
        birthday = anniversary(born_on, age)
        starts_on = birthday if birthday.day == 1 else Month.of(birthday).plus(1).first_day
        if starts_on >= earliest and found < MOST_AGES:
            found += 1
            yield age, starts_on


def by_age(
    starts: list[tuple[int, date]], annuity: Callable[[date], RetirementAnnuity]
) -> tuple[AgeAnnuity, ...]:
    """The annuity, or why there is none, at each start."""
    return tuple(
        AgeAnnuity(age, day, answer_or_refusal(lambda day=day: annuity(day)))  # type: ignore[misc]
        for age, day in starts
    )
