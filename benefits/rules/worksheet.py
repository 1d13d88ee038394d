"""Worksheets: the steps that led to a figure, as message keys with parameters.

Words for the keys live in benefits/wording.py, so that page, printed form and staff screen say the same.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from benefits.rules.law import LawValue
from benefits.rules.months import Month

Figure = Decimal | int | str | date | Month

_KINDS = {Decimal: "decimal", int: "integer", str: "text", date: "date", Month: "month"}
_READERS: dict[str, Callable[[str], Figure]] = {
    "decimal": Decimal,
    "integer": int,
    "text": str,
    "date": date.fromisoformat,
    "month": Month.parse,
}


class Line(NamedTuple):
    """One step: what it is, its figure, how it came about, and the law it rests on."""

    label: str
    params: Mapping[str, Figure]
    figure: Figure
    how: str
    citation: str
    status: str


Worksheet = tuple[Line, ...]


def line(label: str, figure: Figure, how: str, law_value: LawValue, /, **params: Figure) -> Line:
    """Write one step that rests on a value of the law."""
    return Line(label, params, figure, how, law_value.cite, law_value.status)


def line_to_record(step: Line) -> dict[str, object]:
    """A step as plain JSON values, so that a recorded figure keeps its worksheet."""
    return {
        "label": step.label,
        "params": {name: figure_to_record(value) for name, value in step.params.items()},
        "figure": figure_to_record(step.figure),
        "how": step.how,
        "citation": step.citation,
        "status": step.status,
    }


def line_from_record(record: Mapping[str, object]) -> Line:
    """The step that `line_to_record` wrote. ValueError if the record is not one."""
    params = record["params"]
    if not isinstance(params, Mapping):
        raise ValueError("a recorded worksheet line lacks its params")
    return Line(
        label=str(record["label"]),
        params={str(name): figure_from_record(value) for name, value in params.items()},
        figure=figure_from_record(record["figure"]),
        how=str(record["how"]),
        citation=str(record["citation"]),
        status=str(record["status"]),
    )


def figure_to_record(value: Figure) -> list[str]:
    """A figure as its kind and its text."""
    return [_KINDS[type(value)], str(value)]


def figure_from_record(value: object) -> Figure:
    """The figure that `figure_to_record` wrote. ValueError if it is not one."""
    if not (isinstance(value, list) and len(value) == 2):
        raise ValueError(f"{value!r} is not a recorded figure")
    kind, text = value
    if kind not in _READERS:
        raise ValueError(f"{kind!r} is not a kind of recorded figure")
    return _READERS[kind](text)
