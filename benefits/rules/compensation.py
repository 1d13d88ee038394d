"""Final average compensation, and the yearly Tier 2 cap that is applied inside it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from benefits.rules.facts import Formula, MonthPay, PaySpell, Tier
from benefits.rules.law import Law, LawValue
from benefits.rules.money import ZERO, half_up
from benefits.rules.months import MONTHS_IN_A_YEAR, Month
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Line, line


@dataclass(frozen=True, slots=True)
class Tier2Year:
    """The Tier 2 earnings cap (dollars a calendar year) and increase rate (percent; none in 2011)."""

    cap: Decimal
    increase_percent: Decimal | None
    worksheet: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FinalAverageCompensation:
    """Average monthly pay on which benefits are figured, in dollars a month."""

    final_average_compensation: Decimal
    worksheet: tuple[Line, ...]


class _Window(NamedTuple):
    start: int  # position of its first month among the months looked at
    total: Decimal


def tier_2_year(*, year: int, law: Law) -> Tier2Year:
    """The earnings cap and the increase rate of a calendar year (40 ILCS 5/1-160).

    LawGap: before 2011, or the year's figures have not been entered.
    """
    value = law.value("tier_2_year", on=date(year, 1, 1))
    cap = value.decimal("cap")
    steps = [line("tier_2_year.cap", cap, "tier_2_year.published", value, year=year)]
    rate = value.decimal("increase_percent") if "increase_percent" in value.figures else None
    if rate is not None:
        change = value.decimal("cpi_change_percent")
        steps.append(
            line("tier_2_year.rate", rate, "tier_2_year.half_of_index", value, year=year, change=change)
        )
    return Tier2Year(cap, rate, tuple(steps))


def next_tier_2_year(*, cpi_change_percent: Decimal, law: Law) -> Tier2Year:
    """The cap and rate that follow from a new September change of the consumer price index.

    The rate is half the change, from 0 to 3%; the cap is the last rounded cap raised by it, to the cent
    (40 ILCS 5/1-160(b), (e)). Staff approve the result before it counts.
    """
    rule = law.latest("tier_2_increase_rule")
    last = law.latest("tier_2_year")
    half = cpi_change_percent * rule.decimal("index_share")
    rate = max(min(half, rule.decimal("most_percent")), Decimal("0.00"))
    cap = raised_cap(last.decimal("cap"), rate)
    year = last.from_.year + 1
    steps = (
        line(
            "tier_2_year.rate", rate, "tier_2_year.half_of_index", rule, year=year, change=cpi_change_percent
        ),
        line(
            "tier_2_year.cap",
            cap,
            "tier_2_year.raised",
            rule,
            year=year,
            cap=last.decimal("cap"),
            percent=rate,
        ),
    )
    return Tier2Year(cap, rate, steps)


def raised_cap(cap: Decimal, percent: Decimal) -> Decimal:
    """The next year's cap in dollars: the rounded cap raised by a percentage, to the cent (40 ILCS 5/1-160(b))."""
    return half_up(cap * (100 + percent) / 100)


def final_average_compensation(
    *,
    tier: Tier,
    pay: Iterable[PaySpell | MonthPay],
    law: Law,
    formula: Formula = "regular",
    alternative_months: Decimal | None = None,
    final_monthly_rate: Decimal | None = None,
) -> FinalAverageCompensation:
    """The highest average of 48 (Tier 2: 96) consecutive months among the last 120 months of service.

    Gross pay by calendar month; months without service are skipped; the same month twice adds up. The last 12
    months may count for 125% of the base average at most (40 ILCS 5/14-103.12, 5/1-160(b)). In Tier 1 with 20
    years under the alternative formula (all service unless `alternative_months` is given) the final rate of
    pay counts if greater. NotCovered: no pay, service ended before 2001, or that rate is unknown. LawGap: a
    Tier 2 year without a cap.
    """
    gross = _pay_by_month(pay)
    if not gross:
        raise NotCovered("compensation.no_pay")
    months = sorted(gross)
    last_day = Month.from_ordinal(months[-1]).last_day
    law.value("employment", on=last_day)
    counted, steps = _apply_cap(months, gross, law) if tier == 2 else ([gross[m] for m in months], [])
    window_rule = law.value("final_average_window", on=last_day, tier=tier)
    last = window_rule.integer("last")
    average, window_steps = _window_average(months[-last:], counted[-last:], window_rule, law, last_day, tier)
    steps += window_steps
    if tier == 1 and formula == "alternative":
        served = Decimal(len(months)) if alternative_months is None else alternative_months
        average, rate_steps = _last_rate(average, counted, served, final_monthly_rate, law, last_day)
        steps += rate_steps
    return FinalAverageCompensation(average, tuple(steps))


def _pay_by_month(pay: Iterable[PaySpell | MonthPay]) -> dict[int, Decimal]:
    gross: dict[int, Decimal] = {}
    for item in pay:
        if isinstance(item, PaySpell):
            first, count, amount = item.start.ordinal, item.months, item.monthly
        else:
            first, count, amount = item.month.ordinal, 1, item.amount
        for month in range(first, first + count):
            gross[month] = gross[month] + amount if month in gross else amount
    return gross


