"""What of people and their accounts waits for staff: held letters, alarms, files that no scanner has checked."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min
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
    counted = held.aggregate(number=Count("pk"), since=Min("asked_at"))
    address = reverse("admin:accounts_letterrequest_changelist")
    yield Queue(
        Task.SIGN_IN, _("Held requests for activation letters"), counted["number"], address, counted["since"]
    )


def alarms(user: Any) -> Iterable[Queue]:
    """Alarms nobody has looked into."""
    counted = Alarm.objects.filter(seen_at=None).aggregate(number=Count("pk"), since=Min("raised_at"))
    address = reverse("admin:accounts_alarm_changelist") + "?seen_at__isempty=1"
    yield Queue(Task.SIGN_IN, _("Alarms"), counted["number"], address, counted["since"], is_late=True)


def unchecked_files(user: Any) -> Iterable[Queue]:
    """Files held because no scanner checked them."""
    held = Upload.objects.filter(state__in=[Upload.State.WAITING, Upload.State.NOT_SCANNED])
    counted = held.aggregate(number=Count("pk"), since=Min("received_at"))
    address = reverse("admin:accounts_upload_changelist")
    yield Queue(Task.FILES, _("Files no scanner has checked"), counted["number"], address, counted["since"])


def addresses_mail_comes_back_from(user: Any) -> Iterable[Queue]:
    """People whose current address the post does not deliver to."""
    bad = Address.objects.filter(until_on=None).exclude(returned_on=None)
    counted = bad.aggregate(number=Count("pk"), since=Min("returned_on"))
    address = reverse("admin:accounts_person_changelist") + "?mail=returned"
    yield Queue(Task.LETTERS, _("People whose mail comes back"), counted["number"], address, counted["since"])


def powers_of_attorney(user: Any) -> Iterable[Queue]:
    """Powers of attorney to check, and to accept by a second person."""
    waiting = Delegation.objects.filter(power_state__in=["waiting", "checked"], revoked_at=None)
    counted = waiting.aggregate(number=Count("pk"), since=Min("invited_at"))
    address = reverse("admin:accounts_delegation_changelist") + "?power_state__in=waiting,checked"
    yield Queue(Task.APPROVALS, _("Powers of attorney"), counted["number"], address, counted["since"])


def messages_of_members(user: Any) -> Iterable[Queue]:
    """Messages that wait for an answer."""
    waiting = Conversation.objects.filter(state=Conversation.State.OPEN)
    counted = waiting.aggregate(number=Count("pk"), since=Min("state_since"))
    address = reverse("admin:accounts_conversation_changelist") + "?state__exact=open"
    yield Queue(Task.MESSAGES, _("Messages to answer"), counted["number"], address, counted["since"])


def appointments_asked_for(user: Any) -> Iterable[Queue]:
    """Appointments for which nobody has offered a time yet."""
    waiting = Appointment.objects.filter(state=Appointment.State.REQUESTED)
    counted = waiting.aggregate(number=Count("pk"), since=Min("state_since"))
    address = reverse("admin:accounts_appointment_changelist") + "?state__exact=requested"
    yield Queue(Task.MESSAGES, _("Appointments to arrange"), counted["number"], address, counted["since"])
