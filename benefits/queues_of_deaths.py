"""What of reported and recorded deaths waits for staff."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from benefits.models import PaymentHold, Receivable
from sers_portal.base import work_queues
from sers_portal.base.work_queues import Queue, Task


def add_queues_of_deaths() -> None:
    """Make them known to the staff's home."""
    work_queues.add("benefits.view_paymenthold", held_payments)
    work_queues.add("benefits.approve_release_paymenthold", releases_to_approve)
    work_queues.add("benefits.record_receivablereceipt", paid_too_long)
    work_queues.add("benefits.write_off_receivable", debts_to_write_off)


def held_payments(user: Any) -> Iterable[Queue]:
    """Payees said to have died: the report is to be judged before the next payments."""
    address = f"{reverse('admin:benefits_paymenthold_changelist')}?state__exact=held"
    yield Queue.of_rows(
        Task.MONEY,
        _("Payments held: a death was reported"),
        PaymentHold.objects.filter(state=PaymentHold.State.HELD),
        address,
        since="held_at",
    )


def releases_to_approve(user: Any) -> Iterable[Queue]:
    """Payments that somebody else proposed to release."""
    proposed = PaymentHold.objects.filter(
        ~Q(release_proposed_by=user.public_id),
        state=PaymentHold.State.HELD,
        release_proposed_by__isnull=False,
    )
    address = f"{reverse('admin:benefits_paymenthold_changelist')}?state__exact=held"
    yield Queue.of_rows(Task.APPROVALS, _("Held payments to release"), proposed, address, since="held_at")


def paid_too_long(user: Any) -> Iterable[Queue]:
    """Payments for months after a death whose money is still out."""
    address = f"{reverse('admin:benefits_receivable_changelist')}?state__exact=open"
    yield Queue.of_rows(
        Task.MONEY,
        _("Paid after a death, owed to SERS"),
        Receivable.objects.filter(state=Receivable.State.OPEN),
        address,
        since="found_at",
    )


def debts_to_write_off(user: Any) -> Iterable[Queue]:
    """Debts that somebody else proposed to write off."""
    proposed = Receivable.objects.filter(
        ~Q(write_off_proposed_by=user.public_id),
        state=Receivable.State.OPEN,
        write_off_proposed_by__isnull=False,
    )
    address = f"{reverse('admin:benefits_receivable_changelist')}?state__exact=open"
    yield Queue.of_rows(
        Task.APPROVALS,
        _("Paid after a death, to write off"),
        proposed,
        address,
        since="write_off_proposed_at",
    )
