"""What of people and their accounts waits for staff: held letters, alarms, files that no scanner has checked."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Address, Alarm, Appointment, Conversation, Delegation, LetterRequest, Upload
from sers_portal.base import work_queues
from sers_portal.base.work_queues import Queue, Task


def add_ours() -> None:
    """Make them known to the staff's home."""
    work_queues.add("accounts.release_letterrequest", held_letters)
    work_queues.add("accounts.view_alarm", alarms)
    work_queues.add("accounts.release_upload", unchecked_files)
    work_queues.add("accounts.decide_delegation", powers_of_attorney)
    work_queues.add("accounts.answer_conversation", messages_of_members)
    work_queues.add("accounts.arrange_appointment", appointments_asked_for)
    work_queues.add("accounts.view_address", addresses_mail_comes_back_from)


def held_letters(user: Any) -> Iterable[Queue]:
    """Requests for activation letters that were held."""
    held = LetterRequest.objects.filter(state=LetterRequest.State.HELD)
    address = reverse("admin:accounts_letterrequest_changelist")
    yield Queue.of_rows(
        Task.SIGN_IN, _("Held requests for activation letters"), held, address, since="asked_at"
    )


def alarms(user: Any) -> Iterable[Queue]:
    """Alarms nobody has looked into."""
    address = reverse("admin:accounts_alarm_changelist") + "?seen_at__isempty=1"
    yield Queue.of_rows(
        Task.SIGN_IN,
        _("Alarms"),
        Alarm.objects.filter(seen_at=None),
        address,
        since="raised_at",
        is_late=True,
    )


def unchecked_files(user: Any) -> Iterable[Queue]:
    """Files held because no scanner checked them."""
    held = Upload.objects.filter(state__in=[Upload.State.WAITING, Upload.State.NOT_SCANNED])
    address = reverse("admin:accounts_upload_changelist")
    yield Queue.of_rows(Task.FILES, _("Files no scanner has checked"), held, address, since="received_at")


def addresses_mail_comes_back_from(user: Any) -> Iterable[Queue]:
    """People whose current address the post does not deliver to."""
    bad = Address.objects.filter(until_on=None).exclude(returned_on=None)
    address = reverse("admin:accounts_person_changelist") + "?mail=returned"
    yield Queue.of_rows(Task.LETTERS, _("People whose mail comes back"), bad, address, since="returned_on")


def powers_of_attorney(user: Any) -> Iterable[Queue]:
    """Powers of attorney to check, and to accept by a second person."""
    waiting = Delegation.objects.filter(power_state__in=["waiting", "checked"], revoked_at=None)
    address = reverse("admin:accounts_delegation_changelist") + "?power_state__in=waiting,checked"
    yield Queue.of_rows(Task.APPROVALS, _("Powers of attorney"), waiting, address, since="invited_at")


def messages_of_members(user: Any) -> Iterable[Queue]:
    """Messages that wait for an answer."""
    waiting = Conversation.objects.filter(state=Conversation.State.OPEN)
    address = reverse("admin:accounts_conversation_changelist") + "?state__exact=open"
    yield Queue.of_rows(Task.MESSAGES, _("Messages to answer"), waiting, address, since="state_since")


def appointments_asked_for(user: Any) -> Iterable[Queue]:
    """Appointments for which nobody has offered a time yet."""
    waiting = Appointment.objects.filter(state=Appointment.State.REQUESTED)
    address = reverse("admin:accounts_appointment_changelist") + "?state__exact=requested"
    yield Queue.of_rows(Task.MESSAGES, _("Appointments to arrange"), waiting, address, since="state_since")
