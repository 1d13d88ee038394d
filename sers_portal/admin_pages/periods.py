"""Quarters of the calendar year, as reports are asked for."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

MONTHS = 3
QUARTERS = 4


@dataclass(frozen=True, order=True)
class Quarter:
    """The first to the fourth quarter of a year."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return make_aware(datetime.combine(date(self.year, MONTHS * (self.number - 1) + 1, 1), time()))

    @property
    def words(self) -> str:
        """As people say it; addresses and files have the short form."""
        return _("Quarter %(number)s of %(year)s") % {"number": self.number, "year": self.year}

    @property
    def ends(self) -> datetime:
        """The first moment of the next."""
        return self.plus(1).begins

    def plus(self, quarters: int) -> "Quarter":
        """So many quarters later."""
        count = QUARTERS * self.year + self.number - 1 + quarters
        return Quarter(count // QUARTERS, count % QUARTERS + 1)


def quarter_of(day: date) -> Quarter:
    """The quarter a day lies in."""
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def read_quarter(text: str, *, today: date) -> Quarter:
    """ "2026-Q4" read; this quarter for anything else."""
    written = re.fullmatch(r"(20\d\d)-Q([1-4])", text)
    return Quarter(int(written[1]), int(written[2])) if written else quarter_of(today)
