"""Appointments: what was asked for, and offering times."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import FoundByPerson
from accounts.models import Appointment
from accounts.services import appointments
from notices.admin.row_pages import SteppedRows
from sers_portal.base.audit import log_access

SHAPES = ["%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]


class OfferForm(forms.Form):
    """Up to three times."""

    use_required_attribute = False
    first = forms.DateTimeField(
        label=_("First time"),
        input_formats=SHAPES,
        help_text=_("For example 03/04/2030 10:30, or 03/04/2030 2:00 PM."),
    )
    second = forms.DateTimeField(label=_("Second time"), input_formats=SHAPES, required=False)
    third = forms.DateTimeField(label=_("Third time"), input_formats=SHAPES, required=False)

    def times(self) -> list[datetime]:
        """Those that were entered, of a valid form."""
        return [value for value in self.cleaned_data.values() if value]


@admin.register(Appointment)
class AppointmentAdmin(FoundByPerson, SteppedRows):
    row_template = "admin/accounts/appointment/appointment.html"
    step_right = "accounts.arrange_appointment"
    list_display = ["person", "topic", "way", "state", "asked_at", "begins_at", "staff_name"]
    list_filter = ["state", "way"]
    list_select_related = ["person"]
    # The appointments of a day: when it is proclaimed closed, or a colleague is ill.
    date_hierarchy = "begins_at"
    ordering = ["asked_at"]

    def opened(self, request: HttpRequest, row: Appointment) -> HttpResponse:
        """One of them; that it was opened is noted."""
        by = request.user.actor  # type: ignore[union-attr]
        log_access(by=by, page="appointment", person=row.person.public_id, purpose="appointment")
        return self.page(request, row, OfferForm())

    def take(self, request: HttpRequest, row: Appointment, step: str) -> HttpResponse:
        """Offer times, take a booked time back, or cancel."""
        by = request.user.actor  # type: ignore[union-attr]
        if step == "cancel":
            appointments.cancel(appointment=row, by=by)
        elif step == "again" and row.state == "booked":
            appointments.ask_again(appointment=row, by=by)
        elif step == "offer":
            form = OfferForm(request.POST)
            if not form.is_valid():
                return self.page(request, row, form)
            try:
                appointments.offer(appointment=row, times=form.times(), by=by)
            except appointments.AppointmentRefused as refusal:
                form.add_error(None, str(refusal))
                return self.page(request, row, form)
        else:
            raise Http404
        messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("admin:accounts_appointment_change", args=[row.pk]))

    def shown(self, request: HttpRequest, row: Appointment) -> dict[str, Any]:
        """The days asked for, the times offered, and what may be done."""
        may_arrange = request.user.has_perm(self.step_right)
        return {
            "days": [Appointment.Day(day).label for day in row.days],
            "offers": row.offers.filter(withdrawn_at=None),
            "may_offer": may_arrange and row.state in ("requested", "offered"),
            "may_move": may_arrange and row.state == "booked",
            "may_cancel": may_arrange and row.state != "cancelled",
        }
