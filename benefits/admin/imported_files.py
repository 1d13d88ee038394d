"""Files that staff send in from their own computer, and workers import."""

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.admin.read_only import ReadOnly
from sers_portal.base.audit import Actor


class SentFileForm(forms.ModelForm):  # type: ignore[type-arg]
    """Keeps the `file` and looks at it at once, so that one that will not do is said beside the field."""

    refusal: ClassVar[type[Exception]]

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    @abstractmethod
    def keep(self, sent: Any) -> Any:
        """The row of the file that was sent. Raises `refusal`, with the sentence for who sent it."""

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        try:
            self.instance = self.keep(sent)
        except self.refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return sent


class ImportedFiles(ReadOnly):
    """A list of files that came, and one more by `sent_form`, for those who may add one."""

    sent_form: ClassVar[type[SentFileForm]]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["file"] if obj is None else super().get_fields(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **options)
        by, form = request.user.actor, self.sent_form  # type: ignore[union-attr]

        class SentBySomebody(form):  # type: ignore[misc,valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, by=by, **kwargs)

        return SentBySomebody

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing to save: the form handed the file to its service."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        self.message_user(request, _("The file is kept, and its import has begun."))
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(address, args=[obj.pk]))
