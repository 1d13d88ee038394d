"""What people must look at in the law: values nobody confirmed, values long unchecked, figures due next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from benefits.rules.law import Law, LawTable, LawValue
from benefits.rules.months import ONE_DAY, completed_months

# The law is compared with its sources once a year; a month is allowed for doing it.
MONTHS_A_CHECK_LASTS = 13


@dataclass(frozen=True)
class DueFigure:
    """A yearly figure that must be entered next."""

    table: LawTable
    year: int

    @property
    def needed_from(self) -> date:
        """The first day on which the rules would stop for want of it."""
        return date(self.year, 1, 1)


@dataclass(frozen=True)
class LawCheck:
    """The findings, in order of topic and date."""

    unconfirmed: tuple[LawValue, ...]
    unchecked: tuple[LawValue, ...]
    due: tuple[DueFigure, ...]


def check_law(law: Law, *, today: date) -> LawCheck:
    """Look the law over as of a day. No errors: findings are for people to act on."""
    values = [value for _, table in sorted(law.tables.items()) for value in table.values]
    return LawCheck(
        unconfirmed=tuple(value for value in values if value.status == "unconfirmed"),
        unchecked=tuple(value for value in values if _is_stale(value, today)),
        due=tuple(_due_figures(law, today)),
    )


def _is_stale(value: LawValue, today: date) -> bool:
    # Older than thirteen months: thirteen were already completed on the day before.
    return completed_months(value.checked, today - ONE_DAY) >= MONTHS_A_CHECK_LASTS


def _due_figures(law: Law, today: date) -> Iterator[DueFigure]:
    for _, table in sorted(law.tables.items()):
        if table.is_yearly:
            last = min(
                max(value.from_.year for value in table.values if value.keys == keys)
                for keys in (value.keys for value in table.values)
            )
            # Next year's figure is published in the autumn: it is listed all year, so that nobody forgets it.
            if last <= today.year:
                yield DueFigure(table, last + 1)
