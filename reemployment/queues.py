"""What of work after retirement waits for staff."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reemployment.models import Repayment, SuspensionCase
from reemployment.services.chasing import still_missing
from sers_portal.base import work_queues
from sers_portal.base.work_queues import Queue, Task

State = SuspensionCase.State


def add_ours() -> None:
    """Make them known to the staff's home."""
    work_queues.add("reemployment.decide_suspensioncase", cases_to_decide)
    work_queues.add("reemployment.work_repayment", repayments_to_look_after)
    work_queues.add("reemployment.write_off_repayment", debts_to_write_off)


def cases_to_decide(user: Any) -> Iterable[Queue]:
    """Cases the rules opened, those that wait for a second person, and annuities to resume. One query."""
    is_new, is_proposed = Q(state=State.OPEN), Q(state=State.PROPOSED)
    to_resume = Q(state=State.CONFIRMED, suspension__until_on=None, suspension__end_proposed__isnull=False)
    counted = SuspensionCase.objects.aggregate(
        new=Count("pk", filter=is_new),
        new_since=Min("opened_at", filter=is_new),
        proposed=Count("pk", filter=is_proposed),
        proposed_since=Min("opened_at", filter=is_proposed),
        resume=Count("pk", filter=to_resume),
    )
    pages = reverse("admin:reemployment_suspensioncase_changelist")
    yield Queue(
        Task.MONEY, _("Annuities to be suspended because of work"), counted["new"], f"{pages}?state__exact=open",
        counted["new_since"],
    )  # fmt: skip
    yield Queue(
        Task.APPROVALS, _("Suspensions because of work"), counted["proposed"], f"{pages}?state__exact=proposed",
        counted["proposed_since"],
    )  # fmt: skip
    yield Queue(
        Task.APPROVALS,
        _("Annuities to resume after work"),
        counted["resume"],
        f"{pages}?state__exact=confirmed",
    )


def repayments_to_look_after(user: Any) -> Iterable[Queue]:
    """Repayments that are behind, and those not completed whose money is to be given back. Two queries."""
    behind = still_missing().aggregate(
        number=Count("instalment__repayment", distinct=True), since=Min("found_on")
    )
    failed = Repayment.objects.filter(state=Repayment.State.FAILED, paid__gt=0)
    pages = reverse("admin:reemployment_repayment_changelist")
    yield Queue(
        Task.MONEY,
        _("Repayments with an instalment missing"),
        behind["number"],
        f"{pages}?waits=behind",
        behind["since"],
    )
    yield Queue.of_rows(
        Task.MONEY, _("Repayments to give back"), failed, f"{pages}?waits=back", since="closed_at"
    )


def debts_to_write_off(user: Any) -> Iterable[Queue]:
    """Overpayments that somebody else proposed to write off."""
    proposed = Repayment.objects.filter(
        state=Repayment.State.AGREED, write_off_proposed_by__isnull=False
    ).exclude(write_off_proposed_by=user.public_id)
    pages = reverse("admin:reemployment_repayment_changelist")
    yield Queue.of_rows(
        Task.APPROVALS,
        _("Overpayments to write off"),
        proposed,
        f"{pages}?waits=write_off",
        since="write_off_proposed_at",
    )
