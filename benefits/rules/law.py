"""The law as dated data: reads the law files, and answers which value was in force on a day.

No figure of the law is ever a binary float, and no date falls back silently to another date's figure.
"""

import hashlib
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from benefits.rules.refusals import LawGap, NotCovered

STATUSES = ("seed", "statute", "derived", "choice", "unconfirmed")
SOURCES_FILE = "sources.toml"
_ROW_FIELDS = frozenset({"from", "cite", "source", "status", "checked", "note"})
_TABLE_FIELDS = frozenset({"title", "unit", "keys", "period", "before_first", "next", "value"})

Key = str | int


class LawFileError(ValueError):
    """A law file is wrong; the message names the file, the row and what to mend."""


@dataclass(frozen=True, slots=True)
class LawValue:
    """One dated value of the law, with where it comes from and how sure we are of it."""

    topic: str
    from_: date
    keys: Mapping[str, Key]
    figures: Mapping[str, Any]
    cite: str
    source: str
    status: str
    checked: date
    note: str = ""

    def decimal(self, name: str) -> Decimal:
        """A figure as an exact decimal."""
        return Decimal(self.figures[name])

    def integer(self, name: str) -> int:
        """A whole figure: an age, a count of months, a day."""
        return int(self.figures[name])

    def text(self, name: str) -> str:
        """A figure that is a word."""
        return str(self.figures[name])


@dataclass(frozen=True)
class Source:
    """A document that values of the law cite."""

    id: str
    title: str


@dataclass(frozen=True)
class LawTable:
    """All values of one topic, in order of date for each combination of its keys."""

    topic: str
    title: str
    unit: str
    keys: tuple[str, ...]
    period: str
    before_first: str
    next: str
    values: tuple[LawValue, ...]

    @property
    def is_yearly(self) -> bool:
        """Whether each value holds for its own calendar year only."""
        return self.period == "yearly"


@dataclass(frozen=True)
class ApprovedFigure:
    """A yearly figure that staff entered and a second person approved."""

    topic: str
    year: int
    figures: Mapping[str, Decimal]
    cite: str
    source: str
    checked: date
    status: str = "statute"
    keys: Mapping[str, Key] = field(default_factory=dict)


class Law:
    """An edition of the law: immutable, equal and hashed by its content."""

    __slots__ = ("approved", "edition", "sources", "tables", "_files_digest", "_index")

    def __init__(
        self,
        tables: Mapping[str, LawTable],
        sources: Mapping[str, Source],
        files_digest: str,
        approved: tuple[ApprovedFigure, ...] = (),
    ) -> None:
        self.tables = dict(tables)
        self.sources = dict(sources)
        self.approved = approved
        self._files_digest = files_digest
        self.edition = _edition(files_digest, approved)
        self._index = _index_values(tables.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Law) and self.edition == other.edition

    def __hash__(self) -> int:
        return hash(self.edition)

    def value(self, topic: str, *, on: date, **keys: Key) -> LawValue:
        """The value in force on a day.

        LawGap: the day is after the last year of a yearly table, or in a Tier 2 year before 2011.
        NotCovered: the day is before the first value. LookupError: no such topic or keys.
        """
        starts, values = self._find(topic, keys)
        position = bisect_right(starts, on) - 1
        table = self.tables[topic]
        if position < 0:
            if table.before_first == "law_gap" or keys.get("tier") == 2:
                raise LawGap("law.before_tier_2", title=table.title, on=on, first=starts[0])
            raise NotCovered("law.before_first", title=table.title, on=on, first=starts[0])
        if table.is_yearly and on.year > starts[-1].year:
            raise LawGap(
                "law.after_last", title=table.title, year=on.year, last=starts[-1].year, next=table.next
            )
        return values[position]

    def latest(self, topic: str, **keys: Key) -> LawValue:
        """The newest value, for calculations whose facts carry no date."""
        return self._find(topic, keys)[1][-1]

    def with_figures(self, *figures: ApprovedFigure) -> "Law":
        """A new edition with approved yearly figures appended. ValueError if a year would be left out."""
        tables = dict(self.tables)
        for figure in sorted(figures, key=lambda figure: figure.year):
            tables[figure.topic] = _append(tables[figure.topic], figure)
        return type(self)(tables, self.sources, self._files_digest, (*self.approved, *figures))

    def _find(self, topic: str, keys: Mapping[str, Key]) -> tuple[list[date], list[LawValue]]:
        try:
            return self._index[topic, frozenset(keys.items())]
        except KeyError:
            raise LookupError(f"the law holds no {topic!r} for {dict(keys)!r}") from None


_directories: list[Path] = [Path(__file__).resolve().parent.parent / "law"]


