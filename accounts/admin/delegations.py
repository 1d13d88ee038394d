"""Powers of attorney: two members of staff look at each, one after the other."""

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

from accounts.models import Delegation
from accounts.services import delegations
from notices.admin.read_only import ReadOnly

RIGHT = "accounts.decide_delegation"
State = Delegation.PowerState


class RefusalForm(forms.Form):
    """Why it is not accepted, as the member reads it."""

    use_required_attribute = False
    words = forms.CharField(
        max_length=500,
        label=_("Why it cannot be accepted (the member reads this)"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": _("Say why, so that the member can send a better one.")},
    )


@admin.register(Delegation)
class DelegationAdmin(ReadOnly):
    list_display = ["person", "name", "scope", "power_state", "invited_at", "ends_on", "revoked_at"]
    list_filter = ["power_state", "scope"]
    list_select_related = ["person"]
    ordering = ["invited_at"]
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("<uuid:id>/step/<slug:step>/", site.admin_view(self.step), name="delegation_step")
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One of them: who, for whom, the file, and what can be done."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            row = Delegation.objects.select_related("person", "power").get(pk=UUID(object_id))
        except (ValueError, Delegation.DoesNotExist):
            raise Http404 from None
        delegations.note_seen_by_staff(delegation=row, by=request.user.actor)  # type: ignore[union-attr]
        return self._page(request, row, RefusalForm())

    def step(self, request: HttpRequest, id: UUID, step: str) -> HttpResponse:
        """Post: check, accept or refuse."""
        if request.method != "POST" or not request.user.has_perm(RIGHT):
            raise PermissionDenied
        row = get_object_or_404(Delegation.objects.select_related("person", "power"), pk=id)
        form, by = RefusalForm(request.POST), request.user.actor  # type: ignore[union-attr]
        if step == "refuse" and not form.is_valid():
            return self._page(request, row, form)
        try:
            if step == "check":
                delegations.check_power(delegation=row, by=by)
            elif step == "accept":
                delegations.accept_power(delegation=row, by=by)
            elif step == "refuse":
                delegations.refuse_power(delegation=row, words=form.cleaned_data["words"], by=by)
            else:
                raise Http404
        except delegations.DelegationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("admin:accounts_delegation_change", args=[row.pk]))

    def _page(self, request: HttpRequest, row: Delegation, form: forms.Form) -> HttpResponse:
        may_decide = request.user.has_perm(RIGHT) and row.revoked_at is None
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "opts": self.opts,
            "row": row,
            "form": form,
            "may_check": may_decide and row.power_state == State.WAITING,
            "may_accept": may_decide and row.power_state == State.CHECKED,
        }
        return TemplateResponse(request, "admin/accounts/delegation/delegation.html", context)
