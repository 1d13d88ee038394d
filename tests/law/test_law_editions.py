"""Editions: by content, immutable, and extended only by the figure that comes next."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from benefits.law_check import check_law
from benefits.rules.compensation import next_tier_2_year, tier_2_year
from benefits.rules.law import ApprovedFigure, Law, read_law
from benefits.rules.refusals import LawGap, NotCovered

ROOT = Path(__file__).resolve().parents[2]


def figure_of(
    year: int, rate: str = "1.35", cap: str = "130936.36", topic: str = "tier_2_year"
) -> ApprovedFigure:
    return ApprovedFigure(
        topic=topic,
        year=year,
        figures={
            "increase_percent": Decimal(rate),
            "cap": Decimal(cap),
            "cpi_change_percent": Decimal("2.7"),
        },
        cite="40 ILCS 5/1-160(b), (e)",
        source="sers-tier-2-table",
        checked=date(2026, 11, 22),
    )


def test_edition_is_the_same_wherever_the_files_lie(tmp_path: Path) -> None:
    copy = tmp_path / "benefits" / "law"
    shutil.copytree(ROOT / "benefits" / "law", copy)

    assert read_law((copy,)).edition == read_law((ROOT / "benefits" / "law",)).edition


def test_edition_changes_with_any_byte_of_a_law_file(tmp_path: Path) -> None:
    copy = tmp_path / "benefits" / "law"
    shutil.copytree(ROOT / "benefits" / "law", copy)
    path = copy / "offset_removal.toml"
    path.write_text(path.read_text().replace("3.825", "3.826"))

    assert read_law((copy,)).edition != read_law((ROOT / "benefits" / "law",)).edition


def test_approved_figure_closes_the_gap_in_a_new_edition_only(law: Law) -> None:
    extended = law.with_figures(figure_of(2027))

    assert tier_2_year(year=2027, law=extended).cap == Decimal("130936.36")
    assert extended.edition != law.edition
    assert extended != law
    with pytest.raises(LawGap):
        tier_2_year(year=2027, law=law)
    with pytest.raises(LawGap):
        tier_2_year(year=2028, law=extended)


def test_editions_with_the_same_figures_are_equal_in_whatever_order_they_were_approved(law: Law) -> None:
    first, second = figure_of(2027), figure_of(2028)

    at_once = law.with_figures(second, first)
    one_by_one = law.with_figures(first).with_figures(second)

    assert at_once == one_by_one
    assert hash(at_once) == hash(one_by_one)
    assert law.with_figures() == law
    assert law.with_figures(figure_of(2027, rate="1.36")) != law.with_figures(first)


@pytest.mark.parametrize(
    "figure",
    [
        figure_of(2028),
        figure_of(2026),
        figure_of(2027, topic="pick_up"),
        figure_of(2027, topic="offset_removal"),
        figure_of(2027, topic="federal_withholding"),
    ],
)
def test_figure_that_is_not_the_next_one_is_refused(figure: ApprovedFigure, law: Law) -> None:
    with pytest.raises(ValueError, match="next figure to enter"):
        law.with_figures(figure)


def test_derived_next_year_can_be_approved_as_it_is(law: Law) -> None:
    derived = next_tier_2_year(cpi_change_percent=Decimal("2.7"), law=law)

    assert (derived.increase_percent, derived.cap) == (Decimal("1.35"), Decimal("130936.36"))


def test_date_before_the_first_value_is_not_covered_and_after_the_last_year_a_gap(law: Law) -> None:
    with pytest.raises(NotCovered):
        law.value("contributions", on=date(1989, 12, 31), formula="regular", coverage="covered")
    with pytest.raises(LawGap):
        law.value("federal_withholding", on=date(2027, 1, 1), filing="single")
    with pytest.raises(LawGap):
        law.value("tier_2_year", on=date(2010, 12, 31))


def test_value_in_force_until_changed_has_no_last_day(law: Law) -> None:
    assert law.value("offset_removal", on=date(2090, 1, 1)).decimal("percent") == Decimal("3.825")


def test_unknown_topic_or_key_is_an_error_of_the_caller(law: Law) -> None:
    with pytest.raises(LookupError):
        law.value("no_such_topic", on=date(2026, 1, 1))
    with pytest.raises(LookupError):
        law.value("pick_up", on=date(2026, 1, 1), formula="no such formula")


def test_law_check_lists_what_is_unconfirmed_and_due_next(law: Law) -> None:
    findings = check_law(law, today=date(2026, 11, 22))

    assert {value.topic for value in findings.unconfirmed} >= {"survivor_annuity", "federal_withholding"}
    assert findings.unchecked == ()
    assert {(due.table.topic, due.year) for due in findings.due} == {
        ("tier_2_year", 2027),
        ("federal_withholding", 2027),
        ("disabled_child_earnings", 2027),
    }


def test_value_is_stale_the_day_after_thirteen_months(law: Law) -> None:
    last_good_day = date(2027, 12, 22)

    assert check_law(law, today=last_good_day).unchecked == ()
    assert check_law(law, today=date(2027, 12, 23)).unchecked != ()


def test_entered_figure_is_no_longer_due(law: Law) -> None:
    findings = check_law(law.with_figures(figure_of(2027)), today=date(2026, 11, 22))

    assert "tier_2_year" not in {due.table.topic for due in findings.due}
