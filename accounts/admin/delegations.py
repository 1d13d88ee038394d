"""Powers of attorney: two members of staff look at each, one after the other."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import FoundByPerson
from accounts.models import Delegation
from accounts.services import delegations
from notices.admin.row_pages import SteppedRows

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
class DelegationAdmin(FoundByPerson, SteppedRows):
    row_template = "admin/accounts/delegation/delegation.html"
    step_right = "accounts.decide_delegation"
    list_display = ["person", "name", "scope", "power_state", "invited_at", "ends_on", "revoked_at"]
    list_filter = ["power_state", "scope"]
    list_select_related = ["person"]
    ordering = ["invited_at"]

    def opened(self, request: HttpRequest, row: Delegation) -> HttpResponse:
        """One of them: who, for whom, the file; that it was opened is noted."""
        delegations.note_seen_by_staff(delegation=row, by=request.user.actor)  # type: ignore[union-attr]
        return self.page(request, row, RefusalForm())

    def take(self, request: HttpRequest, row: Delegation, step: str) -> HttpResponse:
        """Check, accept or refuse its power of attorney; or end the help at once."""
        form, by = RefusalForm(request.POST), request.user.actor  # type: ignore[union-attr]
        if step == "refuse" and not form.is_valid():
            return self.page(request, row, form)
        try:
            if step == "check":
                delegations.check_power(delegation=row, by=by)
            elif step == "accept":
                delegations.accept_power(delegation=row, by=by)
            elif step == "end":
                delegations.revoke(delegation=row.pk, person=row.person, by=by)
            elif step == "refuse":
                delegations.refuse_power(delegation=row, words=form.cleaned_data["words"], by=by)
            else:
                raise Http404
        except delegations.DelegationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("admin:accounts_delegation_change", args=[row.pk]))

    def shown(self, request: HttpRequest, row: Delegation) -> dict[str, Any]:
        """What may be done with it now."""
        may_decide = request.user.has_perm(self.step_right) and row.revoked_at is None
        return {
            "may_end": may_decide,
            "may_check": may_decide and row.power_state == State.WAITING,
            "may_accept": may_decide and row.power_state == State.CHECKED,
        }
