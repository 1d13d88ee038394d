"""Calendar months, ages in completed months, anniversaries and fiscal years."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

MONTHS_IN_A_YEAR = 12
FIRST_MONTH_OF_FISCAL_YEAR = 7
ONE_DAY = timedelta(days=1)


class Month(NamedTuple):
    """A calendar month; months sort in time order."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "YYYY-MM"; ValueError for anything else."""
        year, dash, month = text.partition("-")
        if not (dash and len(year) == 4 and len(month) == 2 and (year + month).isascii()):
            raise ValueError(f"{text!r} is not a month written YYYY-MM")
        if not (year.isdigit() and month.isdigit() and int(year) and 1 <= int(month) <= MONTHS_IN_A_YEAR):
            raise ValueError(f"{text!r} is not a month written YYYY-MM")
        return cls(int(year), int(month))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which a day lies."""
        return cls(day.year, day.month)

    @classmethod
    def from_ordinal(cls, ordinal: int) -> "Month":
        """The month with this count of months since year 0."""
        return cls(ordinal // MONTHS_IN_A_YEAR, ordinal % MONTHS_IN_A_YEAR + 1)

    @property
    def ordinal(self) -> int:
        """Months since year 0, so that months can be counted and subtracted."""
        return self.year * MONTHS_IN_A_YEAR + self.month - 1

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> "Month":
        """The month so many months later (earlier if negative)."""
        return Month.from_ordinal(self.ordinal + months)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def completed_months(since: date, on: date) -> int:
    """Whole months completed from one day to another: the unit in which the plan counts ages."""
    months = (on.year - since.year) * MONTHS_IN_A_YEAR + on.month - since.month
    return months - 1 if on.day < since.day else months


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; February 29 becomes March 1 where the year lacks it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def january_on_or_after(day: date) -> date:
    """The first January 1 that is not before the day."""
    return day if (day.month, day.day) == (1, 1) else date(day.year + 1, 1, 1)


def fiscal_year(day: date) -> int:
    """The fiscal year (July 1 to June 30) a day lies in, named by the calendar year it ends in."""
    return day.year + 1 if day.month >= FIRST_MONTH_OF_FISCAL_YEAR else day.year


def fiscal_year_end(year: int) -> date:
    """The last day of a fiscal year."""
    return Month(year, FIRST_MONTH_OF_FISCAL_YEAR).first_day - ONE_DAY


def last_completed_fiscal_year(day: date) -> int:
    """The last fiscal year that was over before the day began."""
    return fiscal_year(day) - 1
