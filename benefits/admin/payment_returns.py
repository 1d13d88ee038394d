"""Returned payments, deductions and suspensions: one person enters, another approves on the row's page."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.admin.people_found import FoundByPerson
from benefits.admin.payment_forms import DeductionForm, ReturnForm
from benefits.models import AnnuitySuspension, PaymentDeduction, PaymentReturn
from benefits.services import suspensions
from benefits.services.confirmations import told_under
from benefits.services.payment_runs import deductions, returns
from benefits.services.payment_runs.telling import key_of
from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.services.suspensions import SuspensionRefused
from sers_portal.base.audit import Actor

Step = Callable[[Any, Any], object]


class TwoPeopleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that one person enters and another approves; nothing of them is typed over."""

    change_form_template = "admin/benefits/two_people.html"
    # Each step: its name, the words on its button, the right it needs, the service, whether it makes sense now.
    steps: ClassVar[Sequence[tuple[str, Any, str, Step, Callable[[Any], bool]]]] = ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.model_name}_step"
        view = self.admin_site.admin_view(require_POST(self.step))
        view.model_admin = self  # type: ignore[attr-defined]
        return [path("<int:row_id>/step/", view, name=name), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.model.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        may = [
            (name, words)
            for name, words, right, _act, applies in self.steps
            if row is not None and applies(row) and request.user.has_perm(right)
        ]
        context = {"steps": may, "step_address": f"admin:{self.opts.model_name}_step"}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def step(self, request: HttpRequest, row_id: int) -> HttpResponse:
        """Post: one step of a row, if this person has the right to it."""
        wanted = request.POST.get("step", "")
        found = next((step for step in self.steps if step[0] == wanted), None)
        if found is None or not request.user.has_perm(found[2]):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=row_id)
        try:
            found[3](row, request.user.actor)  # type: ignore[union-attr]
            self.message_user(request, _("Done: %(step)s.") % {"step": str(found[1]).lower()})
        except (PaymentRefused, SuspensionRefused) as reason:
            self.message_user(request, str(reason), level="ERROR")
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(address, args=[row_id]))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.get_fields(request, obj) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The service makes the row; the admin goes on with it.
        vars(obj).update(vars(self.entered(obj, form, request.user.actor)))  # type: ignore[union-attr]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        self.message_user(request, _("Nothing follows from it until another person has approved it."))
        return response

    @abstractmethod
    def entered(self, row: Any, form: Any, by: Actor) -> Model:
        """The row as the service made it of what was typed. Not asked where rows come from elsewhere."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the service wrote the audit row."""