def register_law_directory(path: Path) -> None:
    """Let an app above add its own law files to the law that `load_law()` reads."""
    if path not in _directories:
        _directories.append(path)


def load_law() -> Law:
    """The law in all registered directories, read once."""
    return read_law(tuple(_directories))


@cache
def read_law(directories: tuple[Path, ...]) -> Law:
    """Read every law file in the directories. LawFileError names the file that is wrong."""
    tables: dict[str, LawTable] = {}
    sources: dict[str, Source] = {}
    digest = hashlib.sha256()
    for path in sorted((p for d in directories for p in d.glob("*.toml")), key=_place):
        content = path.read_bytes()
        digest.update(repr((_place(path), hashlib.sha256(content).hexdigest())).encode())
        document = parse_law_file(path, content)
        if path.name == SOURCES_FILE:
            sources.update({row["id"]: Source(row["id"], row["title"]) for row in document["source"]})
        elif path.stem in tables:
            raise LawFileError(f"{path}: another law file already holds the topic {path.stem!r}")
        else:
            tables[path.stem] = _read_table(path, document)
    return Law(tables, sources, digest.hexdigest())


def parse_law_file(path: Path, content: bytes) -> dict[str, Any]:
    """Parse one law file, decimals exact."""
    try:
        return tomllib.loads(content.decode(), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawFileError(f"{path}: {error}") from error


def _place(path: Path) -> str:
    # The edition must be the same wherever the project is checked out.
    return "/".join(path.parts[-3:])


def _read_table(path: Path, document: dict[str, Any]) -> LawTable:
    if unknown := document.keys() - _TABLE_FIELDS:
        raise LawFileError(f"{path}: unknown field {sorted(unknown)[0]!r}")
    keys = tuple(document.get("keys", ()))
    try:
        return LawTable(
            topic=path.stem,
            title=document["title"],
            unit=document["unit"],
            keys=keys,
            period=document.get("period", "open"),
            before_first=document.get("before_first", "not_covered"),
            next=document.get("next", ""),
            values=tuple(_read_value(path.stem, row, keys) for row in document["value"]),
        )
    except KeyError as missing:
        raise LawFileError(f"{path}: {missing} is missing") from missing


def _read_value(topic: str, row: dict[str, Any], keys: tuple[str, ...]) -> LawValue:
    return LawValue(
        topic=topic,
        from_=row["from"],
        keys={name: row[name] for name in keys},
        figures={
            name: figure for name, figure in row.items() if name not in _ROW_FIELDS and name not in keys
        },
        cite=row["cite"],
        source=row["source"],
        status=row["status"],
        checked=row["checked"],
        note=row.get("note", ""),
    )


def _index_values(
    tables: Iterable[LawTable],
) -> dict[tuple[str, frozenset[tuple[str, Key]]], tuple[list[date], list[LawValue]]]:
    index: dict[tuple[str, frozenset[tuple[str, Key]]], tuple[list[date], list[LawValue]]] = {}
    for table in tables:
        for value in table.values:
            starts, values = index.setdefault((table.topic, frozenset(value.keys.items())), ([], []))
            if starts and value.from_ <= starts[-1]:
                raise LawFileError(f"{table.topic}: the value from {value.from_} is out of order")
            starts.append(value.from_)
            values.append(value)
    return index


def _append(table: LawTable, figure: ApprovedFigure) -> LawTable:
    years = [v.from_.year for v in table.values if v.keys == dict(figure.keys)]
    if not table.is_yearly or not years:
        raise ValueError(
            f"{table.topic}: not a yearly table with {dict(figure.keys)}: no next figure to enter"
        )
    if figure.year != years[-1] + 1:
        raise ValueError(f"{table.topic}: the next figure to enter is for {years[-1] + 1}, not {figure.year}")
    value = LawValue(
        topic=table.topic,
        from_=date(figure.year, 1, 1),
        keys=dict(figure.keys),
        figures=dict(figure.figures),
        cite=figure.cite,
        source=figure.source,
        status=figure.status,
        checked=figure.checked,
    )
    return replace(table, values=(*table.values, value))


def _edition(files_digest: str, approved: tuple[ApprovedFigure, ...]) -> str:
    # By content, so that the order in which figures were approved makes no other edition.
    if not approved:
        return files_digest
    identities = sorted(repr(_identity(figure)) for figure in approved)
    return hashlib.sha256("\n".join((files_digest, *identities)).encode()).hexdigest()


def _identity(figure: ApprovedFigure) -> tuple[object, ...]:
    amounts = sorted((name, str(amount)) for name, amount in figure.figures.items())
    keys = sorted(figure.keys.items())
    origin = (figure.cite, figure.source, figure.status, str(figure.checked))
    return (figure.topic, figure.year, keys, amounts, *origin)
