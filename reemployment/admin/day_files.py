"""Employers' files of days: sent in, with what became of every row."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from reemployment.admin.looked_up import LookedUpOnly
from reemployment.models import DayFile
from reemployment.services import day_files
from reemployment.services.day_files import DayFileRefused
from sers_portal.base.audit import Actor


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
        # Imported here, so that a file that will not do is said beside the field.
        sent = self.cleaned_data["file"]
        try:
            self.instance = day_files.import_content(content=sent.read(), name=sent.name, by=self.by)
        except DayFileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return sent


@admin.register(DayFile)
class DayFileAdmin(LookedUpOnly):
    list_display = ["name", "received_at", "rows", "accepted", "rejected", "received_by_name"]
    search_fields = ["name"]
    fields = ["name", "received_at", "received_by_name", "rows", "accepted", "rejected"]
    change_form_template = "admin/reemployment/dayfile/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reemployment.add_dayfile")

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
        context = {"rejects": day_files.reasons_of(file)[:500]}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})
