"""Geometry of the charts and tables in documents: figures become lengths, never the other way round."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template

register = template.Library()


@register.filter
def bar_lengths(bars: Iterable[Mapping[str, object]], full: int) -> list[str]:
    """How long each bar is when the longest is `full` units long; a figure below zero has no bar."""
    values = [max(Decimal(str(bar["value"] or 0)), Decimal(0)) for bar in bars]
    longest = max(values, default=Decimal(0)) or Decimal(1)
    return [f"{value * full / longest:.2f}" for value in values]


@register.filter
def times(count: int, size: int) -> int:
    """A number of rows times the height of one."""
    return count * size


@register.filter
def at(values: Sequence[object], place: int) -> object:
    """The value at a place, counted from 0; nothing beyond the end."""
    return values[place] if place < len(values) else None


@register.filter
def on_page(sections: Iterable[Mapping[str, Any]], page: int) -> list[list[Mapping[str, Any]]]:
    """The sections of a page, row by row: two tables of two columns that follow each other stand side by side."""
    rows: list[list[Mapping[str, Any]]] = []
    for section in sections:
        if section["page"] != page:
            continue
        if rows and len(rows[-1]) == 1 and all(_is_narrow(one) for one in (*rows[-1], section)):
            rows[-1].append(section)
        else:
            rows.append([section])
    return rows


def _is_narrow(section: Mapping[str, Any]) -> bool:
    return len(section["columns"]) == 2