@admin.register(PaymentReturn)
class PaymentReturnAdmin(FoundByPerson, TwoPeopleAdmin):
    ways_to_people = ("payment__annuity__payee",)
    form = ReturnForm
    list_display = ["payee", "month", "net", "returned_on", "remedy", "state", "entered_by_name"]
    list_filter = ["state", "remedy"]
    list_select_related = ["payment__annuity__payee"]
    steps = (
        (
            "approve",
            _("Approve"),
            "benefits.approve_paymentreturn",
            lambda row, by: returns.approve(returned=row, by=by),
            lambda row: row.state == "waiting",
        ),
        (
            "withdraw",
            _("Withdraw"),
            "benefits.add_paymentreturn",
            lambda row, by: returns.withdraw(returned=row, by=by),
            lambda row: row.state == "waiting",
        ),
    )

    @admin.display(description=_("payee"))
    def payee(self, row: PaymentReturn) -> str:
        return str(row.payment.annuity.payee)

    @admin.display(description=_("month"))
    def month(self, row: PaymentReturn) -> str:
        return f"{row.payment.month:%Y-%m}"

    @admin.display(description=_("net"))
    def net(self, row: PaymentReturn) -> str:
        return f"${row.payment.net:,.2f}"

    @admin.display(description=_("Payee told"))
    def payee_told(self, row: PaymentReturn) -> Any:
        if row.approved_by is None:
            return "-"
        return "; ".join(told_under(key_of(row))) or _(
            "Not written to. If this stays so, there is neither an account nor an address that mail reaches: call."
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["member_id", "kind", "month", "returned_on", "reason", "remedy"]
        return [
            "payee", "month", "net", "returned_on", "reason", "remedy", "state", "entered_by_name", "approved_by_name",
            "payee_told", "reissued_on",
        ]  # fmt: skip

    def entered(self, row: PaymentReturn, form: Any, by: Actor) -> PaymentReturn:
        return returns.enter(
            payment=form.cleaned_data["payment"],
            returned_on=row.returned_on,
            reason=row.reason,
            remedy=row.remedy,
            by=by,
        )


def is_to_end(row: PaymentDeduction) -> bool:
    """Whether it can be ended: it is in force, and pays off no debt."""
    return row.approved_by is not None and row.closed_at is None and row.total is None


@admin.register(PaymentDeduction)
class PaymentDeductionAdmin(FoundByPerson, TwoPeopleAdmin):
    ways_to_people = ("annuity__payee",)
    form = DeductionForm
    list_display = [
        "annuity",
        "monthly",
        "reason",
        "from_month",
        "until_month",
        "entered_by_name",
        "approved_by_name",
    ]
    list_select_related = ["annuity__payee"]
    steps = (
        (
            "approve",
            _("Approve"),
            "benefits.approve_paymentdeduction",
            lambda row, by: deductions.approve(deduction=row, by=by),
            lambda row: row.approved_by is None and row.closed_at is None,
        ),
        (
            "withdraw",
            _("Withdraw"),
            "benefits.add_paymentdeduction",
            lambda row, by: deductions.withdraw(deduction=row, by=by),
            lambda row: row.approved_by is None and row.closed_at is None and row.total is None,
        ),
        (
            "propose_end",
            _("Propose to end it: take it from no later payment"),
            "benefits.add_paymentdeduction",
            lambda row, by: deductions.propose_end(deduction=row, by=by),
            lambda row: is_to_end(row) and row.end_proposed_by is None,
        ),
        (
            "approve_end",
            _("Approve its end"),
            "benefits.approve_paymentdeduction",
            lambda row, by: deductions.approve_end(deduction=row, by=by),
            lambda row: is_to_end(row) and row.end_proposed_by is not None,
        ),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["member_id", "kind", "monthly", "reason", "from_month", "until_month"]
        return [*self.list_display, "total", "end_proposed_by_name", "closed_by_name", "closed_at"]

    def entered(self, row: PaymentDeduction, form: Any, by: Actor) -> PaymentDeduction:
        return deductions.enter(
            annuity=form.cleaned_data["annuity"],
            monthly=row.monthly,
            reason=row.reason,
            from_month=row.from_month,
            until_month=row.until_month,
            by=by,
        )


@admin.register(AnnuitySuspension)
class AnnuitySuspensionAdmin(FoundByPerson, TwoPeopleAdmin):
    ways_to_people = ("annuity__payee",)
    list_display = ["annuity", "from_on", "until_on", "state", "proposed_by_name", "approved_by_name"]
    list_filter = ["state"]
    list_select_related = ["annuity__payee"]
    fields = (
        "annuity", "from_on", "until_on", "reason", "state", "proposed_by_name", "approved_by_name", "end_proposed",
        "end_proposed_by_name", "end_approved_by_name",
    )  # fmt: skip
    steps = (
        (
            "approve",
            _("Approve the suspension"),
            "benefits.approve_annuitysuspension",
            lambda row, by: suspensions.approve(suspension=row, by=by),
            lambda row: row.state == "proposed",
        ),
        (
            "approve_end",
            _("Approve its end"),
            "benefits.approve_annuitysuspension",
            lambda row, by: suspensions.approve_end(suspension=row, by=by),
            lambda row: row.state == "in_force" and row.end_proposed is not None and row.until_on is None,
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        # Proposed where the work after retirement is recorded.
        return False
