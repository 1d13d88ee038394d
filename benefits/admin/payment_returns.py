"""Returned payments, deductions and suspensions: one person enters, another approves on the row's page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import FoundByPerson
from benefits.admin.dollars import in_dollars
from benefits.admin.payment_forms import DeductionForm, ReturnForm
from benefits.admin.two_people import TwoPeopleAdmin
from benefits.models import AnnuitySuspension, PaymentDeduction, PaymentReturn
from benefits.services import suspensions
from benefits.services.confirmations import told_under
from benefits.services.payment_runs import deductions, returns
from benefits.services.payment_runs.telling import key_of
from sers_portal.base.audit import Actor


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
        return date_format(row.payment.month, "YEAR_MONTH_FORMAT")

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
            return ["member_id", "kind", "month", "is_difference", "returned_on", "reason", "remedy"]
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
    """Whether it can be ended: it is in force, and did not take all of a debt."""
    return row.approved_by is not None and row.closed_at is None and row.taken != row.total


@admin.register(PaymentDeduction)
class PaymentDeductionAdmin(FoundByPerson, TwoPeopleAdmin):
    ways_to_people = ("annuity__payee",)
    form = DeductionForm
    each_month = in_dollars("monthly", _("dollars a month"))
    in_all = in_dollars("total", _("dollars in all, for a debt"))
    so_far = in_dollars("taken", _("taken so far"))
    list_display = [
        "annuity",
        "each_month",
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
            lambda row: row.approved_by is None and row.closed_at is None,
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
        shown = [*self.list_display, "in_all", "so_far"]
        shown += ["end_proposed_by_name"] if obj.end_proposed_by is not None else []
        return [*shown, "closed"] if obj.closed_at is not None else shown

    @admin.display(description=_("withdrawn or ended"))
    def closed(self, row: PaymentDeduction) -> str:
        return f"{date_format(localtime(row.closed_at), 'DATETIME_FORMAT')}, {row.closed_by_name}"

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
