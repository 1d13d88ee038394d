"""Files sent in, as staff see them wherever they belong: their state, opening them, and letting unchecked ones through."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import FoundByPerson
from accounts.models import Upload
from accounts.services import uploads
from notices.admin.row_pages import RowPages
from notices.documents import storage
from sers_portal.base.attachments import attachment
from sers_portal.base.audit import log_access


class ReleaseForm(forms.Form):
    """Why a file is opened that no scanner has checked."""

    use_required_attribute = False
    reason = forms.CharField(
        max_length=300,
        label=_("Why you open it without a virus scan, and how you know the sender"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": _("Say why: it is kept with the file.")},
    )


@admin.register(Upload)
class UploadAdmin(FoundByPerson, RowPages):
    row_template = "admin/accounts/upload/file.html"
    list_display = ["name", "person", "state", "received_at", "received_by_name"]
    list_filter = ["state"]
    list_select_related = ["person"]
    ordering = ["-received_at"]

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("<uuid:id>/release/", site.admin_view(self.release), name="upload_release"),
            path("<uuid:id>/file/", site.admin_view(self.file), name="upload_file"),
        ] + super().get_urls()

    def opened(self, request: HttpRequest, row: Upload) -> HttpResponse:
        """One file: what is known of it."""
        return self.page(request, row, ReleaseForm())

    def release(self, request: HttpRequest, id: UUID) -> HttpResponse:
        """Post: let it through."""
        if request.method != "POST" or not request.user.has_perm("accounts.release_upload"):
            raise PermissionDenied
        upload, form = self.row(request, id), ReleaseForm(request.POST)
        if not form.is_valid():
            return self.page(request, upload, form)
        try:
            uploads.release(upload=upload, reason=form.cleaned_data["reason"], by=request.user.actor)  # type: ignore[union-attr]
        except uploads.NotHeld as reason:
            form.add_error(None, str(reason))
            return self.page(request, upload, form)
        return HttpResponseRedirect(reverse("admin:accounts_upload_change", args=[upload.pk]))

    def file(self, request: HttpRequest, id: UUID) -> HttpResponse:
        """Its bytes as an attachment, once it may be opened."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = self.row(request, id)
        if not upload.may_be_opened:
            raise PermissionDenied
        try:
            content = uploads.read(upload)
        except (OSError, storage.DamagedDocument):
            raise Http404 from None
        by = request.user.actor  # type: ignore[union-attr]
        person = upload.person.public_id if upload.person else None
        log_access(by=by, page="file sent in", person=person, purpose="file opened")
        return attachment(content, content_type=upload.document.content_type, name=upload.name)

    def shown(self, request: HttpRequest, row: Upload) -> dict[str, Any]:
        """Whether it may be let through."""
        is_held = row.state in (Upload.State.WAITING, Upload.State.NOT_SCANNED)
        may_release = is_held and request.user.has_perm("accounts.release_upload")
        return {"title": row.name, "may_release": may_release}