def _apply_cap(
    months: Sequence[int], gross: dict[int, Decimal], law: Law
) -> tuple[list[Decimal], list[Line]]:
    counted: list[Decimal] = []
    steps: list[Line] = []
    room = paid = ZERO
    limit: LawValue | None = None
    year = -1
    for month in months:
        if month // MONTHS_IN_A_YEAR != year:
            _note_cap(steps, limit, year, paid, room)
            year = month // MONTHS_IN_A_YEAR
            limit = law.value("tier_2_year", on=date(year, 1, 1))
            room, paid = limit.decimal("cap"), ZERO
        amount = min(gross[month], room)
        room -= amount
        paid += gross[month]
        counted.append(amount)
    _note_cap(steps, limit, year, paid, room)
    return counted, steps


def _note_cap(steps: list[Line], limit: LawValue | None, year: int, paid: Decimal, room: Decimal) -> None:
    if limit is not None and paid > limit.decimal("cap") - room:
        cap = limit.decimal("cap")
        steps.append(line("compensation.capped_year", cap, "compensation.cap", limit, year=year, paid=paid))


def _window_average(
    months: Sequence[int], counted: Sequence[Decimal], rule: LawValue, law: Law, last_day: date, tier: Tier
) -> tuple[Decimal, list[Line]]:
    length = min(rule.integer("window"), len(months))
    sums = [ZERO, *accumulate(counted)]
    window = _best_window(sums, length)
    chosen = range(window.start, window.start + length)
    steps = _year_lines(months, counted, chosen, rule)
    steps.append(
        line(
            "compensation.window_total",
            window.total,
            "compensation.best_window",
            rule,
            months=length,
            first=Month.from_ordinal(months[chosen[0]]),
            last=Month.from_ordinal(months[chosen[-1]]),
            last_months=rule.integer("last"),
        )
    )
    total: Fraction = Fraction(window.total)
    if chosen.stop == len(months):
        limit = law.value("final_average_last_year_limit", on=last_day, tier=tier)
        excess, limit_step = _last_year_excess(sums, limit)
        if excess > 0:
            total -= excess
            steps.append(limit_step)
    average = half_up(total / length)
    steps.append(
        line(
            "compensation.average", average, "compensation.divide", rule, total=half_up(total), months=length
        )
    )
    return average, steps


def _best_window(sums: Sequence[Decimal], length: int) -> _Window:
    best = _Window(0, sums[length] - sums[0])
    for start in range(1, len(sums) - length):
        total = sums[start + length] - sums[start]
        if total >= best.total:  # of equal windows the latest counts
            best = _Window(start, total)
    return best


def _last_year_excess(sums: Sequence[Decimal], rule: LawValue) -> tuple[Fraction, Line]:
    """What the last 12 months hold above 125% of the average of the final 48; the window must end with them.

    In Tier 1 such a window is the final 48 months itself. The statute's wording is circular and the handbook's
    base differs from it: one pass, one place.
    """
    served = len(sums) - 1
    last_months = min(rule.integer("last_months"), served)
    base_months = min(rule.integer("base_months"), served)
    base = Fraction(sums[-1] - sums[-1 - base_months]) / base_months
    limit = rule.integer("last_months") * base * rule.integer("percent") / 100
    last_pay = sums[-1] - sums[-1 - last_months]
    excess = Fraction(last_pay) - limit
    return excess, line(
        "compensation.excess",
        half_up(excess),
        "compensation.last_year_limit",
        rule,
        last_pay=last_pay,
        last_months=last_months,
        percent=rule.integer("percent"),
        base=half_up(base),
        base_months=base_months,
        limit=half_up(limit),
    )


def _year_lines(
    months: Sequence[int], counted: Sequence[Decimal], chosen: range, rule: LawValue
) -> list[Line]:
    totals: defaultdict[int, Decimal] = defaultdict(Decimal)
    numbers: defaultdict[int, int] = defaultdict(int)
    for position in chosen:
        year = months[position] // MONTHS_IN_A_YEAR
        totals[year] += counted[position]
        numbers[year] += 1
    return [
        line("compensation.year", total, "compensation.months_of_year", rule, year=year, months=numbers[year])
        for year, total in totals.items()
    ]


def _last_rate(
    average: Decimal,
    counted: Sequence[Decimal],
    served: Decimal,
    final_monthly_rate: Decimal | None,
    law: Law,
    last_day: date,
) -> tuple[Decimal, list[Line]]:
    rule = law.value("final_average_last_rate", on=last_day)
    if served < rule.integer("eligible_months"):
        return average, []
    if final_monthly_rate is None:
        raise NotCovered("compensation.last_rate_unknown")
    recent = counted[-rule.integer("average_months") :]
    recent_average = Fraction(sum(recent, ZERO)) / len(recent)
    limited = half_up(min(Fraction(final_monthly_rate), recent_average * rule.integer("percent") / 100))
    greater = max(average, limited)
    steps = [
        line(
            "compensation.last_rate",
            limited,
            "compensation.limited_rate",
            rule,
            rate=final_monthly_rate,
            percent=rule.integer("percent"),
            recent_average=half_up(recent_average),
            months=len(recent),
        ),
        line("compensation.greater", greater, "compensation.greater_of", rule, average=average, rate=limited),
    ]
    return greater, steps
