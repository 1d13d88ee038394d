"""The workspace of a claimant without an account: one claim, opened by its number and a mailed code for half an hour.

No address here holds the number of a claim: the session says which one it is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import kept_words
from benefits.forms.applications.deaths import MessageForm, OpenWorkspaceForm
from benefits.forms.claims import AnswerForm, FilesForm
from benefits.models import Claim, ClaimRequest, ClaimState
from benefits.services.claims import ClaimRefused, tracker
from benefits.services.claims.workspace import (
    PAGE,
    WorkspaceRefused,
    actor_of,
    live_access,
    open_workspace,
    write_to_us,
)
from benefits.views.applications import filling
from benefits.views.applications.filling import Door
from sers_portal.base import clock
from sers_portal.base.access import public
from sers_portal.base.audit import log_access
from sers_portal.base.origin import origin_of

SESSION = "workspace"
IDLE_SECONDS = 30 * 60
WorkspaceView = Callable[..., HttpResponse]


def in_workspace(view: WorkspaceView) -> WorkspaceView:
    """Give the view the claim whose workspace is open; without one, ask for number and code."""

    @wraps(view)
    @never_cache
    def given(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        claim = _open_claim(request)
        if claim is None:
            if request.session.pop(SESSION, None) is not None:
                messages.info(
                    request,
                    _("Your claim was closed on this device after 30 minutes. Type number and code again."),
                )
            kept_words.keep(request)
            return redirect("workspace")
        kept_words.give_back(request, f"claim:{claim.public_id}")
        if request.method == "POST":
            kept_words.drop(request)
        request.session[SESSION]["seen_at"] = clock.now().timestamp()
        request.session.modified = True
        return view(request, claim, **kwargs)

    return given


@public
@never_cache
def workspace(request: HttpRequest) -> HttpResponseBase:
    """The claim, if it is open here; otherwise the form that opens it."""
    claim = _open_claim(request)
    if claim is not None and request.method != "POST":
        return home(request)
    form = OpenWorkspaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            access = open_workspace(**form.cleaned_data, origin=origin_of(request))
        except WorkspaceRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            # A session that somebody else may know opens nothing.
            request.session.cycle_key()
            request.session[SESSION] = {"access": access.pk, "seen_at": clock.now().timestamp()}
            return redirect("workspace")
    status = 422 if form.errors else 200
    return render(request, "benefits/applications/workspace_open.html", {"form": form}, status=status)


@public
@in_workspace
def home(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Where the claim stands, and what can be done."""
    return _home_page(request, claim, FilesForm(), MessageForm())


@public
@in_workspace
def step(request: HttpRequest, claim: Claim, step: str) -> HttpResponse:
    """One step of the application."""
    return filling.fill_step(request, _door(claim), claim, step)


@public
@in_workspace
def papers(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The papers of the application."""
    return filling.send_papers(request, _door(claim), claim)


@public
@in_workspace
def check(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Check your answers."""
    return filling.check_and_send(request, _door(claim), claim)


@public
@in_workspace
def sent(request: HttpRequest, claim: Claim) -> HttpResponse:
    """It was received."""
    return filling.show_sent(request, _door(claim), claim)


@public
@in_workspace
def files(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Post: add files to a claim that was sent in."""
    if request.method != "POST":
        return redirect("workspace")
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _home_page(request, claim, form, MessageForm(), status=422)
    return _done(
        request,
        lambda: tracker.add_files(
            claim=claim,
            files=form.cleaned_data["papers"],
            description=form.cleaned_data["description"],
            person=claim.person,
            by=actor_of(claim),
        ),
        _("Your files have arrived."),
    )


@public
@in_workspace
def write(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Post: a message about the claim."""
    if request.method != "POST":
        return redirect("workspace")
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _home_page(request, claim, FilesForm(), form, status=422)
    return _done(
        request,
        lambda: write_to_us(claim=claim, words=form.cleaned_data["words"]),
        _("We have your message. We answer here, and by letter or e-mail."),
    )


@public
@in_workspace
def answer(request: HttpRequest, claim: Claim, id: UUID) -> HttpResponse:
    """What was asked for, and the form to send it in. What was asked about another claim is refused and noted."""
    asked = ClaimRequest.objects.filter(public_id=id, claim=claim).first()
    if asked is None:
        log_access(by=actor_of(claim), page=PAGE, person=None, purpose="another claim", was_refused=True)
        raise Http404
    if asked.state != ClaimRequest.State.OPEN:
        return redirect("workspace")
    form = AnswerForm(request.POST, request.FILES) if request.method == "POST" else AnswerForm()
    if form.is_valid():
        return _done(
            request,
            lambda: tracker.answer(
                request=asked,
                files=form.cleaned_data["papers"],
                answer=form.cleaned_data["answer"],
                person=claim.person,
                by=actor_of(claim),
            ),
            _("Thank you. We have what you sent, and look at it."),
        )
    context = {"claim": claim, "asked": asked, "form": form, "title": tracker.title_of(claim)}
    status = 422 if form.errors else 200
    return render(request, "benefits/applications/workspace_answer.html", context, status=status)


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the claim on this device."""
    request.session.pop(SESSION, None)
    messages.success(request, _("The claim is closed on this device."))
    return redirect("workspace")


def _open_claim(request: HttpRequest) -> Claim | None:
    kept = request.session.get(SESSION)
    if kept is None or clock.now().timestamp() - kept["seen_at"] > IDLE_SECONDS:
        return None
    access = live_access(kept["access"])
    return access.claim if access else None


def _home_page(
    request: HttpRequest, claim: Claim, form: FilesForm, message_form: MessageForm, status: int = 200
) -> HttpResponse:
    is_draft = claim.state == ClaimState.DRAFT
    context = {
        **tracker.page(claim, clock.today()),
        "form": form,
        "message_form": message_form,
        "go_on": filling.where_to_go_on(_door(claim), claim) if is_draft else "",
    }
    return render(request, "benefits/applications/workspace.html", context, status=status)


def _done(request: HttpRequest, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except ClaimRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("workspace")


def _door(claim: Claim) -> Door:
    return Door(
        by=actor_of(claim),
        person=None,
        layout="benefits/applications/workspace_frame.html",
        step_address=lambda claim, name: reverse("workspace_step", args=[name]),
        papers_address=lambda claim: reverse("workspace_papers"),
        check_address=lambda claim: reverse("workspace_check"),
        sent_address=lambda claim: reverse("workspace_sent"),
        home_address=lambda claim: reverse("workspace"),
    )
