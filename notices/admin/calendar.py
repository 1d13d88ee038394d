"""The calendar as staff keep it: they read all of it, and enter the closings that were proclaimed."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from notices.models import CalendarEntry
from notices.services import calendar
from sers_portal.base import clock

SATURDAY = 5


class ClosingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A day on which State offices were proclaimed closed."""

    class Meta:
        model = CalendarEntry
        fields = ["on", "title"]
        labels = {"on": _("Closed on"), "title": _("Name of the closing")}
        error_messages = {
            "on": {
                "required": _("Enter the day, for example 12/24/2030."),
                "invalid": _("There is no such day. Write month, day and year, for example 12/24/2030."),
            },
            "title": {"required": _("Enter the name of the closing, as the public will read it.")},
        }
        help_texts = {
            "title": _(
                "As the public will read it, for example: Day of mourning. If a benefit payment falls on this day, "
                "it moves to the last working day before."
            )
        }

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < clock.today():
            raise forms.ValidationError(_("This day has passed. Enter a day from today on."))
        if on.weekday() >= SATURDAY:
            raise forms.ValidationError(_("This is a weekend day. Enter a day from Monday to Friday."))
        if taken := CalendarEntry.objects.filter(on=on).exclude(kind=CalendarEntry.Kind.PAYMENT).first():
            raise forms.ValidationError(
                _("State offices are already closed on %(day)s: %(name)s."),
                params={"day": date_format(on), "name": taken.title},
            )
        return on


@admin.register(CalendarEntry)
class CalendarEntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ClosingForm
    list_display = ["on", "kind", "title", "ordinary_on"]
    list_filter = ["kind"]
    date_hierarchy = "on"
    ordering = ["-on"]
    readonly_fields = ["kind", "ordinary_on", "month", "published_at"]

    def get_fields(self, request: HttpRequest, obj: CalendarEntry | None = None) -> Any:
        return (
            ["on", "title"]
            if obj is None
            else ["kind", "on", "title", "ordinary_on", "month", "published_at"]
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": _("Add a proclaimed closing")}
        return super().add_view(request, form_url, {**title, **(extra_context or {})})

    def has_change_permission(self, request: HttpRequest, obj: CalendarEntry | None = None) -> bool:
        # Dates follow from the law and from closings; a wrong closing is taken back and entered anew.
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CalendarEntry | None = None) -> bool:
        if obj is None:
            return super().has_delete_permission(request)
        is_open = obj.kind == CalendarEntry.Kind.CLOSING and obj.on > clock.today()
        return is_open and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        # One at a time: deleting in bulk asks no permission of the single entry.
        return {}

    def save_model(self, request: HttpRequest, obj: CalendarEntry, form: Any, change: bool) -> None:
        saved = calendar.add_closing(on=obj.on, title=obj.title, by=request.user.actor)  # type: ignore[union-attr]
        obj.pk, obj.uid, obj.kind = saved.pk, saved.uid, saved.kind
        self.message_user(request, _("Payment dates are being worked out anew; look again in a minute."))

    def delete_model(self, request: HttpRequest, obj: CalendarEntry) -> None:
        calendar.remove_closing(closing=obj, by=request.user.actor)  # type: ignore[union-attr]
        self.message_user(request, _("Payment dates are being worked out anew; look again in a minute."))

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarEntry]:
        return super().get_queryset(request).order_by("-on")
