"""Each figure of the law is changed once, and some case (or figure beyond the cases) must come out otherwise."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from benefits.case_files import Case, read_case_files
from benefits.case_runner import run_case
from benefits.rules import survivors
from benefits.rules.compensation import next_tier_2_year
from benefits.rules.compensation_at_death import full_time_compensation
from benefits.rules.facts import MonthUnits
from benefits.rules.increases import survivor_increases
from benefits.rules.law import Law, LawTable, LawValue, load_law
from benefits.rules.payment_dates import first_direct_deposit_month, mailed_check_missing_from
from benefits.rules.refunds import may_have_refund
from benefits.rules.refusals import Refusal
from benefits.rules.service_credit import pooled_month_credit
from benefits.rules.tax import lump_sum_withholding

CASES = Path(__file__).resolve().parents[1] / "cases"
# They say what is so, but no figure rests on them.
DOCUMENTARY = {
    "pensionable_earnings",
    "tier_2_cap_year",
    "civil_union",
    "suspension_proration",
    "state_holidays",
}
# At the least service of the rule of 85 a member is past 76, and the ordinary rule of 60 with 8 years opens first.
# The index is only told beside the rate; test_law_files proves that rates and caps follow from it.
WITHOUT_EFFECT = {
    ("retirement_eligibility", "rule_of_85", "service"),
    ("tier_2_year", None, "cpi_change_percent"),
}
OTHER_WORD = {
    "taxed": "not_taxed",
    "not_taxed": "taxed",
    "suspends": "continues",
    "continues": "suspends",
    "counted": "continues",
    "not_covered": "continues",
    "married": "single",
    "single": "married",
    "alternative": "regular",
}
Place = tuple[str, date, frozenset[tuple[str, object]]]
Path_ = tuple[str | int, ...]


class WatchedLaw(Law):
    """The law, noting which values were asked for."""

    __slots__ = ("seen",)

    def value(self, topic: str, *, on: date, **keys: Any) -> LawValue:
        return self._note(super().value(topic, on=on, **keys))

    def latest(self, topic: str, **keys: Any) -> LawValue:
        return self._note(super().latest(topic, **keys))

    def _note(self, value: LawValue) -> LawValue:
        self.seen.add(place_of(value))
        return value


def place_of(value: LawValue) -> Place:
    return (value.topic, value.from_, frozenset(value.keys.items()))


def figures_beyond_the_cases(law: Law) -> Iterator[object]:
    day = date(2026, 3, 1)
    yield pooled_month_credit(
        jobs=[MonthUnits("monthly", Decimal(31)), MonthUnits("hourly", Decimal(99))], law=law
    )
    yield next_tier_2_year(cpi_change_percent=Decimal("2.7"), law=law)
    yield next_tier_2_year(cpi_change_percent=Decimal("9.9"), law=law)
    for basis in ("monthly", "per_diem", "hourly"):
        yield full_time_compensation(
            final_average_compensation=Decimal(1), pay_basis=basis, rate=Decimal(50), on=day, law=law
        )
    for year in range(2019, 2027):
        yield survivors.disabled_child_limit(year=year, law=law)
    yield survivors.occupational_death_annuity(
        final_average_compensation=Decimal(4000), workers_compensation=Decimal(0), on=day, law=law
    )
    yield from survivors_and_their_dates(law, day)
    yield lump_sum_withholding(taxable=Decimal(1000), rolled_over=Decimal(0), on=day, law=law)
    yield mailed_check_missing_from(mailed_on=day, holidays=(), law=law)
    yield first_direct_deposit_month(received_on=date(2026, 3, 7), law=law)
    yield may_have_refund(left_on=day, on=date(2026, 3, 15), law=law)


def survivors_and_their_dates(law: Law, day: date) -> Iterator[object]:
    for status in ("retired", "active"):
        yield survivor_increases(
            tier=1,
            status_at_death=status,
            benefit_start=date(2024, 1, 1),
            original_annuity=Decimal(1000),
            through=day,
            law=law,
        ).increases
    yield survivors.survivor_annuity(
        tier=2,
        coverage="covered",
        status_at_death="retired",
        annuity=Decimal(1000),
        survivor_born=date(1950, 1, 1),
        on=day,
        social_security=Decimal(100),
        covered_months=Decimal(18),
        law=law,
    )
    yield survivors.spouse_may_survive(married_on=date(2025, 3, 1), died_on=day, law=law)
    yield survivors.spouse_paid_from(
        tier=1, born=date(1980, 6, 15), died_on=day, child_in_care=False, law=law
    )
    for student in (False, True):
        born = date(2004 if student else 2008, 3, 1)
        yield survivors.child_is_eligible(
            born=born, on=day, full_time_student=student, married=False, law=law
        )
    yield survivors.member_served_long_enough(service_months=Decimal(18), died_on=day, law=law)


def leaves(figures: dict[str, Any]) -> Iterator[Path_]:
    for name, figure in figures.items():
        yield from walk((name,), figure)


def walk(path: Path_, figure: Any) -> Iterator[Path_]:
    if isinstance(figure, list):
        for number, item in enumerate(figure):
            yield from walk((*path, number), item)
    else:
        yield path


def changed(figure: Any, path: Path_ = ()) -> Any:
    if path:
        copy = list(figure) if isinstance(figure, list) else dict(figure)
        copy[path[0]] = changed(copy[path[0]], path[1:])  # type: ignore[index,call-overload]
        return copy
    if isinstance(figure, str):
        return OTHER_WORD[figure]
    return int(figure * 1.1) + 1 if isinstance(figure, int) else figure * Decimal("1.1") + 1


def with_changed(law: Law, value: LawValue, path: Path_) -> Law:
    table: LawTable = law.tables[value.topic]
    values = tuple(
        replace(v, figures=changed(v.figures, path)) if place_of(v) == place_of(value) else v
        for v in table.values
    )
    return Law({**law.tables, value.topic: replace(table, values=values)}, law.sources, "changed")


def every_figure() -> list[Any]:
    return [
        pytest.param(
            value, path, id=f"{topic}-{'-'.join(map(str, value.keys.values()))}-{value.from_}-{path}"
        )
        for topic, table in sorted(load_law().tables.items())
        for value in table.values
        for path in leaves(dict(value.figures))
        if topic not in DOCUMENTARY and (topic, value.keys.get("route"), path[0]) not in WITHOUT_EFFECT
    ]


@pytest.fixture(scope="module")
def cases_by_place() -> dict[Place, list[Case]]:
    """The cases that rest on each value of the law."""
    law = load_law()
    watched = WatchedLaw(law.tables, law.sources, "watched")
    cases, malformed = read_case_files([CASES])
    assert not malformed
    found = defaultdict(list)
    for case in cases:
        watched.seen = set()
        assert run_case(case, watched).passed
        for place in watched.seen:
            found[place].append(case)
    return found


@pytest.fixture(scope="module")
def unchanged(law: Law) -> list[object]:
    return list(map(outcome, probes(law)))


def probes(law: Law) -> list[Callable[[], object]]:
    return [lambda: list(figures_beyond_the_cases(law))]


def outcome(probe: Callable[[], object]) -> object:
    try:
        return plain(probe())
    except Refusal as refusal:
        return refusal.key


def plain(answers: Any) -> list[Any]:
    # Without worksheets: a figure that is only told, but changes nothing, does not count.
    return [
        tuple(getattr(answer, name) for name in answer.__slots__ if name != "worksheet")
        if hasattr(answer, "worksheet")
        else answer
        for answer in answers
    ]


@pytest.mark.parametrize(("value", "path"), every_figure())
def test_changing_a_figure_is_noticed(
    value: LawValue, path: Path_, law: Law, cases_by_place: dict[Place, list[Case]], unchanged: list[object]
) -> None:
    other = with_changed(law, value, path)

    failing = any(not run_case(case, other).passed for case in cases_by_place[place_of(value)])

    assert failing or list(map(outcome, probes(other))) != unchanged
