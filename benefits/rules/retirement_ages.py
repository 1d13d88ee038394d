"""What a later or earlier start would bring: the annuity at each age, from records or answers carried on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from benefits.rules.annuity import RetirementAnnuity
from benefits.rules.assumptions import Assumptions, projected_law
from benefits.rules.estimate import annuity_at, carry_on
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts, average_pay, service_credit
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
    known = len(facts.pay)

    def annuity(starts_on: date) -> RetirementAnnuity:
        upto = replace(
            carried,
            pay=(*facts.pay, *(row for row in carried.pay[known:] if row.month < Month.of(starts_on))),
            left_on=facts.left_on or starts_on - ONE_DAY,
        )
        service = service_credit(upto, law=then)
        return annuity_at(upto, service, average_pay(upto, service, law=then), starts_on, then)

    return by_age(starts, annuity)


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
