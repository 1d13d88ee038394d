"""Repayments as staff see them: the schedule, what came in, and the steps: a payment, giving up, giving back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.admin.people_found import FoundByPerson
from benefits.forms.fields import CountField, DayField, DollarsField
from benefits.forms.write_off import WriteOffForm
from notices.admin.read_only import ReadOnly
from reemployment.models import Repayment
from reemployment.services import overpayments, repayments
from reemployment.services.chasing import still_missing
from reemployment.services.trouble import WorkRefused
from sers_portal.base.access import staff_page
from sers_portal.base.audit import Actor, log_access
from sers_portal.base.templatetags.portal import money

MAY_WORK = "reemployment.work_repayment"
MAY_WRITE_OFF = "reemployment.write_off_repayment"


class ReceiptForm(forms.Form):
    """Money that came in, or went back."""

    on = DayField(label=_("Day"), missing=_("Write the day."))
    number = forms.CharField(label=_("Number of the check or deposit"), max_length=60)


class PaymentForm(ReceiptForm):
    """Money that came in."""

    amount = DollarsField(label=_("Amount"), missing=_("Write the amount."))
    field_order = ("on", "amount", "number")


class KeepBackForm(forms.Form):
    """In how many months what is left is kept back."""

    number = CountField(
        label=_("Months"),
        most=repayments.MOST_INSTALMENTS,
        missing=_("Write in how many months it is kept back."),
    )


class WaitsFilter(admin.SimpleListFilter):
    """What somebody has to do about them."""

    title = _("waits for somebody")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("behind", _("an instalment is missing")),
            ("back", _("to be given back")),
            ("write_off", _("to be written off")),
        ]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Repayment]") -> "QuerySet[Repayment]":
        if self.value() == "behind":
            return queryset.filter(pk__in=still_missing().values("instalment__repayment"))
        if self.value() == "back":
            return queryset.filter(state=Repayment.State.FAILED, paid__gt=0)
        if self.value() == "write_off":
            return queryset.filter(state=Repayment.State.AGREED, write_off_proposed_by__isnull=False)
        return queryset


@admin.register(Repayment)
class RepaymentAdmin(FoundByPerson, ReadOnly):
    list_display = [
        "member",
        "kind",
        "state",
        "debt_dollars",
        "paid_dollars",
        "written_off_dollars",
        "repaid_by",
        "deadline",
    ]
    list_filter = [WaitsFilter, "state", "kind"]
    list_select_related = ["member__person"]
    ways_to_people = ("member__person",)
    fields = [
        "member",
        "kind",
        "state",
        "principal_dollars",
        "interest_dollars",
        "debt_dollars",
        "paid_dollars",
        "agreed_on",
        "repaid_by",
        "deadline",
    ]
    fields_of_write_off = (
        "written_off_dollars",
        "write_off_reason",
        "write_off_proposed_by_name",
        "write_off_approved_by_name",
    )
    change_form_template = "admin/reemployment/repayment/change_form.html"

    @admin.display(description=_("received, or paid too much"))
    def principal_dollars(self, row: Repayment) -> str:
        return money(row.principal)

    @admin.display(description=_("interest"))
    def interest_dollars(self, row: Repayment) -> str:
        return money(row.interest)

    @admin.display(description=_("debt"), ordering="debt")
    def debt_dollars(self, row: Repayment) -> str:
        return money(row.debt)

    @admin.display(description=_("paid"), ordering="paid")
    def paid_dollars(self, row: Repayment) -> str:
        return money(row.paid)

    @admin.display(description=_("written off"), ordering="written_off")
    def written_off_dollars(self, row: Repayment) -> str:
        return money(row.written_off)

    def get_fields(self, request: HttpRequest, obj: Repayment | None = None) -> Any:
        """Nothing of writing off where nobody speaks of it."""
        if obj is not None and obj.write_off_proposed_by is not None:
            return [*self.fields, *self.fields_of_write_off]
        return self.fields

    def get_urls(self) -> list[URLPattern]:
        def step(
            route: str, act: Callable[[Repayment, HttpRequest, Actor], Any], right: str = MAY_WORK
        ) -> URLPattern:
            def view(request: HttpRequest, pk: int) -> HttpResponse:
                return self._act(request, pk, act)

            guarded = staff_page(right)(require_POST(view))
            return path(f"<int:pk>/{route}/", self.admin_site.admin_view(guarded), name=f"repayment_{route}")

        return [
            step("payment", _payment),
            step("give-up", lambda row, request, by: repayments.give_up(repayment=row, by=by)),
            step("refund", _refund),
            step("keep-back", _keep_back),
            step("propose-write-off", _propose_write_off),
            step(
                "withdraw-write-off",
                lambda row, request, by: overpayments.withdraw_write_off(repayment=row, by=by),
            ),
            step(
                "write-off",
                lambda row, request, by: overpayments.write_off(repayment=row, by=by),
                MAY_WRITE_OFF,
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = get_object_or_404(Repayment.objects.select_related("member__person"), pk=object_id)
        log_access(by=request.user.actor, page="repayment", person=row.member.person.public_id)  # type: ignore[union-attr]
        context = {
            "repayment": row,
            "left": row.left,
            "instalments": row.instalments.select_related("missed"),
            "receipts": row.receipts.all(),
            "payment_form": PaymentForm(),
            "refund_form": ReceiptForm(),
            "keep_back_form": KeepBackForm(auto_id="keep_back_%s"),
            "write_off_form": WriteOffForm(auto_id="write_off_%s"),
            "may_work": request.user.has_perm(MAY_WORK),
            "may_write_off": request.user.has_perm(MAY_WRITE_OFF)
            and request.user.public_id not in (row.write_off_proposed_by, row.agreed_by),  # type: ignore[union-attr]
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _act(
        self, request: HttpRequest, pk: int, act: Callable[[Repayment, HttpRequest, Actor], Any]
    ) -> HttpResponse:
        try:
            act(get_object_or_404(Repayment, pk=pk), request, request.user.actor)  # type: ignore[union-attr]
        except WorkRefused as refusal:
            self.message_user(request, str(refusal), level="ERROR")
        else:
            self.message_user(request, _("Done, and written into the record."))
        return HttpResponseRedirect(reverse("admin:reemployment_repayment_change", args=[pk]))


def _payment(row: Repayment, request: HttpRequest, by: Actor) -> None:
    said = _valid(PaymentForm(request.POST))
    repayments.record_payment(
        repayment=row, on=said["on"], amount=said["amount"], number=said["number"], by=by
    )


def _refund(row: Repayment, request: HttpRequest, by: Actor) -> None:
    said = _valid(ReceiptForm(request.POST))
    repayments.record_refund(repayment=row, on=said["on"], number=said["number"], by=by)


def _keep_back(row: Repayment, request: HttpRequest, by: Actor) -> None:
    said = _valid(KeepBackForm(request.POST))
    overpayments.keep_back(repayment=row, number=said["number"], by=by)


def _propose_write_off(row: Repayment, request: HttpRequest, by: Actor) -> None:
    said = _valid(WriteOffForm(request.POST))
    overpayments.propose_write_off(repayment=row, reason=said["reason"], by=by)


def _valid(form: forms.Form) -> dict[str, Any]:
    """What was written. `WorkRefused` with every sentence that is wrong with it."""
    if not form.is_valid():
        raise WorkRefused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return form.cleaned_data
