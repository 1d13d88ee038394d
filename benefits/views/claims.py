"""What a person has asked of SERS: where it stands, who holds it, what is missing. Others' claims are refused and noted."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from benefits.forms.claims import AnswerForm, FilesForm, WithdrawForm
from benefits.models import Claim, ClaimLetter, ClaimRequest
from benefits.services import claims as service
from benefits.services.claims import tracker
from notices.documents import storage
from notices.models import Document
from sers_portal.base import clock
from sers_portal.base.access import member_page
from sers_portal.base.attachments import attachment
from sers_portal.base.audit import log_access

logger = logging.getLogger(__name__)
ClaimView = Callable[..., HttpResponse]


def own_claim(view: ClaimView) -> ClaimView:
    """Give the view the signed-in person's claim of the reference in the address; another's is refused and noted."""

    @wraps(view)
    def given(request: HttpRequest, reference: str, **kwargs: Any) -> HttpResponse:
        user = request.user
        claim = tracker.claims_of(user.person).filter(reference=reference).first()  # type: ignore[union-attr,arg-type]
        if claim is None:
            owner = tracker.owner_of(reference)
            log_access(by=user.actor, page="claim", person=owner, was_refused=True)  # type: ignore[union-attr]
            raise Http404
        return view(request, claim, **kwargs)

    return given


@member_page
def claims(request: HttpRequest) -> HttpResponse:
    """All of them, newest first, and what can be begun."""
    rows = tracker.summaries(request.user.person, clock.today())  # type: ignore[union-attr,arg-type]
    context = {"claims": rows, "beginnings": tracker.beginnings()}
    return render(request, "benefits/claims.html", context)


@member_page
@own_claim
def claim(request: HttpRequest, claim: Claim) -> HttpResponse:
    """One of them."""
    return _page(request, claim, FilesForm())


@member_page
@own_claim
def add_files(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Post: add files without having been asked."""
    if request.method != "POST":
        return redirect("claim", claim.reference)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, claim, form, status=422)
    by = request.user.actor  # type: ignore[union-attr]
    try:
        tracker.add_files(
            claim=claim,
            files=form.cleaned_data["papers"],
            description=form.cleaned_data["description"],
            person=request.user.person,  # type: ignore[union-attr]
            by=by,
        )
    except service.ClaimRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your files have arrived."))
    return redirect("claim", claim.reference)


@member_page
@own_claim
def answer(request: HttpRequest, claim: Claim, id: UUID) -> HttpResponse:
    """What was asked for, and the form to send it in."""
    asked = get_object_or_404(ClaimRequest, public_id=id, claim=claim)
    if asked.state != ClaimRequest.State.OPEN:
        return redirect("claim", claim.reference)
    form = AnswerForm(request.POST, request.FILES) if request.method == "POST" else AnswerForm()
    if form.is_valid():
        try:
            tracker.answer(
                request=asked,
                files=form.cleaned_data["papers"],
                answer=form.cleaned_data["answer"],
                person=request.user.person,  # type: ignore[union-attr]
                by=request.user.actor,  # type: ignore[union-attr]
            )
        except service.ClaimRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you. We have what you sent, and look at it."))
        return redirect("claim", claim.reference)
    status = 422 if form.errors else 200
    context = {"claim": claim, "asked": asked, "form": form, "title": tracker.title_of(claim)}
    return render(request, "benefits/claim_answer.html", context, status=status)


@member_page
@own_claim
def withdraw(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Take it back: asked once more, then done."""
    if not tracker.may_withdraw(claim):
        return redirect("claim", claim.reference)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.withdraw(claim=claim, by=request.user.actor, reason=form.cleaned_data["reason"])  # type: ignore[union-attr]
        except service.ClaimRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is withdrawn. Nothing more happens with it."))
        return redirect("claim", claim.reference)
    context = {"claim": claim, "form": form, "title": tracker.title_of(claim)}
    return render(request, "benefits/claim_withdraw.html", context)


@member_page
@own_claim
def file(request: HttpRequest, claim: Claim, id: UUID) -> HttpResponse:
    """A file the claimant sent in, given back as an attachment."""
    kept = claim.files.select_related("upload__document").filter(upload__pk=id).first()
    if kept is None:
        raise Http404
    return _attachment(request, kept.upload.document, kept.upload.name)


@member_page
@own_claim
def letter(request: HttpRequest, claim: Claim, id: UUID) -> HttpResponse:
    """A letter of the claim as PDF."""
    found = ClaimLetter.objects.select_related("document").filter(claim=claim, document__pk=id).first()
    if found is None:
        raise Http404
    return _attachment(request, found.document, f"SERS-{claim.reference}.pdf")


def _page(request: HttpRequest, claim: Claim, form: FilesForm, status: int = 200) -> HttpResponse:
    context = {**tracker.page(claim, clock.today()), "form": form}
    return render(request, "benefits/claim.html", context, status=status)


def _attachment(request: HttpRequest, document: Document, name: str) -> HttpResponse:
    try:
        content = storage.read(document)
    except (OSError, storage.DamagedDocument) as error:
        logger.exception(
            "file unreadable", extra={"document": str(document.pk), "error": type(error).__name__}
        )
        return render(request, "benefits/claim_file_unavailable.html", status=503)
    log_access(by=request.user.actor, page="claim file", person=request.user.person.public_id)  # type: ignore[union-attr]
    return attachment(content, content_type=document.content_type, name=name)
