"""Staff pages that belong to no one app: the demonstration's clock. Production has no such page."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sers_portal.admin_pages import jobs, logs  # noqa: F401  they register their pages
from sers_portal.base import clock
from sers_portal.base.models import DemonstrationClock
from sers_portal.demonstration.clock import MOST_DAYS, days_to_february, move_forward

WEEK = 7


class MoveForm(forms.Form):
    """By how many days."""

    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, label=gettext_lazy("Days forward"))


class DemonstrationClockAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One page, in place of a list: the day it is, and buttons to move on."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = MoveForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._move(request, form.cleaned_data["days"])
        today = clock.today()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Demonstration clock"),
            "opts": self.opts,
            "form": form,
            "today": today,
            "choices": [
                (1, _("One day")),
                (WEEK, _("One week")),
                (days_to_february(today), _("To February 1")),
            ],
        }
        return TemplateResponse(request, "admin/base/demonstrationclock/clock.html", context)

    def _move(self, request: HttpRequest, days: int) -> HttpResponse:
        try:
            today = move_forward(days=days, by=request.user.actor)  # type: ignore[union-attr]
        except ValueError:
            words = _(
                "The clock goes no further than %(days)s days ahead. To begin anew: make clean, make run."
            )
            self.message_user(request, words % {"days": MOST_DAYS}, messages.ERROR)
        else:
            words = _("In this portal it is now %(day)s.")
            self.message_user(request, words % {"day": date_format(today, "l, F j, Y")})
        return HttpResponseRedirect(request.path)


def register_clock(site: admin.AdminSite) -> None:
    """Give staff the clock, in the demonstration only."""
    if settings.IS_DEMONSTRATION:
        site.register(DemonstrationClock, DemonstrationClockAdmin)


register_clock(admin.site)
