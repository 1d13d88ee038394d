"""The page on which staff open a claim for somebody who applied on paper, by telephone or at the counter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.services.uploads import UploadRefused
from benefits import claim_kinds
from benefits.admin.claim_opening_forms import STEPS, ClaimantForm, Questions
from benefits.models import Claim
from benefits.services import claims as service


def open_page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """First the kind, then all its questions; post opens the claim and goes to it. `frame`: what every page shows."""
    kind = request.GET.get("kind", "")
    if not kind:
        kinds = [(name, claim_kinds.title_of(name)) for name in STEPS]
        return _page(request, {**frame, "title": _("Open a claim"), "kinds": kinds})
    if kind not in STEPS:
        raise Http404
    known = {name: request.GET[name] for name in ("claimant", "member") if name in request.GET}
    who, questions = ClaimantForm(kind=kind, initial=known), Questions(kind)
    if request.method == "POST":
        who = ClaimantForm(request.POST, request.FILES, kind=kind)
        questions = Questions(kind, request.POST)
        if who.is_valid() and questions.is_right:
            claim = _open(request, kind, who, questions)
            if claim is not None:
                messages.success(
                    request, _("Opened: %(reference)s. Take it, if you work on it.") % {"reference": claim}
                )
                return HttpResponseRedirect(reverse("admin:benefits_claim_change", args=[claim.pk]))
    title = _("Open a claim: %(kind)s") % {"kind": claim_kinds.title_of(kind)}
    return _page(request, {**frame, "title": title, "who": who, "sections": questions.sections})


def _open(request: HttpRequest, kind: str, who: ClaimantForm, questions: Questions) -> Claim | None:
    """The claim; None where it was refused, which its form then says."""
    said = who.cleaned_data
    try:
        return service.open_by_staff(
            kind=kind,
            person=said["claimant"],
            member=said.get("member"),
            answers={name: kept for name, kept in questions.answers.items() if kept not in (None, "")},
            by=request.user.actor,  # type: ignore[union-attr]
            came=who.how_it_came(),
            received_on=said["received_on"],
            files=said["papers"],
            contact=who.contact(),
        )
    except (service.ClaimRefused, UploadRefused) as refusal:
        who.add_error(None, str(refusal))
        return None


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/benefits/claim/open.html", context, status=status)
