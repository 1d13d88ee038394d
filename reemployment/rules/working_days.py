"""Working after retirement: which days count, and from which day the annuity is suspended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from benefits.rules.facts import Tier
from benefits.rules.law import Law, LawValue
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Line, line
from reemployment.rules.facts import DaySpan, EmploymentKind


@dataclass(frozen=True, slots=True)
class Reemployment:
    """Distinct days in the calendar year that decides, and what they do to the annuity."""

    days_counted: int
    annuity_continues: bool
    suspended_on: date | None
    worksheet: tuple[Line, ...]


def reemployment(
    *,
    tier: Tier,
    kind: EmploymentKind,
    days: Iterable[date | DaySpan],
    law: Law,
    early_retirement_incentive_2002: bool = False,
) -> Reemployment:
    """What days worked after retirement do to the annuity (40 ILCS 5/14-111).

    Any part of a day is a day, two jobs on a day are one day, a holiday worked counts. Temporary work for
    the State suspends on the 76th distinct day of a calendar year; other kinds suspend from the first day
    or not at all. The count is that of the year of the suspension, else of the year with the most days.
    NotCovered: the kind's effect is not settled for the tier, no day is named where the first one suspends,
    or contract work of a retiree of the 2002 incentive. LawGap: Tier 2 before 2011.
    """
    worked = sorted(set(_expand(days)))
    outcome = _outcome(kind, tier, worked, law)
    if outcome.text("outcome") == "not_covered":
        raise NotCovered("reemployment.kind_not_covered", kind=kind, tier=tier)
    if kind == "contract_same_employer" and early_retirement_incentive_2002:
        raise NotCovered("reemployment.early_retirement_incentive")
    if outcome.text("outcome") == "counted":
        return _count(worked, law)
    if outcome.text("outcome") == "continues":
        number = _most_days(worked)
        step = line("reemployment.days", number, "reemployment.not_affected", outcome, kind=kind)
        return Reemployment(number, True, None, (step,))
    return _suspend_at_once(worked, kind, outcome)


def _expand(days: Iterable[date | DaySpan]) -> Iterable[date]:
    for item in days:
        if isinstance(item, DaySpan):
            yield from item.working_days()
        else:
            yield item


def _outcome(kind: EmploymentKind, tier: Tier, worked: list[date], law: Law) -> LawValue:
    if not worked:
        return law.latest("employment_outcome", kind=kind, tier=tier)
    return law.value("employment_outcome", on=worked[0], kind=kind, tier=tier)


def _count(worked: list[date], law: Law) -> Reemployment:
    seen: Counter[int] = Counter()
    for day in worked:
        seen[day.year] += 1
        rule = law.value("temporary_employment", on=day)
        if seen[day.year] > rule.integer("most_days"):
            return _suspend_on(day, seen[day.year], worked, rule)
    rule = law.latest("temporary_employment")
    most = rule.integer("most_days")
    steps = tuple(
        line("reemployment.days", number, "reemployment.within", rule, year=year, most=most)
        for year, number in sorted(seen.items())
    )
    return Reemployment(_most_days(worked), True, None, steps)


def _suspend_on(day: date, number: int, worked: list[date], rule: LawValue) -> Reemployment:
    total = _days_in_year(worked, day.year)
    most = rule.integer("most_days")
    steps = (
        line("reemployment.days", total, "reemployment.distinct", rule, year=day.year),
        line("reemployment.suspended_on", day, "reemployment.day_too_many", rule, number=number, most=most),
    )
    return Reemployment(total, False, day, steps)


def _days_in_year(worked: list[date], year: int) -> int:
    return sum(1 for day in worked if day.year == year)


def _most_days(worked: list[date]) -> int:
    return max(Counter(day.year for day in worked).values(), default=0)


def _suspend_at_once(worked: list[date], kind: EmploymentKind, outcome: LawValue) -> Reemployment:
    if not worked:
        raise NotCovered("reemployment.no_day", kind=kind)
    first = worked[0]
    number = _days_in_year(worked, first.year)
    step = line("reemployment.suspended_on", first, "reemployment.first_day", outcome, kind=kind)
    return Reemployment(number, False, first, (step,))
