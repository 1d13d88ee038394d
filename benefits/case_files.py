"""Case files: facts and the exact answer, read strictly. A file that is wrong is refused, never guessed at."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benefits import calculations
from benefits.calculations import Calculation
from benefits.case_values import WrongValue

REFUSALS = ("not_covered", "law_gap")
_REQUIRED = ("name", "calculation", "facts", "expect")
_OPTIONAL = ("source",)


@dataclass(frozen=True)
class Case:
    """A case as read: typed facts, and typed answers or the refusal expected of them."""

    path: Path
    name: str
    calculation: Calculation
    given: Mapping[str, Any]  # the facts as the file writes them
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    expected_refusal: str | None


@dataclass(frozen=True)
class MalformedCase:
    """What is wrong with a case file, and where: the file, the case if there is one, the key if there is one."""

    path: Path
    case: str
    key: str
    message: str

    def __str__(self) -> str:
        parts = [str(self.path), f'case "{self.case}"' if self.case else "", self.key]
        return ": ".join(part for part in parts if part) + f" {self.message}"


def find_case_files(paths: Iterable[Path]) -> tuple[list[Path], list[MalformedCase]]:
    """Every case file under the paths, once, in order of name; and the paths that lead to none."""
    files: dict[Path, None] = {}
    wrong = []
    for path in paths:
        found = sorted(path.rglob("*.toml")) if path.is_dir() else [path] if path.is_file() else []
        if not found:
            wrong.append(MalformedCase(path, "", "", "holds no case file (*.toml): check the path"))
        files.update(dict.fromkeys(found))
    return list(files), wrong


def read_case_files(paths: Iterable[Path]) -> tuple[list[Case], list[MalformedCase]]:
    """All cases under the paths, and everything that is wrong with them."""
    files, wrong = find_case_files(paths)
    cases = []
    for path in files:
        for item in _read_file(path):
            if isinstance(item, Case):
                cases.append(item)
            else:
                wrong.append(item)
    return cases, wrong


def _read_file(path: Path) -> Iterator[Case | MalformedCase]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        yield MalformedCase(path, "", "", f"is not a TOML file: {error}")
        return
    for name in document:
        if name != "case":
            yield MalformedCase(path, "", name, "is an unknown key: a case file holds [[case]] only")
    rows = document.get("case")
    if not isinstance(rows, list) or not rows:
        yield MalformedCase(path, "", "case", "is missing: a case file holds at least one [[case]]")
        return
    names: set[str] = set()
    for position, row in enumerate(rows, start=1):
        yield _read_case(path, position, row, names)


def _read_case(path: Path, position: int, row: object, names: set[str]) -> Case | MalformedCase:
    name = row.get("name") if isinstance(row, dict) else None
    called = name if isinstance(name, str) and name else f"number {position}"
    try:
        return _checked_case(path, row, names)
    except WrongValue as error:
        return MalformedCase(path, called, _join(error.key), str(error))


def _checked_case(path: Path, row: object, names: set[str]) -> Case:
    if not isinstance(row, dict):
        raise WrongValue("must be a table, written [[case]]", "case")
    for key in row:
        if key not in (*_REQUIRED, *_OPTIONAL):
            raise WrongValue("is an unknown key", key)
    for key in _REQUIRED:
        if key not in row:
            raise WrongValue("is missing", key)
    for key in ("name", "calculation", "source"):
        if key in row and not (isinstance(row[key], str) and row[key].strip()):
            raise WrongValue(f"must be text, not {row[key]!r}", key)
    if row["name"] in names:
        raise WrongValue("is used twice in this file", "name")
    names.add(row["name"])
    calculation = calculations.find(row["calculation"])
    if calculation is None:
        known = ", ".join(calculations.names())
        raise WrongValue(f"must be one of {known}, not {row['calculation']!r}", "calculation")
    facts = _within("facts", lambda: calculation.read_facts(row["facts"]))
    expect, refusal = _within("expect", lambda: _read_expect(calculation, row["expect"]))
    return Case(path, row["name"], calculation, row["facts"], facts, expect, refusal)


def _read_expect(calculation: Calculation, expect: object) -> tuple[dict[str, Any], str | None]:
    if not isinstance(expect, dict) or not expect:
        raise WrongValue(f"must be a table that names what is checked, not {expect!r}")
    for refusal in REFUSALS:
        if refusal in expect:
            if expect[refusal] is not True:
                raise WrongValue(f"must be true, not {expect[refusal]!r}", refusal)
            if len(expect) > 1:
                raise WrongValue("must stand alone: a refusal has no figures", refusal)
            return {}, refusal
    return calculations.read_known(calculation.expect, expect), None


def _within(part: str, read: Any) -> Any:
    try:
        return read()
    except WrongValue as error:
        raise WrongValue(str(error), part, *error.key) from error


def _join(key: tuple[str, ...]) -> str:
    return ".".join(key).replace(".[", "[")
