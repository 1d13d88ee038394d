"""Lists of staff that stay quick however long they grow: counted to a limit, narrowed by time without reading them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import DateTimeField
from django.utils.formats import date_format
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from sers_portal.base import clock

MOST = 5_000
MONTHS_BACK = 5
YEARS_BACK = 4


class CountedToALimit(Paginator):  # type: ignore[type-arg]
    """Pages of the first five thousand rows: nobody turns further, and counting millions takes seconds."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, and never more than the limit."""
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[:MOST].count())

    @property
    def is_cut(self) -> bool:
        """Whether there may be more rows than pages."""
        return self.count >= MOST


class PeriodFilter(admin.DateFieldListFilter):
    """Days, months and years back from today. The usual drill-down reads the whole table to find its years."""

    def __init__(self, field: Any, request: Any, *others: Any, **options: Any) -> None:
        super().__init__(field, request, *others, **options)
        self.title = _("time")
        begin: Any = _first_instant if isinstance(field, DateTimeField) else _the_day
        any_time = self.links[0]
        periods = (
            (words, {self.lookup_kwarg_since: begin(since), self.lookup_kwarg_until: begin(until)})
            for words, since, until in _periods(clock.today())
        )
        self.links = (any_time, *periods)


def _periods(today: date) -> Iterator[tuple[Any, date, date]]:
    tomorrow = today + timedelta(days=1)
    yield _("Today"), today, tomorrow
    yield _("Past 7 days"), today - timedelta(days=7), tomorrow
    begins, ends = today.replace(day=1), tomorrow
    for _month in range(MONTHS_BACK + 1):
        yield date_format(begins, "YEAR_MONTH_FORMAT"), begins, ends
        begins, ends = (begins - timedelta(days=1)).replace(day=1), begins
    for year in range(today.year, today.year - YEARS_BACK, -1):
        yield str(year), date(year, 1, 1), date(year + 1, 1, 1)


def _first_instant(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _the_day(day: date) -> date:
    return day
