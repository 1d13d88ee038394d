"""What of members' records waits for a second person: things given back after a takeover, addresses from signed forms."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from benefits.models import AddressOnPaper, Restoration
from sers_portal.base import clock, work_queues
from sers_portal.base.work_queues import Queue, Task

# What a thief took is given back within a day.
LONGEST_WAIT = timedelta(days=1)


def add_queues_of_records() -> None:
    """Make them known to the staff's home."""
    work_queues.add("benefits.approve_restoration", restorations_to_approve)
    work_queues.add("benefits.approve_addressonpaper", addresses_to_approve)


def restorations_to_approve(user: Any) -> Iterable[Queue]:
    """What somebody else chose to give back to a member."""
    waiting = Restoration.objects.filter(step=Restoration.Step.WAITING).exclude(entered_by=user.public_id)
    address = reverse("admin:benefits_restoration_changelist") + "?step__exact=waiting"
    words = _("Changes to give back to members")
    is_late = waiting.filter(entered_at__lt=clock.now() - LONGEST_WAIT).exists()
    yield Queue.of_rows(Task.APPROVALS, words, waiting, address, since="entered_at", is_late=is_late)


def addresses_to_approve(user: Any) -> Iterable[Queue]:
    """Addresses from signed forms that somebody else entered."""
    waiting = AddressOnPaper.objects.filter(step=AddressOnPaper.Step.WAITING).exclude(
        entered_by=user.public_id
    )
    address = reverse("admin:benefits_addressonpaper_changelist") + "?step__exact=waiting"
    words = _("Addresses from forms to compare")
    yield Queue.of_rows(Task.APPROVALS, words, waiting, address, since="entered_at")
