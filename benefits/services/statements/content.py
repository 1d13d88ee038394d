"""What a statement says, as finished text: the contract between freezing (which writes it) and printing (which lays it out).

Nothing else is printed. Every word is in the statement's language and every amount is already written out; the
layout computes nothing. No Social Security number is part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

CONTENT_VERSION = "1"
MOST_FACTS = 8
FEWEST_BARS, MOST_BARS = 4, 8

Kind = Literal["active", "inactive", "annuitant", "survivor"]
Page = Literal[1, 2]


@dataclass(frozen=True)
class Headline:
    """The one figure of the first page. `figure` is an amount, or a few words where there is none."""

    label: str
    figure: str
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """One of the short facts beside the headline."""

    label: str
    value: str


@dataclass(frozen=True)
class Bar:
    """One bar of the chart: `value` is its length in dollars, `text` what stands beside it."""

    label: str
    value: str
    text: str


@dataclass(frozen=True)
class Chart:
    """The picture of page one. `description` says in words what it shows, for those who do not see it."""

    title: str
    description: str
    bars: Sequence[Bar]

    def __post_init__(self) -> None:
        if not FEWEST_BARS <= len(self.bars) <= MOST_BARS:
            raise ValueError(f"a chart has {FEWEST_BARS} to {MOST_BARS} bars, not {len(self.bars)}")
        for bar in self.bars:
            Decimal(bar.value)


@dataclass(frozen=True)
class Section:
    """A heading with a table under it. A section without rows says in `note` why there are none."""

    id: str
    page: Page
    heading: str
    columns: Sequence[str] = ()
    # Which columns hold amounts, printed flush right.
    numeric: Sequence[bool] = ()
    rows: Sequence[Sequence[str]] = ()
    total: Sequence[str] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        widths = {len(self.columns), len(self.numeric), *(len(row) for row in self.rows)}
        if self.total is not None:
            widths.add(len(self.total))
        if len(widths) > 1:
            raise ValueError(f"the table {self.id!r} has rows of different widths: {sorted(widths)}")
        if not self.rows and not self.note:
            raise ValueError(f"the section {self.id!r} has neither rows nor a note that says why")


@dataclass(frozen=True)
class StatementContent:
    """Everything a statement prints, in reading order."""

    language: str
    kind: Kind
    year: int
    title: str
    as_of: str
    name: str
    member_id: str
    address: Sequence[str]
    headline: Headline
    facts: Sequence[Fact]
    chart: Chart
    sections: Sequence[Section]
    reciprocal_systems: Sequence[str]
    notes: Sequence[str]
    # The first digits of the law's edition, enough to name it.
    law_edition: str
    contact: Sequence[str]
    version: str = CONTENT_VERSION

    def __post_init__(self) -> None:
        if len(self.facts) > MOST_FACTS:
            raise ValueError(f"page one has room for {MOST_FACTS} facts, not {len(self.facts)}")
        if len({section.id for section in self.sections}) != len(self.sections):
            raise ValueError("two sections of a statement share a name")


def to_json(content: StatementContent) -> dict[str, Any]:
    """The content as the plain values that are kept in `Statement.content`."""
    # Not `asdict`, which copies every text and costs as much as composing the statement.
    plain = dict(vars(content))
    plain["headline"] = dict(vars(content.headline))
    plain["facts"] = [dict(vars(fact)) for fact in content.facts]
    bars = [dict(vars(bar)) for bar in content.chart.bars]
    plain["chart"] = {**vars(content.chart), "bars": bars}
    plain["sections"] = [_section_to_json(section) for section in content.sections]
    return plain


def _section_to_json(section: Section) -> dict[str, Any]:
    rows = [list(row) for row in section.rows]
    total = None if section.total is None else list(section.total)
    return {**vars(section), "rows": rows, "total": total}
