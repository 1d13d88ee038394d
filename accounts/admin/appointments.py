"""Appointments: what was asked for, and offering times."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment
from accounts.services import appointments
from notices.admin.read_only import ReadOnly
from sers_portal.base.audit import log_access

RIGHT = "accounts.arrange_appointment"
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
class AppointmentAdmin(ReadOnly):
    list_display = ["person", "topic", "way", "state", "asked_at", "begins_at", "staff_name"]
    list_filter = ["state", "way"]
    list_select_related = ["person"]
    ordering = ["asked_at"]
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("<uuid:id>/step/<slug:step>/", site.admin_view(self.step), name="appointment_step")
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One of them; that it was opened is noted."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            row = Appointment.objects.select_related("person").get(pk=UUID(object_id))
        except (ValueError, Appointment.DoesNotExist):
            raise Http404 from None
        by = request.user.actor  # type: ignore[union-attr]
        log_access(by=by, page="appointment", person=row.person.public_id, purpose="appointment")
        return self._page(request, row, OfferForm())

    def step(self, request: HttpRequest, id: UUID, step: str) -> HttpResponse:
        """Post: offer times, or cancel."""
        if request.method != "POST" or not request.user.has_perm(RIGHT):
            raise PermissionDenied
        row = get_object_or_404(Appointment.objects.select_related("person"), pk=id)
        by = request.user.actor  # type: ignore[union-attr]
        if step == "cancel":
            appointments.cancel(appointment=row, by=by)
        elif step == "offer":
            form = OfferForm(request.POST)
            if not form.is_valid():
                return self._page(request, row, form)
            try:
                appointments.offer(appointment=row, times=form.times(), by=by)
            except appointments.AppointmentRefused as refusal:
                form.add_error(None, str(refusal))
                return self._page(request, row, form)
        else:
            raise Http404
        messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("admin:accounts_appointment_change", args=[row.pk]))

    def _page(self, request: HttpRequest, row: Appointment, form: forms.Form) -> HttpResponse:
        may_arrange = request.user.has_perm(RIGHT)
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "opts": self.opts,
            "row": row,
            "days": [Appointment.Day(day).label for day in row.days],
            "offers": row.offers.filter(withdrawn_at=None),
            "form": form,
            "may_offer": may_arrange and row.state in ("requested", "offered"),
            "may_cancel": may_arrange and row.state != "cancelled",
        }
        return TemplateResponse(request, "admin/accounts/appointment/appointment.html", context)
