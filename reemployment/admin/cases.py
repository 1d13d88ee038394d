"""Suspension cases as staff see them: what the rules say, the days behind it, and each step for the person who may take it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.admin.people_found import FoundByPerson
from benefits.forms.fields import CountField, DayField
from benefits.rules.worksheet import line_from_record
from benefits.selectors import law_in_force
from benefits.wording import say_line
from notices.admin.read_only import ReadOnly
from reemployment.models import SuspensionCase
from reemployment.selectors import days_told, jobs_of, retiree, year_of_work
from reemployment.services import cases, overpayments, repayments
from reemployment.services.trouble import WorkRefused
from sers_portal.base import clock
from sers_portal.base.access import staff_page
from sers_portal.base.audit import log_access

MAY_DECIDE = "reemployment.decide_suspensioncase"


class EndOfWorkForm(forms.Form):
    """The last day of the work that suspended the annuity."""

    ended_on = DayField(label=_("Last day of work"), missing=_("Write the last day of work."))


@admin.register(SuspensionCase)
class SuspensionCaseAdmin(FoundByPerson, ReadOnly):
    list_display = ["annuity", "member_id", "cause", "suspend_on", "state", "opened_at"]
    ways_to_people = ("annuity__payee",)
    list_filter = ["state", "cause"]
    list_select_related = ["annuity__payee"]
    fields = ["annuity", "cause", "suspend_on", "state", "opened_at", "decided_by_name", "decision_reason"]
    change_form_template = "admin/reemployment/suspensioncase/change_form.html"

    @admin.display(description=_("Member ID"))
    def member_id(self, case: SuspensionCase) -> str:
        return case.annuity.payee.member_id or ""

    def get_urls(self) -> list[URLPattern]:
        def step(route: str, act: Callable[..., Any]) -> URLPattern:
            def view(request: HttpRequest, pk: int) -> HttpResponse:
                return self._act(request, pk, act)

            guarded = staff_page(MAY_DECIDE)(require_POST(view))
            return path(
                f"<int:pk>/{route}/", self.admin_site.admin_view(guarded), name=f"suspensioncase_{route}"
            )

        return [
            step("propose", lambda case, request, by: cases.propose(case=case, by=by)),
            step("confirm", lambda case, request, by: cases.confirm(case=case, by=by)),
            step(
                "dismiss",
                lambda case, request, by: cases.dismiss(
                    case=case, by=by, reason=request.POST.get("reason", "")
                ),
            ),
            step("propose-resumption", _propose_resumption),
            step("overpayment", _agree_overpayment),
            step("resume", lambda case, request, by: cases.confirm_resumption(case=case, by=by)),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        case = get_object_or_404(
            SuspensionCase.objects.select_related("suspension", "annuity__payee"), pk=object_id
        )
        person = case.annuity.payee
        log_access(by=request.user.actor, page="suspension case", person=person.public_id)  # type: ignore[union-attr]
        someone = retiree(person)
        year = case.suspend_on.year
        context: dict[str, Any] = {
            "case": case,
            "worksheet": [say_line(line_from_record(line)) for line in case.worksheet],
            "may_decide": request.user.has_perm(MAY_DECIDE),
            "is_own_proposal": case.suspension is not None
            and case.suspension.proposed_by == request.user.public_id,  # type: ignore[union-attr]
        }
        if case.suspension is not None:
            context["overpaid"] = overpayments.overpaid(case.suspension, law=law_in_force(on=clock.today()))
        if someone is not None:
            context["work"] = year_of_work(someone, year=year, law=law_in_force(on=clock.today()))
            context["told"] = days_told(someone.member, year=year)
            context["jobs"] = jobs_of(someone.member)
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _act(self, request: HttpRequest, pk: int, act: Callable[..., Any]) -> HttpResponse:
        case = get_object_or_404(SuspensionCase, pk=pk)
        try:
            act(case, request, request.user.actor)  # type: ignore[union-attr]
        except WorkRefused as refusal:
            self.message_user(request, str(refusal), level="ERROR")
        else:
            self.message_user(request, _("Done, and written into the record."))
        return HttpResponseRedirect(reverse("admin:reemployment_suspensioncase_change", args=[pk]))


class OverpaymentForm(forms.Form):
    """In how many months an overpayment is paid back, and how."""

    way = forms.ChoiceField(
        choices=[("withheld", _("kept back from the annuity")), ("check", _("paid by check"))],
        error_messages={
            "required": _("Say how it is paid back."),
            "invalid_choice": _("Say how it is paid back."),
        },
    )

    number = CountField(
        label=_("Months"),
        most=repayments.MOST_INSTALMENTS,
        missing=_("Write in how many months it is paid back."),
    )


def _agree_overpayment(case: SuspensionCase, request: HttpRequest, by: Any) -> None:
    form, someone = OverpaymentForm(request.POST), retiree(case.annuity.payee)
    if not form.is_valid():
        raise WorkRefused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    if someone is None or case.suspension is None:
        raise WorkRefused(_("There is no suspended annuity to figure this from."))
    overpayments.agree(
        someone=someone,
        suspension=case.suspension,
        number=form.cleaned_data["number"],
        is_withheld=form.cleaned_data["way"] == "withheld",
        by=by,
    )


def _propose_resumption(case: SuspensionCase, request: HttpRequest, by: Any) -> None:
    form = EndOfWorkForm(request.POST)
    if not form.is_valid():
        raise WorkRefused(" ".join(str(error) for error in form.errors["ended_on"]))
    cases.propose_resumption(case=case, employment_ended_on=form.cleaned_data["ended_on"], by=by)
