"""The law as a reference for people: every value with its dates, citation, status, and the cases that prove it.

One reading serves the public page and `docs/reference/law.md`; `manage.py law_reference` writes what is kept of it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from inspect import getdoc
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext

from benefits import calculations
from benefits.case_files import Case
from benefits.case_runner import run_case
from benefits.rules.law import Law, LawTable, LawValue
from benefits.wording import STATUS_WORDS

PROOFS = Path(__file__).resolve().parent / "reference" / "proofs.json"

Place = tuple[str, date, frozenset[tuple[str, object]]]


class WatchedLaw(Law):
    """The law, noting which of its values were asked for."""

    __slots__ = ("seen",)

    def __init__(self, law: Law) -> None:
        super().__init__(law.tables, law.sources, "watched")
        self.seen: set[Place] = set()

    def value(self, topic: str, *, on: date, **keys: Any) -> LawValue:
        return self._note(super().value(topic, on=on, **keys))

    def latest(self, topic: str, **keys: Any) -> LawValue:
        return self._note(super().latest(topic, **keys))

    def _note(self, value: LawValue) -> LawValue:
        self.seen.add(place_of(value))
        return value


def place_of(value: LawValue) -> Place:
    """What tells one value of the law from all others."""
    return (value.topic, value.from_, frozenset(value.keys.items()))


def cases_by_place(cases: Iterable[Case], law: Law) -> dict[Place, list[Case]]:
    """The cases that rest on each value of the law."""
    found: defaultdict[Place, list[Case]] = defaultdict(list)
    for case in cases:
        watched = WatchedLaw(law)
        run_case(case, watched)
        for place in watched.seen:
            found[place].append(case)
    return found


def find_proofs(cases: Iterable[Case], law: Law, root: Path) -> dict[str, list[str]]:
    """The case files (relative to `root`) that rest on each topic of the law."""
    files: defaultdict[str, set[str]] = defaultdict(set)
    for (topic, _, _), proving in cases_by_place(cases, law).items():
        files[topic] |= {case.path.resolve().relative_to(root).as_posix() for case in proving}
    return {topic: sorted(names) for topic, names in sorted(files.items())}


def write_proofs(proofs: Mapping[str, list[str]]) -> str:
    """The proofs as they are kept beside the law."""
    return json.dumps(proofs, indent=2) + "\n"


class Row(NamedTuple):
    """A value of the law in words; `from_` and `checked` are dates."""

    from_: date
    keys: str
    figures: str
    cite: str
    source: str
    status: str
    note: str
    checked: date


@dataclass(frozen=True)
class Topic:
    """A topic of the law: its values, and the case files that rest on them."""

    id: str
    title: str
    unit: str
    rows: list[Row]
    proven_by: list[str]


def topics(law: Law, proofs: Mapping[str, list[str]]) -> list[Topic]:
    """Every topic of the law, by title."""
    found = [
        Topic(topic, table.title, table.unit, _rows(table, law), proofs.get(topic, []))
        for topic, table in law.tables.items()
    ]
    return sorted(found, key=lambda topic: topic.title)


def kept_proofs() -> dict[str, list[str]]:
    """The proofs as last written by `manage.py law_reference`."""
    proofs: dict[str, list[str]] = json.loads(PROOFS.read_text())
    return proofs


def _rows(table: LawTable, law: Law) -> list[Row]:
    return [
        Row(
            from_=value.from_,
            keys=", ".join(f"{_words(name)} {_words(str(key))}" for name, key in value.keys.items()),
            figures="; ".join(f"{_words(name)} {_figure(figure)}" for name, figure in value.figures.items()),
            cite=value.cite,
            source=law.sources[value.source].title if value.source in law.sources else value.source,
            status=gettext(STATUS_WORDS[value.status]),
            note=value.note,
            checked=value.checked,
        )
        for value in table.values
    ]


def _words(name: str) -> str:
    return name.replace("_", " ")


def _figure(figure: Any) -> str:
    if isinstance(figure, list):
        return " · ".join(_figure(item) for item in figure)
    return f"{figure:,}" if isinstance(figure, int | Decimal) else _words(str(figure))


class CalculationText(NamedTuple):
    """A calculation and what its docstring says of it."""

    name: str
    title: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The same for a page: lines run on, and the names of what is given read as words."""
        plain = re.sub(r"`([a-z_]+)`", lambda name: f"“{_words(name[1])}”", self.text)
        return [" ".join(paragraph.split()) for paragraph in plain.split("\n\n")]


def calculation_texts() -> list[CalculationText]:
    """Every registered calculation in the words of its docstring."""
    return [
        CalculationText(name, _words(name).capitalize(), getdoc(calculation.function) or "")
        for name in calculations.names()
        if (calculation := calculations.find(name))
    ]


def as_markdown(law: Law, proofs: Mapping[str, list[str]]) -> str:
    """The whole reference as a Markdown document."""
    lines = [
        "# How a pension is figured: the law, value by value",
        "",
        "Written by `manage.py law_reference` from the law files, the rules and the case files; a test fails when it is",
        "stale. Status: how sure we are of a value (see `benefits/law/README.md`).",
        "",
        "## Calculations",
    ]
    for calculation in calculation_texts():
        lines += ["", f"### {calculation.title} (`{calculation.name}`)", "", calculation.text]
    lines += ["", "## Values of the law"]
    for topic in topics(law, proofs):
        lines += ["", f"### {topic.title} (`{topic.id}`)", "", f"Unit: {topic.unit}.", ""]
        lines += [
            "| from | for | figures | citation | source | status | checked |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [_markdown_row(row) for row in topic.rows]
        proven = ", ".join(f"[{Path(name).stem}](../../{name})" for name in topic.proven_by)
        lines += ["", f"Proven by: {proven}." if proven else "Proven by unit tests of the rules."]
    return "\n".join(lines) + "\n"


def _markdown_row(row: Row) -> str:
    note = f" — {row.note}" if row.note else ""
    cells = (row.from_, row.keys, row.figures, row.cite, row.source, row.status + note, row.checked)
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
