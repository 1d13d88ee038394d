"""Back within three years: what repaying would cost, the schedule, and what has come in."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.rules.worksheet import line_from_record
from benefits.selectors import law_in_force
from benefits.wording import say_refusal
from reemployment.forms.repayment import RepayForm
from reemployment.models import Repayment
from reemployment.rules.instalments import due_days, instalments
from reemployment.selectors import Retiree
from reemployment.services import chasing, repayments
from reemployment.services.repayments import Debt
from reemployment.services.trouble import WorkRefused
from reemployment.views.of_retirees import retiree_page
from sers_portal.base import clock

WRONG = 422
KINDS = {"annuity": Repayment.Kind.RECOMPUTATION, "survivor-refund": Repayment.Kind.SURVIVOR_REFUND}


@retiree_page
def repaying(request: HttpRequest, someone: Retiree, kind: str = "annuity") -> HttpResponse:
    """Who may repay, a quote for a day or in instalments, and the agreement."""
    if kind not in KINDS:
        raise Http404
    form = RepayForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "kind": kind, **_rights(someone)}
    if form.is_valid() and "change" not in request.POST:
        try:
            if "confirmed" in request.POST:
                return _agree(request, someone, kind, form)
            context |= _quote(someone, kind, form)
        except WorkRefused as refusal:
            form.add_error(None, str(refusal))
        except Refusal as refusal:
            form.add_error(None, say_refusal(refusal))
        else:
            return render(request, "reemployment/repay_check.html", context)
    return render(request, "reemployment/repay.html", context, status=WRONG if form.errors else 200)


@retiree_page
def repayment(request: HttpRequest, someone: Retiree, id: UUID) -> HttpResponse:
    """An agreement: its schedule, what has come in, and the day by which all must be paid."""
    row = get_object_or_404(
        Repayment.objects.select_related("deduction"), member=someone.member, public_id=id
    )
    context = {
        "repayment": row,
        "instalments": row.instalments.all(),
        "missing": chasing.still_missing().filter(instalment__repayment=row).first(),
        "receipts": row.receipts.all(),
        "worksheet": [line_from_record(line) for line in row.worksheet],
    }
    return render(request, "reemployment/repayment.html", context)


def _agree(request: HttpRequest, someone: Retiree, kind: str, form: RepayForm) -> HttpResponse:
    row = repayments.agree(
        someone=someone,
        kind=KINDS[kind],
        number=form.count,
        repaid_by=form.cleaned_data["pay_on"],
        by=request.user.actor,  # type: ignore[union-attr]
    )
    return redirect("repayment", id=row.public_id)


def _quote(someone: Retiree, kind: str, form: RepayForm) -> dict[str, Any]:
    """What is owed, and in which parts. Raises `WorkRefused`."""
    days: tuple[date, ...] = (form.cleaned_data["pay_on"],)
    if form.count > 1:
        days = due_days(agreed_on=clock.today(), number=form.count)
    law = law_in_force(on=clock.today())
    debt: Debt = repayments.quote(someone, kind=KINDS[kind], repaid_by=days[-1], law=law)
    return {"debt": debt, "parts": instalments(debt=debt.due, due_on=days)}


def _rights(someone: Retiree) -> dict[str, Any]:
    law = law_in_force(on=clock.today())
    right = answer_or_refusal(lambda: repayments.right_to_recompute(someone, law=law))
    return {
        "someone": someone,
        "reentered_on": repayments.reentry(someone),
        "right": None if isinstance(right, Refusal) else right,
        "refusal": say_refusal(right) if isinstance(right, Refusal) else "",
        "may_repay_survivor_refund": repayments.may_repay_survivor_refund(someone, law=law),
        "running": Repayment.objects.filter(member=someone.member),
    }
