"""Employers' files of days: sent in, with what became of every row."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from reemployment.admin.looked_up import LookedUpOnly
from reemployment.models import DayFile
from reemployment.services import day_files
from reemployment.services.day_files import DayFileRefused
from sers_portal.base.access import staff_page
from sers_portal.base.audit import Actor

MAY_ADD = "reemployment.add_dayfile"
ROWS_SHOWN = 500
SECONDS_BETWEEN_LOOKS = 5


class UploadForm(forms.ModelForm):  # type: ignore[type-arg]
    """A file of days from the person's own computer."""

    file = forms.FileField(
        label=_("File of days"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("CSV in UTF-8; the first line is member_id,employer,day,worked."),
        error_messages={"empty": _("The file is empty. Export the days again and send the new file.")},
    )

    class Meta:
        model = DayFile
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_file(self) -> Any:
        # Kept and looked at here, so that a file that will not do is said beside the field.
        sent = self.cleaned_data["file"]
        try:
            self.instance = day_files.upload(content=sent.read(), name=sent.name, by=self.by)
        except DayFileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return sent


@admin.register(DayFile)
class DayFileAdmin(LookedUpOnly):
    list_display = ["name", "received_at", "state", "rows", "accepted", "rejected", "received_by_name"]
    list_filter = ["state"]
    search_fields = ["name"]
    fields = ["name", "received_at", "received_by_name", "state", "rows", "accepted", "rejected"]
    change_form_template = "admin/reemployment/dayfile/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = staff_page(MAY_ADD)(require_POST(self.import_again))
        guarded = self.admin_site.admin_view(view)
        return [path("<int:pk>/import/", guarded, name="dayfile_import"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_ADD)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **options)
        by = request.user.actor  # type: ignore[union-attr]

        class UploadBySomebody(UploadForm):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, by=by, **kwargs)

        return UploadBySomebody

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["file"] if obj is None else self.fields

    def save_model(self, request: HttpRequest, obj: DayFile, form: Any, change: bool) -> None:
        """The service has saved it with its days."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        file = get_object_or_404(DayFile, pk=object_id)
        is_moving = file.state == DayFile.State.RECEIVED
        context = {
            "rejects": day_files.reasons_of(file)[:ROWS_SHOWN],
            "is_moving": is_moving,
            "has_failed": is_moving and day_files.has_failed(file),
            "refresh": SECONDS_BETWEEN_LOOKS if is_moving and "still" not in request.GET else None,
            "may_import": self.has_add_permission(request),
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def import_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post: order the import of a file again whose import was stopped."""
        file = get_object_or_404(DayFile, pk=pk)
        day_files.order_import(file=file, by=request.user.actor)  # type: ignore[union-attr]
        self.message_user(request, _("The import is ordered again."))
        return HttpResponseRedirect(reverse("admin:reemployment_dayfile_change", args=[pk]))

    def response_add(self, request: HttpRequest, obj: DayFile, post_url_continue: Any = None) -> HttpResponse:
        self.message_user(request, _("The file is kept, and its import has begun."))
        return HttpResponseRedirect(reverse("admin:reemployment_dayfile_change", args=[obj.pk]))
