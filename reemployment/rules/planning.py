"""Planning work: which days fall out of chosen weekdays, and on which planned day the annuity would be suspended."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Projection:
    """Days worked and planned in a year, together, and the day that would be one too many."""

    worked: int
    planned: int
    first_too_many: date | None
    last_within: date | None

    @property
    def total(self) -> int:
        return self.worked + self.planned


def days_on_weekdays(
    *, weekdays: Container[int], first: date, last: date, closed: Container[date] = ()
) -> tuple[date, ...]:
    """Each day from the first through the last that falls on one of the weekdays (Monday is 0), closed days left out."""
    number = (last - first).days + 1
    days = (first + timedelta(days=one) for one in range(number))
    return tuple(day for day in days if day.weekday() in weekdays and day not in closed)


def project(*, worked: Iterable[date], planned: Iterable[date], most_days: int) -> Projection:
    """The distinct days of one calendar year in order: the one after the most that are allowed is one too many.

    A planned day that was worked already is one day.
    """
    done, ahead = set(worked), set(planned)
    together = sorted(done | ahead)
    is_within = len(together) <= most_days
    return Projection(
        worked=len(done),
        planned=len(ahead - done),
        first_too_many=None if is_within else together[most_days],
        last_within=together[min(most_days, len(together)) - 1] if together and most_days else None,
    )
