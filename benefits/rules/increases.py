"""Automatic annual increases of annuities, each January 1."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from benefits.rules.facts import Formula, IncreaseBasis, StatusAtDeath, Tier
from benefits.rules.law import Law
from benefits.rules.money import ZERO, half_up, percent_of
from benefits.rules.months import ONE_DAY, anniversary, january_on_or_after
from benefits.rules.refusals import LawGap
from benefits.rules.worksheet import Line, line


class Increase(NamedTuple):
    """The amount payable from a January 1, in dollars a month."""

    on: date
    monthly: Decimal


@dataclass(frozen=True, slots=True)
class AnnualIncreases:
    """Each January's amount, in order of date."""

    increases: tuple[Increase, ...]
    worksheet: tuple[Line, ...]


def annual_increases(
    *,
    tier: Tier,
    formula: Formula,
    born: date,
    annuity_start: date,
    original_annuity: Decimal,
    through: date,
    law: Law,
    basis: IncreaseBasis | None = None,
    minimum: Decimal = ZERO,
) -> AnnualIncreases:
    """The retiree's amount from each January 1 up to `through`.

    Tier 2: that year's rate of the original annuity, added up, not compounded, from the later of age 67 (60
    under the alternative formula) and the first anniversary (40 ILCS 5/1-160(e)). Tier 1: 3% compounded,
    from the first anniversary for those who retired at 60 (55), with 35 years or by the rule of 85, else
    not before that age (14-114). `minimum` is the least annuity of 14-109, applied again each January.
    NotCovered: employment ended before 2001. LawGap: a January whose rate is not held.
    """
    law.value("employment", on=annuity_start - ONE_DAY)
    first, opening = _first(tier, formula, born, annuity_start, basis, law)
    return _grow(tier, original_annuity, original_annuity, first, through, law, minimum, opening)


def increases_of_part(
    *,
    tier: Tier,
    formula: Formula,
    born: date,
    part_start: date,
    original: Decimal,
    payable: Decimal,
    payable_from: date,
    through: date,
    law: Law,
    basis: IncreaseBasis | None = None,
) -> AnnualIncreases:
    """One part's amount from each January 1 after an annuity is paid again following State service.

    `payable` dollars a month from `payable_from`; Tier 2 adds that year's rate of the part's `original`, Tier 1
    compounds on what is payable; the first as for an annuity begun on `part_start`, never on `payable_from` itself (a
    choice of this project: 40 ILCS 5/14-111 sums the parts and says nothing of their increases). Refusals as for
    `annual_increases`.
    """
    first, opening = _first(tier, formula, born, part_start, basis, law)
    return _grow(
        tier,
        original,
        payable,
        max(first, january_on_or_after(payable_from + ONE_DAY)),
        through,
        law,
        ZERO,
        opening,
    )


def first_increase(
    *,
    tier: Tier,
    formula: Formula,
    born: date,
    annuity_start: date,
    law: Law,
    basis: IncreaseBasis | None = None,
) -> date:
    """The January 1 of a retiree's first increase; as for `annual_increases`."""
    return _first(tier, formula, born, annuity_start, basis, law)[0]


def _first(
    tier: Tier, formula: Formula, born: date, annuity_start: date, basis: IncreaseBasis | None, law: Law
) -> tuple[date, Line]:
    rule = law.value("annual_increase_age", on=annuity_start, tier=tier, formula=formula)
    from_age = anniversary(born, rule.integer("age"))
    from_start = anniversary(annuity_start, 1)
    waits_for_age = tier == 2 or basis not in ("35_years", "rule_of_85")
    first = january_on_or_after(max(from_age, from_start) if waits_for_age else from_start)
    return first, line(
        "increase.first",
        first,
        "increase.after_age" if waits_for_age else "increase.after_anniversary",
        rule,
        age=rule.integer("age"),
        from_age=from_age,
        from_start=from_start,
    )


def survivor_increases(
    *,
    tier: Tier,
    status_at_death: StatusAtDeath,
    benefit_start: date,
    original_annuity: Decimal,
    through: date,
    law: Law,
    occupational: bool = False,
) -> AnnualIncreases:
    """The survivor's amount from each January 1 up to `through`.

    Of a retiree: each January 1 on or after the start; of an active or inactive member, or for an
    occupational death: the January 1 strictly after the first anniversary. Rates and LawGap as for retirees
    (Tier 1 unconfirmed).
    """
    of_retiree = status_at_death == "retired" and not occupational
    rule = law.value("survivor_increase_start", on=benefit_start, of="retiree" if of_retiree else "member")
    day = anniversary(benefit_start, rule.integer("anniversaries"))
    first = january_on_or_after(day if of_retiree else day + ONE_DAY)
    how = "increase.survivor_of_retiree" if of_retiree else "increase.survivor_of_member"
    opening = line("increase.first", first, how, rule, start=benefit_start)
    return _grow(tier, original_annuity, original_annuity, first, through, law, ZERO, opening)


def _grow(
    tier: Tier,
    original: Decimal,
    monthly: Decimal,
    first: date,
    through: date,
    law: Law,
    minimum: Decimal,
    opening: Line,
) -> AnnualIncreases:
    steps = [opening]
    increases = []
    for january in _januaries(first, through):
        monthly, step = _raise(tier, original, monthly, january, law)
        steps.append(step)
        if monthly < minimum:
            monthly = minimum
            steps.append(
                step._replace(label="increase.minimum", figure=minimum, how="increase.raised_to_minimum")
            )
        increases.append(Increase(january, monthly))
    return AnnualIncreases(tuple(increases), tuple(steps))


def _januaries(first: date, through: date) -> Iterator[date]:
    for year in range(first.year, through.year + 1):
        yield date(year, 1, 1)


def _raise(tier: Tier, original: Decimal, monthly: Decimal, january: date, law: Law) -> tuple[Decimal, Line]:
    if tier == 2:
        rule = law.value("tier_2_year", on=january)
        if "increase_percent" not in rule.figures:
            raise LawGap("increase.no_rate", year=january.year)
        percent, base, how = rule.decimal("increase_percent"), original, "increase.of_original"
    else:
        rule = law.value("annual_increase", on=january)
        percent, base, how = rule.decimal("percent"), monthly, "increase.compounded"
    step = half_up(percent_of(percent, base))
    raised = monthly + step
    return raised, line(
        "increase.from",
        raised,
        how,
        rule,
        on=january,
        percent=percent,
        base=base,
        step=step,
        before=monthly,
    )
