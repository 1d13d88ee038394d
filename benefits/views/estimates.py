"""A member's estimates: any day of retirement, saved under a name, compared, printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Person
from accounts.views.signed_in import person_of
from benefits.forms.estimates import EstimateForm, NameForm, OfficialForm
from benefits.models import SavedEstimate
from benefits.rules.assumptions import standard_assumptions
from benefits.rules.estimate import earliest_of
from benefits.rules.member import service_credit
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.rules.standing import EarliestAnnuity
from benefits.services.claims import ClaimRefused
from benefits.services.estimates.changes import Comparison, compare
from benefits.services.estimates.figuring import ages_of, start_of
from benefits.services.estimates.official import ask_for_official, why_not
from benefits.services.estimates.printing import estimate_pdf
from benefits.services.estimates.record import record_from_json
from benefits.services.estimates.saving import (
    Basis,
    EstimateRefused,
    basis_of,
    delete_estimate,
    estimates_of,
    find_estimate,
    rename_estimate,
    save_estimate,
)
from sers_portal.base.access import member_page
from sers_portal.base.audit import log_access

LEAST_BESIDE, MOST_BESIDE = 2, 4


@member_page
def estimates(request: HttpRequest) -> HttpResponse:
    """The earliest days, a form for any other day with its answer, and what was saved."""
    person = person_of(request)
    basis = answer_or_refusal(lambda: basis_of(person))
    if basis is None or isinstance(basis, Refusal):
        return render(request, "benefits/estimate/none.html", {"refusal": basis, "saved": _saved(person)})
    if request.method == "POST":
        return _figured(request, basis, EstimateForm(request.POST, **_about(basis)))
    return render(request, "benefits/estimate/estimates.html", _opening(basis))


def _opening(basis: Basis) -> dict[str, Any]:
    """The page before anything was asked: the earliest days, and the chart by the standard assumptions."""
    unreduced, reduced = earliest_of(basis.facts, law=basis.law, on=basis.today)
    first = reduced if isinstance(reduced, EarliestAnnuity) else unreduced
    suggested = unreduced if isinstance(unreduced, EarliestAnnuity) else None
    day = suggested and suggested.starts_on
    is_at_work = basis.facts.left_on is None
    return {
        "form": EstimateForm(suggested=day, **_about(basis)),
        "unreduced": start_of(unreduced, is_at_work=is_at_work),
        "reduced": start_of(reduced, is_at_work=is_at_work),
        "service_months": service_credit(basis.facts, law=basis.law).months,
        "ages": ages_of(
            basis.facts, law=basis.law, on=basis.today, assumptions=standard_assumptions(), earliest=first
        ),
        "saved": _saved(basis.member.person),
    }


def _figured(request: HttpRequest, basis: Basis, form: EstimateForm) -> HttpResponse:
    saved = _saved(basis.member.person)
    if not form.is_valid():
        return render(request, "benefits/estimate/estimates.html", {"form": form, "saved": saved})
    told = answer_or_refusal(
        lambda: basis.figure(retire_on=form.cleaned_data["retire_on"], assumptions=form.assumptions)
    )
    context = {"form": form, "saved": saved, "name_form": NameForm(), "inputs": request.POST}
    if isinstance(told, Refusal):
        return render(request, "benefits/estimate/estimates.html", {**context, "refusal": told})
    last = estimates_of(basis.member.person).first() if saved else None
    comparison = compare(last, with_=told, basis=basis) if last else None
    context |= {"told": told, "last": last, "comparison": comparison}
    return render(request, "benefits/estimate/estimates.html", context)


@member_page
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep an estimate under a name. It is figured anew: what the browser sends is only the question."""
    basis = basis_of(person_of(request))
    if basis is None:
        return redirect("estimates")
    form, name_form = EstimateForm(request.POST, **_about(basis)), NameForm(request.POST)
    if not form.is_valid():
        return _figured(request, basis, form)
    if not name_form.is_valid():
        return _shown_again(request, basis, form, name_form)
    try:
        kept = save_estimate(
            basis=basis,
            retire_on=form.cleaned_data["retire_on"],
            assumptions=form.assumptions,
            name=name_form.cleaned_data["name"],
            by=request.user.actor,  # type: ignore[union-attr]
        )
    except EstimateRefused as why:
        name_form.add_error("name", str(why))
        return _shown_again(request, basis, form, name_form)
    messages.success(request, _("The estimate is saved."))
    return redirect("estimate", kept.pk)


def _shown_again(request: HttpRequest, basis: Basis, form: EstimateForm, name_form: NameForm) -> HttpResponse:
    told = basis.figure(retire_on=form.cleaned_data["retire_on"], assumptions=form.assumptions)
    context = {
        "form": form,
        "name_form": name_form,
        "inputs": request.POST,
        "told": told,
        "saved": _saved(basis.member.person),
    }
    return render(request, "benefits/estimate/estimates.html", context)


@member_page
def saved(request: HttpRequest, id: UUID) -> HttpResponse:
    """A saved estimate as it was told, and what has changed since."""
    estimate = _own(request, id)
    if request.method == "POST":
        return _renamed(request, estimate)
    return _saved_page(request, estimate, NameForm(initial={"name": estimate.name}))


