"""A choice among years: the one shown, its neighbours, and all of them, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.http import Http404
from django.urls import reverse


class YearLink(NamedTuple):
    """A year and the address of its page."""

    year: int
    address: str


@dataclass(frozen=True)
class YearChoice:
    """The year shown, among the years there are (newest first)."""

    shown: int
    links: list[YearLink]

    @property
    def newer(self) -> YearLink | None:
        """The next later year that has rows."""
        return min((link for link in self.links if link.year > self.shown), default=None)

    @property
    def older(self) -> YearLink | None:
        """The next earlier year that has rows."""
        return max((link for link in self.links if link.year < self.shown), default=None)


def choose(year: int | None, years: Sequence[int], *, route: str) -> YearChoice | None:
    """The year asked for, or the newest; None where there is none. Http404 for a year without rows."""
    if year is not None and year not in years:
        raise Http404
    if not years:
        return None
    links = [YearLink(each, reverse(route, args=[each])) for each in sorted(years, reverse=True)]
    return YearChoice(year if year is not None else links[0].year, links)
