"""What of the post room waits for staff: letters for the next batch, and reports of scams."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.models import Letter, ScamReport
from sers_portal.base import work_queues
from sers_portal.base.work_queues import Queue, Task


def add_ours() -> None:
    """Make them known to the staff's home."""
    work_queues.add("notices.add_letterbatch", letters_to_mail)
    work_queues.add("notices.change_scamreport", scams_to_look_at)


def letters_to_mail(user: Any) -> Iterable[Queue]:
    """Letters waiting for the next batch, and batched ones not yet mailed."""
    address = reverse("admin:notices_letter_changelist")
    for state, words in (
        (Letter.State.QUEUED, _("Letters for the next batch")),
        (Letter.State.BATCHED, _("Letters in a batch, not marked as mailed")),
    ):
        yield Queue.of_rows(
            Task.LETTERS,
            words,
            Letter.objects.filter(state=state),
            f"{address}?state__exact={state.value}",
            since="created_at",
        )


def scams_to_look_at(user: Any) -> Iterable[Queue]:
    """Reports of scams that nobody has looked at yet."""
    waiting = ScamReport.objects.filter(state=ScamReport.State.NEW)
    address = f"{reverse('admin:notices_scamreport_changelist')}?state__exact={ScamReport.State.NEW.value}"
    yield Queue.of_rows(Task.PUBLIC, _("Reports of scams"), waiting, address, since="reported_at")