def _renamed(request: HttpRequest, estimate: SavedEstimate) -> HttpResponse:
    form, before = NameForm(request.POST), estimate.name
    if form.is_valid():
        try:
            rename_estimate(
                estimate=estimate,
                name=form.cleaned_data["name"],
                by=request.user.actor,  # type: ignore[union-attr]
            )
        except EstimateRefused as why:
            form.add_error("name", str(why))
        else:
            messages.success(request, _("The estimate has its new name."))
            return redirect("estimate", estimate.pk)
    estimate.name = before
    return _saved_page(request, estimate, form)


def _saved_page(request: HttpRequest, estimate: SavedEstimate, form: NameForm) -> HttpResponse:
    told = record_from_json(estimate.record)
    context = {
        "estimate": estimate,
        "told": told,
        "name_form": form,
        "comparison": _since(request, estimate),
        "may_ask": not why_not(estimate),
    }
    return render(request, "benefits/estimate/saved.html", context)


def _since(request: HttpRequest, estimate: SavedEstimate) -> Comparison | None:
    """The same day and assumptions figured by the record of today; None once the member is retired."""
    basis = answer_or_refusal(lambda: basis_of(person_of(request)))
    if basis is None or isinstance(basis, Refusal):
        return None
    before = record_from_json(estimate.record)
    now = answer_or_refusal(lambda: basis.figure(retire_on=before.retire_on, assumptions=before.assumptions))
    if isinstance(now, Refusal):
        return Comparison(before.annuity.amount, None, (), now)
    return compare(estimate, with_=now, basis=basis)


@member_page
def beside(request: HttpRequest) -> HttpResponse:
    """Two to four saved estimates, one column each."""
    wanted = list(dict.fromkeys(_ids(request)))
    found = {estimate.pk: estimate for estimate in estimates_of(person_of(request)).filter(pk__in=wanted)}
    chosen = [found[id] for id in wanted if id in found][:MOST_BESIDE]
    context: dict[str, Any] = {"saved": _saved(person_of(request)), "chosen": {each.pk for each in chosen}}
    if len(chosen) >= LEAST_BESIDE:
        context["columns"] = [(each, record_from_json(each.record)) for each in chosen]
    context["is_too_few"] = bool(wanted) and len(chosen) < LEAST_BESIDE
    context["is_too_many"] = len(wanted) > MOST_BESIDE
    return render(request, "benefits/estimate/beside.html", context)


def _ids(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.GET.getlist("estimate")]
    except ValueError:
        raise Http404 from None


@member_page
def printed(request: HttpRequest, id: UUID) -> HttpResponse:
    """A saved estimate as a PDF; each download is noted."""
    estimate = _own(request, id)
    content = estimate_pdf(estimate)
    log_access(by=request.user.actor, page="estimate", person=person_of(request).public_id)  # type: ignore[union-attr]
    name = f"SERS-estimate-{estimate.retire_on.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@member_page
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask once, then delete a saved estimate."""
    estimate = _own(request, id)
    if request.method != "POST":
        return render(request, "benefits/estimate/delete.html", {"estimate": estimate})
    try:
        delete_estimate(estimate=estimate, by=request.user.actor)  # type: ignore[union-attr]
    except EstimateRefused as why:
        return render(request, "benefits/estimate/delete.html", {"estimate": estimate, "refused": str(why)})
    messages.success(request, _("The estimate is deleted."))
    return redirect("estimates")


@member_page
def official(request: HttpRequest, id: UUID) -> HttpResponse:
    """Check what is asked, then ask SERS for an official estimate."""
    estimate = _own(request, id)
    form = OfficialForm(request.POST or None)
    context = {"estimate": estimate, "form": form, "refused": why_not(estimate)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "benefits/estimate/official.html", context)
    try:
        claim = ask_for_official(
            estimate=estimate,
            note=form.cleaned_data["note"],
            by=request.user.actor,  # type: ignore[union-attr]
        )
    except (EstimateRefused, ClaimRefused) as why:
        return render(request, "benefits/estimate/official.html", {**context, "refused": str(why)})
    messages.success(
        request,
        _("We have your request for an official estimate. Its number is %(reference)s.")
        % {"reference": claim.reference},
    )
    return redirect("claim", claim.reference)


def _own(request: HttpRequest, id: UUID) -> SavedEstimate:
    """The estimate if it is this person's. Another's is refused as if it were not there, and the try is noted."""
    estimate = find_estimate(person_of(request), id)
    if estimate is None:
        owner = SavedEstimate.objects.filter(pk=id).values_list("member__person__public_id", flat=True)
        log_access(by=request.user.actor, page="estimate", person=owner.first(), was_refused=True)  # type: ignore[union-attr]
        raise Http404
    return estimate


def _about(basis: Basis) -> dict[str, Any]:
    return {"born_on": basis.facts.born_on, "last_day": basis.facts.left_on}


def _saved(person: Person) -> list[SavedEstimate]:
    """What was saved, as a list shows it: facts and record are the bulk of it."""
    return list(estimates_of(person).select_related(None).only("name", "retire_on", "saved_at"))
