"""Payments held after a report of a death, and what was paid too long: judged, released, recorded as it comes back."""

from abc import abstractmethod
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.admin.people_found import FoundByPerson
from benefits.admin.dollars import in_dollars
from benefits.forms.write_off import WriteOffForm
from benefits.models import PaymentHold, Receivable, ReceivableReceipt
from benefits.services.after_death import holds, receivables
from benefits.services.after_death.telling import key_of
from benefits.services.confirmations import told_under
from benefits.services.payment_runs.trouble import PaymentRefused
from notices.admin.read_only import ReadOnly
from sers_portal.base.audit import log_access

PROPOSE = "benefits.propose_release_paymenthold"
RELEASE = "benefits.approve_release_paymenthold"
RECORD = "benefits.record_receivablereceipt"
WRITE_OFF = "benefits.write_off_receivable"
State = PaymentHold.State


class ReasonForm(forms.Form):
    """Why the report is false."""

    use_required_attribute = False
    reason = forms.CharField(
        max_length=200,
        label=_("Why the report is false, and how you know"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": _("Say how you know: the reason is kept with the record.")},
    )


class ReceiptForm(forms.Form):
    """Money that came back."""

    use_required_attribute = False
    on = forms.DateField(
        label=_("Day it came in"),
        error_messages={
            "required": _("Write the day."),
            "invalid": _("Write the day as 2026-12-01 or 12/01/2026."),
        },
    )
    amount = forms.DecimalField(
        label=_("Amount in dollars"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        error_messages={"required": _("Write the amount."), "invalid": _("Write the amount as 1250.00.")},
    )
    number = forms.CharField(
        label=_("Number of the check or of the bank’s return"),
        max_length=60,
        error_messages={"required": _("Write the number, so that nothing is booked twice.")},
    )


class _SteppedPage(ReadOnly):
    """A read-only page with a form of its own beneath. What is wrong is said in the form, and nothing typed is lost."""

    change_form_template = "admin/benefits/after_death.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.step))
        view.model_admin = self  # type: ignore[attr-defined]
        name = f"benefits_{self.opts.model_name}_step"
        return [path("<int:row_id>/step/<slug:name>/", view, name=name), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.model.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        if row is not None and self.has_view_permission(request, row):
            by = request.user.actor  # type: ignore[union-attr]
            log_access(by=by, page=self.page, person=self.person_of(row).public_id, purpose="after a death")
        context = {
            "title": capfirst(str(row)) if row is not None else "",
            "row": row,
            "offered": self.offered(request, row) if row is not None else [],
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def step(self, request: HttpRequest, row_id: int, name: str) -> HttpResponse:
        """Post: one step, with its form."""
        row = get_object_or_404(self.model, pk=row_id)
        offered = next(
            (step for step in self.offered(request, row, request.POST) if step["name"] == name), None
        )
        if offered is None:
            raise PermissionDenied
        form = offered["form"]
        if form.is_valid():
            try:
                offered["act"](row, form.cleaned_data, request.user.actor)  # type: ignore[union-attr]
            except PaymentRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, offered["done"])
                address = f"admin:benefits_{self.opts.model_name}_change"
                return HttpResponseRedirect(reverse(address, args=[row_id]))
        steps = [offered if step["name"] == name else step for step in self.offered(request, row)]
        # Django shows a read-only page as an answer to GET only.
        request.method = "GET"
        response = self.change_view(request, str(row_id), "", {"offered": steps})
        response.status_code = 422
        return response

    page = ""

    @abstractmethod
    def person_of(self, row: Any) -> Any:
        """Whom the row is about."""

    @abstractmethod
    def offered(self, request: HttpRequest, row: Any, data: Any = None) -> list[dict[str, Any]]:
        """The steps that this person may take now: name, words, form, deed."""


@admin.register(PaymentHold)
class PaymentHoldAdmin(FoundByPerson, _SteppedPage):
    page = "payment hold"
    list_display = ["person", "member_number", "state", "said_died_on", "held_at", "told_in"]
    list_filter = ["state"]
    list_select_related = ["person", "claim"]

    def get_fields(self, request: HttpRequest, obj: PaymentHold | None = None) -> Any:
        shown = ["person", "member_number", "told_in", "told_day", "state", "held", "payee_told", "signed_in"]
        if obj is not None and obj.release_proposed_by is not None:
            shown += ["proposal"]
        return [*shown, "closed"] if obj is not None and obj.closed_at is not None else shown

    @admin.display(description=_("Day of death, as told"))
    def told_day(self, row: PaymentHold) -> Any:
        return date_format(row.said_died_on, "DATE_FORMAT") if row.said_died_on else _("not told")

    @admin.display(description=_("Held"))
    def held(self, row: PaymentHold) -> str:
        return _signed(row.held_at, row.held_by_name)

    @admin.display(description=_("Payee told"))
    def payee_told(self, row: PaymentHold) -> Any:
        keys = (key_of(row, State.HELD), key_of(row, State.RELEASED))
        told = [words for key in keys for words in told_under(key)]
        return "; ".join(told) or _(
            "Not written to. If this stays so, another report was told of before this one, or there is neither an "
            "account nor an address that mail reaches: call."
        )

    @admin.display(description=_("Last used their own account"))
    def signed_in(self, row: PaymentHold) -> Any:
        seen_at = holds.last_seen_at(row.person)
        if seen_at is None:
            return _("never, or there is no account")
        at = date_format(localtime(seen_at), "DATETIME_FORMAT")
        if seen_at < row.held_at:
            return at
        return _("%(at)s: after the report. A sign that the person lives, and no proof: call.") % {"at": at}

    @admin.display(description=_("Proposed to release"))
    def proposal(self, row: PaymentHold) -> str:
        return f"{row.release_proposed_by_name}: {row.release_reason}"

    @admin.display(description=_("Closed"))
    def closed(self, row: PaymentHold) -> str:
        return _signed(row.closed_at, row.released_by_name)

    @admin.display(description=_("Member ID"))
    def member_number(self, row: PaymentHold) -> str:
        return row.person.member_id

    @admin.display(description=_("told in"))
    def told_in(self, row: PaymentHold) -> str:
        address = reverse("admin:benefits_claim_change", args=[row.claim_id])
        return format_html('<a href="{}">{}</a>', address, row.claim.reference)

    def person_of(self, row: PaymentHold) -> Any:
        return row.person

    def offered(self, request: HttpRequest, row: PaymentHold, data: Any = None) -> list[dict[str, Any]]:
        if row.state != State.HELD:
            return []
        steps = []
        if request.user.has_perm(PROPOSE):
            words = _("Propose to release the payments")
            steps.append(
                {
                    "name": "propose",
                    "words": words,
                    "form": ReasonForm(data),
                    "act": _propose,
                    "done": _(
                        "Proposed. A claims supervisor, another person than you, releases the payments."
                    ),
                }
            )
        is_mine = row.release_proposed_by == request.user.public_id  # type: ignore[union-attr]
        if row.release_proposed_by is not None and not is_mine and request.user.has_perm(RELEASE):
            words = _("Release the payments: I have checked that the person lives")
            done = _("Released. The next run pays again, with the months that were left out.")
            form = forms.Form(data or {})
            steps.append({"name": "release", "words": words, "form": form, "act": _release, "done": done})
        return steps


@admin.register(Receivable)
class ReceivableAdmin(FoundByPerson, _SteppedPage):
    page = "receivable"
    ways_to_people = ("payment__annuity__payee",)
    owed = in_dollars("amount", _("owed"))
    came_in = in_dollars("recovered", _("came back"))
    given_up = in_dollars("written_off", _("written off"))
    list_display = [
        "payee",
        "member_number",
        "month",
        "owed",
        "came_in",
        "given_up",
        "state",
        "found_at",
    ]
    list_filter = ["state"]
    list_select_related = ["payment__annuity__payee"]

    @admin.display(description=_("payee"))
    def payee(self, row: Receivable) -> str:
        return str(row.payment.annuity.payee)

    @admin.display(description=_("Member ID"))
    def member_number(self, row: Receivable) -> str:
        return row.payment.annuity.payee.member_id

    @admin.display(description=_("payment of"), ordering="payment__month")
    def month(self, row: Receivable) -> str:
        return date_format(row.payment.month, "YEAR_MONTH_FORMAT")

    @admin.display(description=_("what came in"))
    def receipts(self, row: Receivable) -> str:
        found = ReceivableReceipt.objects.filter(receivable=row)
        return "; ".join(
            f"{date_format(receipt.on)}: ${receipt.amount:,.2f} ({receipt.number}, {receipt.recorded_by_name})"
            for receipt in found
        )

    @admin.display(description=_("not come back"))
    def left(self, row: Receivable) -> str:
        return f"${row.left:,.2f}"

    @admin.display(description=_("Proposed to write off"))
    def proposal(self, row: Receivable) -> str:
        return f"{row.write_off_proposed_by_name}: {row.write_off_reason}"

    @admin.display(description=_("Written off by"))
    def decided(self, row: Receivable) -> str:
        return _signed(row.written_off_at, row.write_off_approved_by_name)

    def get_fields(self, request: HttpRequest, obj: Receivable | None = None) -> Any:
        shown = ["payee", "member_number", "month", "owed", "came_in", "left", "state"]
        shown += ["found_at", "receipts"]
        if obj is not None and obj.write_off_proposed_by is not None:
            shown += ["proposal"]
        if obj is not None and obj.write_off_approved_by is not None:
            shown += ["given_up", "decided"]
        return shown

    def person_of(self, row: Receivable) -> Any:
        return row.payment.annuity.payee

    def offered(self, request: HttpRequest, row: Receivable, data: Any = None) -> list[dict[str, Any]]:
        is_open, may_record = row.state == Receivable.State.OPEN, request.user.has_perm(RECORD)
        steps = []
        if may_record and row.state != Receivable.State.SETTLED:
            words = _("Record money that came back")
            done = _("Recorded. Below stands what came in, and what is owed in all.")
            steps.append(_step("receipt", words, ReceiptForm(data), _receive, done))
        if may_record and is_open and not row.write_off_waits:
            words = _("Propose to write it off")
            done = _("Proposed. A claims supervisor, another person than you, writes it off.")
            steps.append(_step("propose", words, WriteOffForm(data), _propose_write_off, done))
        return [*steps, *_steps_of_proposal(request, row)] if is_open and row.write_off_waits else steps


def _steps_of_proposal(request: HttpRequest, row: Receivable) -> list[dict[str, Any]]:
    """What can be done with a proposal to write off: another person approves it, or it is taken back."""
    steps = []
    may_write_off = request.user.has_perm(WRITE_OFF)
    if may_write_off and row.write_off_proposed_by != request.user.public_id:  # type: ignore[union-attr]
        words = _("Write off what has not come back")
        done = _("Written off. Money that comes all the same can still be recorded.")
        steps.append(_step("write_off", words, forms.Form({}), _write_off, done))
    if may_write_off or request.user.has_perm(RECORD):
        words = _("Take the proposal back")
        steps.append(
            _step("withdraw", words, forms.Form({}), _take_back, _("Taken back. It stays as it was."))
        )
    return steps


def _step(name: str, words: Any, form: forms.Form, act: Any, done: Any) -> dict[str, Any]:
    return {"name": name, "words": words, "form": form, "act": act, "done": done}


def _signed(at: Any, name: str) -> str:
    """A moment, and who it was."""
    return ", ".join(part for part in (date_format(localtime(at), "DATETIME_FORMAT"), name) if part)


def _propose(row: PaymentHold, said: dict[str, Any], by: Any) -> None:
    holds.propose_release(hold=row, reason=said["reason"], by=by)


def _release(row: PaymentHold, said: dict[str, Any], by: Any) -> None:
    holds.approve_release(hold=row, by=by)


def _receive(row: Receivable, said: dict[str, Any], by: Any) -> None:
    receivables.record_receipt(receivable=row, by=by, **said)


def _propose_write_off(row: Receivable, said: dict[str, Any], by: Any) -> None:
    receivables.propose_write_off(receivable=row, reason=said["reason"], by=by)


def _write_off(row: Receivable, said: dict[str, Any], by: Any) -> None:
    receivables.write_off(receivable=row, by=by)


def _take_back(row: Receivable, said: dict[str, Any], by: Any) -> None:
    receivables.withdraw_write_off(receivable=row, by=by)
