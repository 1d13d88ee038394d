"""A row of years to choose from, newest first."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import Http404
from django.urls import reverse


class YearLink(NamedTuple):
    """A year among the others of a page."""

    text: str
    address: str
    is_current: bool


def chosen(year: int | None, years: Sequence[int]) -> int | None:
    """The year asked for, or the newest; None where there is none. Http404 for a year without rows."""
    if year is not None and year not in years:
        raise Http404
    return year if year is not None else max(years, default=None)


def links(years: Sequence[int], *, current: int | None, route: str) -> list[YearLink]:
    """A link to each year's page."""
    return [
        YearLink(str(year), reverse(route, args=[year]), year == current)
        for year in sorted(years, reverse=True)
    ]
