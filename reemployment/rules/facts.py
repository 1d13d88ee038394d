"""What the rules on working after retirement are told."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

EmploymentKind = Literal[
    "temporary",
    "permanent",
    "contract_same_employer",
    "reciprocal_full_time",
    "reciprocal_suspension",
    "private",
]

SATURDAY = 5


class DaySpan(NamedTuple):
    """Days worked Monday to Friday from one day through another, holidays among them included."""

    start: date
    end: date

    def working_days(self) -> Iterator[date]:
        """Each Monday to Friday of the span."""
        for number in range((self.end - self.start).days + 1):
            day = self.start + timedelta(days=number)
            if day.weekday() < SATURDAY:
                yield day
