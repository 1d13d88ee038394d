"""Employers' files of days: sent in, with what became of every row."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from benefits.admin.imported_files import ImportedFiles, SentFileForm
from notices.admin.looking_again import looks_again, seconds_to_next_look
from reemployment.models import DayFile
from reemployment.services import day_files
from reemployment.services.day_files import DayFileRefused
from sers_portal.base.access import staff_page

MAY_ADD = "reemployment.add_dayfile"
ROWS_SHOWN = 500


class UploadForm(SentFileForm):
    """A file of days from the person's own computer."""

    refusal = DayFileRefused
    file = forms.FileField(
        label=_("File of days"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("CSV in UTF-8; the first line is member_id,employer,day,worked."),
        error_messages={"empty": _("The file is empty. Export the days again and send the new file.")},
    )

    class Meta:
        model = DayFile
        fields: tuple[str, ...] = ()

    def keep(self, sent: Any) -> DayFile:
        return day_files.upload(content=sent.read(), name=sent.name, by=self.by)


@admin.register(DayFile)
class DayFileAdmin(ImportedFiles):
    sent_form = UploadForm
    list_display = ["name", "received_at", "state", "rows", "accepted", "rejected", "received_by_name"]
    list_filter = ["state"]
    search_fields = ["name"]
    fields = ["name", "received_at", "received_by_name", "state", "rows", "accepted", "rejected"]
    change_form_template = "admin/reemployment/dayfile/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = staff_page(MAY_ADD)(require_POST(self.import_again))
        guarded = self.admin_site.admin_view(view)
        return [path("<int:pk>/import/", guarded, name="dayfile_import"), *super().get_urls()]

    @looks_again
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        file = get_object_or_404(DayFile, pk=object_id)
        is_moving = file.state == DayFile.State.RECEIVED
        context = {
            "rejects": day_files.reasons_of(file)[:ROWS_SHOWN],
            "is_moving": is_moving,
            "has_failed": is_moving and day_files.has_failed(file),
            "refresh": seconds_to_next_look(request, is_moving=is_moving),
            "may_import": self.has_add_permission(request),
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def import_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post: order the import of a file again whose import was stopped."""
        file = get_object_or_404(DayFile, pk=pk)
        day_files.order_import(file=file, by=request.user.actor)  # type: ignore[union-attr]
        self.message_user(request, _("The import is ordered again."))
        return HttpResponseRedirect(reverse("admin:reemployment_dayfile_change", args=[pk]))
