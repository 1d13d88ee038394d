"""Review of unusual changes of a bank account: two of the staff approve, or one refuses. Nobody edits a change."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.admin.people_found import FoundByPerson
from benefits.models import BankAccount, BankChange
from benefits.services import direct_deposit
from benefits.services.direct_deposit import ChangeRefused
from sers_portal.base.audit import log_access

REVIEW = "benefits.review_bankchange"


class WaitingFilter(admin.SimpleListFilter):
    """Those that wait for one of two reviewers, first."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waits for review")), ("mine", _("I may approve"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[BankChange]) -> QuerySet[BankChange]:
        if self.value() not in ("waiting", "mine"):
            return queryset
        waiting = waiting_for_review()
        if self.value() == "mine":
            waiting = waiting.exclude(first_approved_by=request.user.public_id)  # type: ignore[union-attr]
        return queryset.filter(pk__in=waiting.values("pk"))


def waiting_for_review() -> QuerySet[BankChange]:
    """Changes that two people must approve, and that they have not both approved yet."""
    rows = BankChange.objects.filter(state=BankChange.State.WAITING, second_approved_by=None)
    return rows.exclude(review_reasons=[])


@admin.register(BankChange)
class BankChangeAdmin(FoundByPerson):
    list_display = ["person", "new_account", "state", "why_reviewed", "asked_at", "takes_effect_on"]
    list_filter = [WaitingFilter, "state", "closing"]
    list_select_related = ["person"]
    change_form_template = "admin/benefits/bankchange/change.html"
    readonly_fields = [
        "person",
        "new_account",
        "account_before",
        "state",
        "why_reviewed",
        "asked_at",
        "asked_by_name",
        "hold_ends_at",
        "takes_effect_on",
        "first_paid_on",
        "first_approved_by_name",
        "first_approved_at",
        "second_approved_by_name",
        "second_approved_at",
        "closing",
        "closing_reason",
        "closed_at",
        "closed_by_name",
    ]

    def get_fields(self, request: HttpRequest, obj: BankChange | None = None) -> Any:
        return self.readonly_fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: BankChange | None = None) -> bool:
        # Approved or refused, never edited.
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BankChange | None = None) -> bool:
        return False

    @admin.display(description=_("new account"))
    def new_account(self, change: BankChange) -> str:
        """Masked: the last four digits."""
        return f"{change.routing_number} …{change.last_four} ({change.kind})"

    @admin.display(description=_("account before"))
    def account_before(self, change: BankChange) -> str:
        """Masked, or that payments were mailed."""
        return f"…{change.replaces.last_four}" if change.replaces else str(_("paid by check"))

    @admin.display(description=_("why reviewed"))
    def why_reviewed(self, change: BankChange) -> str:
        """The reasons in words."""
        return "; ".join(str(BankChange.Reason(reason).label) for reason in change.review_reasons)

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path("<uuid:id>/approve/", guard(require_POST(self.approve)), name="bankchange_approve"),
            path("<uuid:id>/refuse/", guard(require_POST(self.refuse)), name="bankchange_refuse"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        change = BankChange.objects.filter(pk=object_id).select_related("person").first()
        if change is not None and self.has_view_permission(request, change):
            by = request.user.actor  # type: ignore[union-attr]
            log_access(by=by, page="bank change", person=change.person.public_id, purpose="review")
        context = {"change_row": change, **self._offered(request, change), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def _offered(self, request: HttpRequest, change: BankChange | None) -> dict[str, Any]:
        if change is None or not change.is_waiting or not request.user.has_perm(REVIEW):
            return {"may_refuse": False}
        me = request.user.public_id  # type: ignore[union-attr]
        return {
            "may_refuse": True,
            "needs_approval": not change.is_approved,
            "is_own": me in (change.first_approved_by, change.asked_by),
            "others": _others(change),
        }

    def approve(self, request: HttpRequest, id: Any) -> HttpResponse:
        """Post: the first or the second person's approval."""
        return self._act(request, id, direct_deposit.approve, _("Approved."))

    def refuse(self, request: HttpRequest, id: Any) -> HttpResponse:
        """Post: refused, with the reason."""
        reason = request.POST.get("reason", "")
        return self._act(request, id, direct_deposit.refuse, _("Refused; the person is told."), reason=reason)

    def _act(self, request: HttpRequest, id: Any, act: Any, done: Any, **words: str) -> HttpResponse:
        if not request.user.has_perm(REVIEW):
            raise PermissionDenied
        change = get_object_or_404(BankChange, pk=id)
        try:
            act(change=change, by=request.user.actor, **words)  # type: ignore[union-attr]
        except ChangeRefused as refusal:
            self.message_user(request, str(refusal), level="ERROR")
        else:
            self.message_user(request, done)
        return HttpResponseRedirect(reverse("admin:benefits_bankchange_change", args=[id]))


def _others(change: BankChange) -> list[str]:
    """Who else is paid to the new account."""
    index = BankAccount.account_number.index_of(str(change.account_number))
    rows = BankAccount.objects.filter(
        ~Q(person=change.person),
        routing_number=change.routing_number,
        account_number_index=index,
        until_on=None,
    )
    return [f"{row.person.full_name} ({row.person.member_id})" for row in rows.select_related("person")]
