"""The law files as data: complete, in order, cited, and true to each other."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benefits.rules.law import STATUSES, Law, LawFileError, LawTable, LawValue, read_law

ROOT = Path(__file__).resolve().parents[2]
DIRECTORIES = (ROOT / "benefits" / "law", ROOT / "reemployment" / "law")
TABLES = sorted(read_law(DIRECTORIES).tables.items())


def every_table() -> list[Any]:
    return [pytest.param(table, id=topic) for topic, table in TABLES]


def by_keys(table: LawTable) -> list[list[LawValue]]:
    groups = defaultdict(list)
    for value in table.values:
        groups[tuple(sorted(value.keys.items()))].append(value)
    return list(groups.values())


@pytest.mark.parametrize("table", every_table())
def test_values_of_a_topic_are_sorted_without_duplicates(table: LawTable) -> None:
    for values in by_keys(table):
        starts = [value.from_ for value in values]
        assert starts == sorted(set(starts))


@pytest.mark.parametrize("table", every_table())
def test_yearly_values_leave_out_no_year(table: LawTable) -> None:
    assert table.period in ("open", "yearly")
    if table.is_yearly:
        assert table.next, "say where the next year's figure comes from"
        for values in by_keys(table):
            assert all(value.from_ == date(value.from_.year, 1, 1) for value in values)
            assert all(later.from_.year == earlier.from_.year + 1 for earlier, later in pairwise(values))


@pytest.mark.parametrize("table", every_table())
def test_every_value_cites_a_known_source_and_says_how_sure_it_is(table: LawTable, law: Law) -> None:
    assert table.title
    assert table.unit
    for value in table.values:
        assert value.cite.strip()
        assert value.source in law.sources
        assert value.status in STATUSES
        assert isinstance(value.checked, date)
        assert value.status not in ("choice", "unconfirmed") or value.note or table.topic in SAID_BY_TITLE


# Their title or citation already says what is open.
SAID_BY_TITLE = {
    "beneficiary_shares",
    "disabled_child_earnings",
    "lump_sum_withholding",
    "employment_outcome",
    "suspension_proration",
}


# 2011 has no increase; the rule of 85 and the reduction have figures of their own.
UNEVEN = {"tier_2_year", "retirement_eligibility"}


@pytest.mark.parametrize("table", [item for item in every_table() if item.id not in UNEVEN])
def test_values_of_a_topic_have_the_same_figures(table: LawTable) -> None:
    assert len({frozenset(value.figures) for value in table.values}) == 1


@pytest.mark.parametrize("table", every_table())
def test_no_figure_of_the_law_is_a_binary_float(table: LawTable) -> None:
    def flatten(figure: object) -> list[object]:
        return [leaf for item in figure for leaf in flatten(item)] if isinstance(figure, list) else [figure]

    leaves = [leaf for value in table.values for figure in value.figures.values() for leaf in flatten(figure)]
    assert not any(isinstance(leaf, float | bool) for leaf in leaves)


def test_every_source_is_cited(law: Law) -> None:
    assert set(law.sources) == {value.source for table in law.tables.values() for value in table.values}


def test_rates_follow_from_the_index_and_caps_from_the_rates(law: Law) -> None:
    years = law.tables["tier_2_year"].values
    for before, year in pairwise(years):
        change = year.decimal("cpi_change_percent")
        rate = max(min(change / 2, Decimal(3)), Decimal(0))
        cap = (before.decimal("cap") * (100 + rate) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert (year.decimal("increase_percent"), year.decimal("cap")) == (rate, cap), year.from_.year


def test_index_changes_are_the_published_ones(law: Law) -> None:
    published = [
        "3.9",
        "2.0",
        "1.2",
        "1.7",
        "0.0",
        "1.5",
        "2.2",
        "2.3",
        "1.7",
        "1.4",
        "5.4",
        "8.2",
        "3.7",
        "2.4",
        "3.0",
    ]

    years = law.tables["tier_2_year"].values[1:]

    assert [year.decimal("cpi_change_percent") for year in years] == [Decimal(text) for text in published]


def test_tax_brackets_join_without_a_step(law: Law) -> None:
    for table in law.tables["federal_withholding"].values:
        for (over, to_there, percent), (next_over, next_to_there, _) in pairwise(table.figures["brackets"]):
            assert to_there + (next_over - over) * Decimal(percent) / 100 == next_to_there


def test_alternative_totals_are_those_of_the_member_page(law: Law) -> None:
    today = date(2026, 11, 22)
    totals = {
        (formula, coverage): sum(
            law.value("contributions", on=today, formula=formula, coverage=coverage).decimal(share)
            for share in ("retirement", "survivor")
        )
        for formula in ("regular", "alternative")
        for coverage in ("covered", "noncovered")
    }

    assert totals == {
        ("regular", "covered"): Decimal("4.0"),
        ("regular", "noncovered"): Decimal("8.0"),
        ("alternative", "covered"): Decimal("8.5"),
        ("alternative", "noncovered"): Decimal("12.5"),
    }


ROW = """
[[value]]
from = {start}
percent = 1.5
cite = "c"
source = "s"
status = "statute"
checked = 2026-11-22
"""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            'title = "t"\nunit = "u"\n' + ROW.format(start="2002-01-01") + ROW.format(start="2001-01-01"),
            "out of order",
        ),
        ('title = "t"\nunit = "u"\n' + ROW.format(start="2001-01-01") * 2, "out of order"),
        ('unit = "u"\n' + ROW.format(start="2001-01-01"), "'title' is missing"),
        ('title = "t"\nunit = "u"\nextra = 1\n' + ROW.format(start="2001-01-01"), "unknown field 'extra'"),
        (
            'title = "t"\nunit = "u"\n' + ROW.format(start="2001-01-01").replace('cite = "c"\n', ""),
            "'cite' is missing",
        ),
        ('title = "t', "topic.toml"),
    ],
)
def test_law_file_that_is_wrong_is_refused_by_name(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "topic.toml").write_text(content)

    with pytest.raises(LawFileError, match=message):
        read_law((tmp_path,))


def test_topic_in_two_directories_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "topic.toml").write_text(
            'title = "t"\nunit = "u"\n' + ROW.format(start="2001-01-01")
        )

    with pytest.raises(LawFileError, match="already holds"):
        read_law((tmp_path / "one", tmp_path / "two"))
