"""Warnings before the day too many: at 50, 65, 70 and 75 days, and when a plan goes past the limit; each once a year."""

from reemployment.models import DayWarning
from reemployment.selectors import Retiree, YearOfWork
from reemployment.services import telling
from sers_portal.base import clock

Kind = DayWarning.Kind
THRESHOLDS = {50: Kind.DAYS_50, 65: Kind.DAYS_65, 70: Kind.DAYS_70, 75: Kind.DAYS_75}


def give_due(*, someone: Retiree, year: YearOfWork) -> None:
    """Write the warnings of the running year that are due; of several at once the last is told.

    Beyond the limit nothing is warned of: the case tells more. A year that is over is not warned of either.
    """
    if year.year != clock.today().year:
        return
    known = set(
        DayWarning.objects.filter(member=someone.member, year=year.year).values_list("kind", flat=True)
    )
    due = [kind for days, kind in THRESHOLDS.items() if year.counted >= days and kind not in known]
    for kind in due:
        is_told = kind == due[-1] and year.counted <= year.most_days
        write(someone=someone, year=year, kind=kind, is_told=is_told)


def warn_of_plan(*, someone: Retiree, year: YearOfWork) -> None:
    """The days worked and planned go past the limit: told once a year."""
    if not DayWarning.objects.filter(member=someone.member, year=year.year, kind=Kind.PLAN).exists():
        write(someone=someone, year=year, kind=Kind.PLAN, is_told=True)


def write(*, someone: Retiree, year: YearOfWork, kind: str, is_told: bool) -> None:
    """The row of a warning, and the job that tells it. Called while the annuity's row is held: nothing is told twice."""
    row = DayWarning.objects.create(
        member=someone.member,
        year=year.year,
        kind=kind,
        is_told=is_told,
        days_counted=year.counted,
        due_at=clock.now(),
    )
    if is_told:
        telling.warn(row)
