"""Notice of a return to work: the kind, the details, the answers once more, and what happens next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from benefits.selectors import law_in_force
from reemployment.forms.work import EndForm, KindForm, NoticeForm
from reemployment.models import WorkKind
from reemployment.phrases import say_rule
from reemployment.selectors import Retiree, rule_for
from reemployment.services import notices
from reemployment.services.trouble import WorkRefused
from reemployment.views.of_retirees import own_job, retiree_page
from sers_portal.base import clock

WRONG = 422


@retiree_page
def kind(request: HttpRequest, someone: Retiree) -> HttpResponse:
    """What sort of work it is."""
    form = KindForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if form.is_valid():
        return redirect("return_notice_details", kind=form.cleaned_data["kind"])
    return render(
        request, "reemployment/notice_kind.html", {"form": form}, status=WRONG if form.errors else 200
    )


@retiree_page
def details(request: HttpRequest, someone: Retiree, kind: str) -> HttpResponse:
    """For whom and from when; sent in, shown once more with the rule; sent in again, taken."""
    if kind not in WorkKind.values:
        return redirect("return_notice")
    form = NoticeForm(request.POST or None, someone=someone, kind=kind)
    context = {"form": form, "kind": kind, "kind_words": WorkKind(kind).label}
    if not form.is_valid() or "change" in request.POST:
        status = WRONG if form.errors else 200
        return render(request, "reemployment/notice_details.html", context, status=status)
    if "confirmed" in request.POST:
        return _give(request, someone, form, context)
    return render(request, "reemployment/notice_check.html", {**context, **_review(someone, form)})


@retiree_page
def given(request: HttpRequest, someone: Retiree, id: UUID) -> HttpResponse:
    """The confirmation: its number, the rule that holds, and what happens next."""
    job, law = own_job(someone, id), law_in_force(on=clock.today())
    outcome = rule_for(
        someone,
        kind=job.kind,
        starts_on=job.starts_on,
        law=law,
        is_of_2002_incentive=job.is_of_2002_incentive,
    )
    rule = say_rule(outcome, kind=job.kind, tier=someone.tier, law=law)
    return render(request, "reemployment/notice_given.html", {"job": job, "rule": rule})


@retiree_page
def end(request: HttpRequest, someone: Retiree, id: UUID) -> HttpResponse:
    """The work has ended: its last day."""
    job = own_job(someone, id)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            notices.end(notice=job, ended_on=form.cleaned_data["ended_on"], by=request.user.actor)  # type: ignore[union-attr]
        except WorkRefused as refusal:
            form.add_error("ended_on", str(refusal))
        else:
            messages.success(request, _("Thank you. We have noted the last day of your work."))
            return redirect("working_after_retirement")
    context = {"form": form, "job": job}
    return render(request, "reemployment/notice_end.html", context, status=WRONG if form.errors else 200)


def _give(request: HttpRequest, someone: Retiree, form: NoticeForm, context: dict[str, Any]) -> HttpResponse:
    try:
        notice = notices.give(someone=someone, by=request.user.actor, **form.answers)  # type: ignore[union-attr]
    except WorkRefused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "reemployment/notice_details.html", context, status=WRONG)
    return redirect(reverse("return_notice_given", args=[notice.public_id]))


def _review(someone: Retiree, form: NoticeForm) -> dict[str, object]:
    answers, law = form.answers, law_in_force(on=clock.today())
    outcome = rule_for(
        someone,
        kind=form.kind,
        starts_on=answers["starts_on"],
        law=law,
        is_of_2002_incentive=answers["is_of_2002_incentive"],
    )
    rule = say_rule(outcome, kind=form.kind, tier=someone.tier, law=law)
    return {"answers": answers, "rule": rule, "is_late": answers["starts_on"] < clock.today()}
