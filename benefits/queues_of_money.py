"""What of members' bank accounts waits for staff."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from benefits.models import BankChange
from sers_portal.base import clock, work_queues
from sers_portal.base.work_queues import Queue, Task, Words

LOOKED_INTO_WITHIN = timedelta(days=30)
LIST = "admin:benefits_bankchange_changelist"


def add_queues_of_money() -> None:
    """Make them known to the staff's home."""
    work_queues.add("benefits.review_bankchange", changes_to_review)


def changes_to_review(user: Any) -> Iterable[Queue]:
    """Unusual changes that this person may approve, and those of 30 days that were stopped as not the member's own."""
    waiting = BankChange.objects.filter(state=BankChange.State.WAITING, second_approved_by=None)
    unusual = waiting.exclude(review_reasons=[]).exclude(first_approved_by=user.public_id)
    yield _queue(_("Bank account changes to review"), unusual, "review=mine", "asked_at")
    stopped = BankChange.objects.filter(
        closing=BankChange.Closing.NOT_ME, closed_at__gt=clock.now() - LOOKED_INTO_WITHIN
    )
    yield _queue(_("Bank account changes stopped as “not me”"), stopped, "closing__exact=not_me", "closed_at")


def _queue(words: Words, rows: QuerySet[BankChange], filters: str, column: str) -> Queue:
    return Queue.of_rows(Task.MONEY, words, rows, f"{reverse(LIST)}?{filters}", since=column, is_late=True)
