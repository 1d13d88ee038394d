"""Calendar months as tables: what each cell says of its day."""

from calendar import SUNDAY, Calendar
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from benefits.state_holidays import state_holidays
from notices.calendar import translate_title

_WEEKS = Calendar(firstweekday=SUNDAY)
# A week that begins on a Sunday, to take the weekdays' names from.
A_SUNDAY = date(2023, 1, 1)


@dataclass(frozen=True)
class Cell:
    """A day of the table; `is_open` says whether it can be chosen, `note` what it is (a holiday's name)."""

    on: date
    is_chosen: bool = False
    is_counted: bool = False
    is_open: bool = False
    is_too_many: bool = False
    differs: bool = False
    note: str = ""


@dataclass(frozen=True)
class MonthTable:
    """A month in weeks from Sunday to Saturday; None where the week lies in another month."""

    month: date
    weeks: tuple[tuple[Cell | None, ...], ...]

    @property
    def has_open(self) -> bool:
        """Whether a day of it can be chosen."""
        return any(cell is not None and cell.is_open for week in self.weeks for cell in week)

    @property
    def notes(self) -> list[Cell]:
        """The days with something to say, to be listed under the table."""
        return [cell for week in self.weeks for cell in week if cell is not None and cell.note]

    @property
    def counted(self) -> int:
        return sum(cell.is_counted for week in self.weeks for cell in week if cell is not None)


def month_table(month: date, cell_of: Callable[[date], Cell]) -> MonthTable:
    """The table of a month, each day's cell made by `cell_of`."""
    weeks = _WEEKS.monthdatescalendar(month.year, month.month)
    return MonthTable(
        month.replace(day=1),
        tuple(tuple(cell_of(day) if day.month == month.month else None for day in week) for week in weeks),
    )


def months_of(year: int, *, first: int = 1) -> Iterator[date]:
    """The first days of a year's months."""
    for month in range(first, 13):
        yield date(year, month, 1)


def weekday_names() -> list[tuple[str, str]]:
    """Sunday to Saturday in the reader's language, short and in full."""
    days = (A_SUNDAY + timedelta(days=number) for number in range(7))
    return [(date_format(day, "D"), date_format(day, "l")) for day in days]


def named_holidays(year: int) -> dict[date, str]:
    """The State holidays of a calendar year, by their names in the reader's language."""
    return {day: translate_title(name) for day, name in state_holidays(year).items()}


def chosen_in(days: Collection[date], month: date) -> list[date]:
    """Those of the days that lie in a month, in order."""
    return sorted(day for day in days if (day.year, day.month) == (month.year, month.month))
