"""Geometry of the charts and tables in documents: figures become lengths, never the other way round."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

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
def column_widths(numeric: Sequence[bool]) -> list[str]:
    """Shares of a table's width in percent: words get more room than amounts, the first words most."""
    shares = [10 if is_number else 18 if place == 0 else 15 for place, is_number in enumerate(numeric)]
    return [f"{100 * share / sum(shares):.3f}%" for share in shares]


@register.filter
def at(values: Sequence[object], place: int) -> object:
    """The value at a place, counted from 0; nothing beyond the end."""
    return values[place] if place < len(values) else None
