"""Who is registered, and the identity check by telephone: the caller says the PIN, staff type it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import FoundByPerson
from accounts.forms.fields import PinField
from accounts.models import Registration
from accounts.services import identity_check
from accounts.services.identity_check import Answer, Checked
from notices.admin.read_only import ReadOnly
from sers_portal.base.audit import log_access
from sers_portal.base.long_lists import PeriodFilter


class IdentityCheckForm(forms.Form):
    """The PIN the caller said, and what the call is about."""

    use_required_attribute = False
    purpose = forms.CharField(
        max_length=200,
        label=_("What the call is about"),
        help_text=_("The person can read this under “Who looked at my record”."),
        error_messages={"required": _("Say what the call is about.")},
    )
    pin = PinField(label=_("PIN the caller says"), missing=_("Type the PIN the caller says."))


@admin.register(Registration)
class RegistrationAdmin(FoundByPerson, ReadOnly):
    list_display = ["person", "member_id", "registered_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter), ("registered_at", PeriodFilter)]
    ordering = ["-registered_at"]
    list_select_related = ["person"]
    # The PIN is checked on the row's own page; its right is asked there.
    reads_forms = True

    @admin.display(description=_("Member ID"))
    def member_id(self, row: Registration) -> str:
        return row.person.member_id

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One registration: who it is, and the check."""
        may_check = request.user.has_perm("accounts.check_identity")
        if not self.has_view_permission(request) or (request.method == "POST" and not may_check):
            raise PermissionDenied
        row = get_object_or_404(Registration.objects.select_related("person"), pk=object_id)
        form = IdentityCheckForm(request.POST if request.method == "POST" else None)
        checked = self._check(request, row, form) if form.is_valid() else None
        row.refresh_from_db()
        return self._page(request, row, form, checked, may_check=may_check)

    def _check(self, request: HttpRequest, row: Registration, form: forms.Form) -> Checked:
        return identity_check.check_pin(
            registration=row,
            pin=form.cleaned_data["pin"],
            purpose=form.cleaned_data["purpose"],
            by=request.user.actor,  # type: ignore[union-attr]
        )

    def _page(
        self,
        request: HttpRequest,
        row: Registration,
        form: forms.Form,
        checked: Checked | None,
        *,
        may_check: bool,
    ) -> HttpResponse:
        if checked is None:
            by = request.user.actor  # type: ignore[union-attr]
            log_access(by=by, page="registration", person=row.person.public_id, purpose="identity check")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Identity check by telephone"),
            "opts": self.opts,
            "row": row,
            "form": form,
            "checked": checked,
            "is_right": checked is not None and checked.answer is Answer.RIGHT,
            "is_locked": identity_check.is_locked(row),
            "may_check": may_check,
        }
        return TemplateResponse(request, "admin/accounts/registration/identity_check.html", context)
