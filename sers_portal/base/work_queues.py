"""The staff's home as data: what waits for whom, how much of it, and since when. Every app adds its own queues.

In `AppConfig.ready`: `work_queues.add("benefits.view_claim", waiting_claims)`. The function is called for staff who
hold the permission, and returns queues counted in as few queries as it can.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sers_portal.base import clock
from sers_portal.base.clock import SPRINGFIELD

Words = str | Promise


class Task(Enum):
    """What staff do, in the order their home shows it."""

    CLAIMS = _("Claims")
    APPROVALS = _("Second approvals")
    MONEY = _("Payments and bank accounts")
    MESSAGES = _("Messages and appointments")
    LETTERS = _("Letters and returned mail")
    SIGN_IN = _("Sign-in, holds and locks")
    FILES = _("Files sent in")
    PAYROLL = _("Payroll and enrolment")
    RUNS = _("Statement runs and figures of the law")
    PUBLIC = _("What is published")
    PORTAL = _("The portal’s own work")


class Part(NamedTuple):
    """A part of a queue: its words, how many, and where they are."""

    words: Words
    number: int
    address: str


@dataclass(frozen=True)
class Queue:
    """Work of one sort: how much waits, since when the oldest, and where it is done.

    `is_late` marks what is past its day. A queue without work is shown too, so that nobody wonders.
    """

    task: Task
    words: Words
    number: int
    address: str
    oldest: date | datetime | None = None
    is_late: bool = False
    parts: tuple[Part, ...] = field(default=())

    @classmethod
    def of_rows(
        cls,
        task: Task,
        words: Words,
        rows: "models.QuerySet[Any]",
        address: str,
        *,
        since: str,
        is_late: bool = False,
    ) -> "Queue":
        """All these rows, the oldest by the column `since`. One query."""
        counted = rows.aggregate(number=models.Count("pk"), since=models.Min(since))
        return cls(task, words, counted["number"], address, counted["since"], is_late)

    @property
    def days(self) -> int | None:
        """Since how many days the oldest waits."""
        if self.oldest is None:
            return None
        day = self.oldest.astimezone(SPRINGFIELD).date() if isinstance(self.oldest, datetime) else self.oldest
        return max((clock.today() - day).days, 0)


# Who asks: a user, as far as queues need to know one.
Count = Callable[[Any], Iterable[Queue]]

_counts: list[tuple[str, Count]] = []


def add(permission: str, count: Count) -> None:
    """Have a count shown to staff with the permission. Adding the same twice changes nothing."""
    if (permission, count) not in _counts:
        _counts.append((permission, count))


def of(user: Any) -> list[tuple[Task, list[Queue]]]:
    """The queues this member of staff may see, by task, in order."""
    found = [queue for permission, count in _counts if user.has_perm(permission) for queue in count(user)]
    by_task = ((task, [queue for queue in found if queue.task is task]) for task in Task)
    return [(task, queues) for task, queues in by_task if queues]
