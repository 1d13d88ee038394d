"""Filling in an application, whoever does it: the same pages behind the sign-in and behind a mailed code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits import claim_kinds
from benefits.forms.applications.flows import FLOWS, Flow, Paper, Step
from benefits.forms.applications.papers import PapersForm, descriptions_of
from benefits.forms.applications.steps import StepForm
from benefits.models import Claim, ClaimFile, ClaimState
from benefits.selectors import law_in_force
from benefits.services.claims import ClaimRefused, applying, tracker
from benefits.services.claims.waiting import usual_range
from sers_portal.base import clock
from sers_portal.base.audit import Actor

PREVIEWS: dict[str, Callable[[Claim], Any]] = {
    "retirement": applying.preview_retirement,
    "refund": applying.preview_refund,
}

Files = list[tuple[ClaimFile, str]]


@dataclass(frozen=True)
class Door:
    """Through which door the claimant came: who acts, the frame of the pages, and where the pages are."""

    by: Actor
    person: Person | None
    layout: str
    step_address: Callable[[Claim, str], str]
    papers_address: Callable[[Claim], str]
    check_address: Callable[[Claim], str]
    sent_address: Callable[[Claim], str]
    home_address: Callable[[Claim], str]


def flow_of(claim: Claim) -> Flow:
    """The steps of a claim's kind. Http404 where it is not filled in online."""
    if claim.kind not in FLOWS:
        raise Http404
    return FLOWS[claim.kind]


def where_to_go_on(door: Door, claim: Claim) -> str:
    """The address of the first step that is not answered; the check when all are."""
    open_step = flow_of(claim).first_open(claim.answer_data)
    return door.step_address(claim, open_step.name) if open_step else door.check_address(claim)


def fill_step(request: HttpRequest, door: Door, claim: Claim, name: str) -> HttpResponse:
    """One step: shown with what was answered before, kept as soon as it is right."""
    flow, given = flow_of(claim), claim.answer_data
    if claim.state != ClaimState.DRAFT:
        return _sent_before(request, door, claim)
    step = flow.step(name, given)
    if step is None:
        return redirect(where_to_go_on(door, claim))
    form = _form_of(request, claim, step)
    if request.method != "POST" or not form.is_valid():
        return _step_page(request, door, claim, step, form)
    try:
        claim = applying.answer(claim=claim, answers=form.answers(), by=door.by)
    except ClaimRefused as refusal:
        messages.info(request, str(refusal))
        return redirect(door.home_address(claim))
    if "leave" in request.POST:
        messages.success(request, _("It is saved. You can go on with it whenever you like."))
        return redirect(door.home_address(claim))
    return redirect(_after(door, claim, step, is_change="change" in request.GET))


def send_papers(request: HttpRequest, door: Door, claim: Claim) -> HttpResponse:
    """The papers: which are needed, which have arrived, and the form to send one."""
    if claim.state != ClaimState.DRAFT:
        return _sent_before(request, door, claim)
    needed = flow_of(claim).papers_needed(claim.answer_data)
    form = PapersForm(needed=needed)
    if request.method == "POST":
        form = PapersForm(request.POST, request.FILES, needed=needed)
        if form.is_valid():
            _keep_papers(request, door, claim, form)
            return redirect(door.papers_address(claim))
    files = _files(claim)
    context = {
        **_frame(door, claim),
        **_place(claim, from_end=1),
        "form": form,
        "needed": _with_arrival(needed, files),
        "files": files,
        "check": door.check_address(claim),
        "back": door.step_address(claim, flow_of(claim).steps_asked(claim.answer_data)[-1].name),
    }
    status = 422 if form.errors else 200
    return render(request, "benefits/applications/papers.html", context, status=status)


def _keep_papers(request: HttpRequest, door: Door, claim: Claim, form: PapersForm) -> None:
    try:
        tracker.add_files(
            claim=claim,
            files=form.cleaned_data["papers"],
            description=form.description,
            person=door.person,
            by=door.by,
        )
    except ClaimRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your files have arrived."))


def check_and_send(request: HttpRequest, door: Door, claim: Claim) -> HttpResponse:
    """Check your answers; then send it in, once."""
    if claim.state != ClaimState.DRAFT:
        is_sending = request.method == "POST" and claim.received_at is not None
        return redirect(door.sent_address(claim)) if is_sending else _sent_before(request, door, claim)
    flow, given = flow_of(claim), claim.answer_data
    if flow.first_open(given) is not None:
        return redirect(where_to_go_on(door, claim))
    if request.method == "POST":
        try:
            claim = applying.send(claim=claim, answers=flow.kept(given), by=door.by)
        except ClaimRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(door.home_address(claim))
        return redirect(door.sent_address(claim))
    return render(request, "benefits/applications/check.html", _checked(door, claim, flow))


def show_sent(request: HttpRequest, door: Door, claim: Claim) -> HttpResponse:
    """It was received: its number, and what happens next."""
    if claim.received_at is None:
        return redirect(door.home_address(claim))
    flow = flow_of(claim)
    context = {
        **_frame(door, claim),
        "usual": usual_range(claim.kind),
        "missing": _missing(claim, flow, _files(claim)),
    }
    return render(request, "benefits/applications/sent.html", context)


def _form_of(request: HttpRequest, claim: Claim, step: Step) -> StepForm:
    given = claim.answer_data
    if request.method == "POST":
        return step.form(request.POST, given=given)
    if step.form.is_answered(given):
        again = step.form.again(given)
        # Right when it was answered, and not any more: another answer has changed since.
        if not again.is_valid():
            return again
    return step.form(given=given)


def _step_page(request: HttpRequest, door: Door, claim: Claim, step: Step, form: StepForm) -> HttpResponse:
    asked = flow_of(claim).steps_asked(claim.answer_data)
    place = asked.index(step)
    context = {
        **_frame(door, claim),
        "form": form,
        "step": step,
        "place": place + 1,
        "count": len(asked) + 2,
        "back": door.step_address(claim, asked[place - 1].name) if place else door.home_address(claim),
        "words_template": f"benefits/applications/words/{step.words}" if step.words else "",
        "preview": _preview_for(step, claim),
    }
    status = 422 if form.errors and request.method == "POST" else 200
    return render(request, "benefits/applications/step.html", context, status=status)


def _preview_for(step: Step, claim: Claim) -> Any:
    # What somebody gives up is said in dollars, where the box is ticked.
    return applying.preview_refund(claim) if claim.kind == "refund" and step.name == "consequences" else None


def _after(door: Door, claim: Claim, step: Step, *, is_change: bool) -> str:
    flow, given = flow_of(claim), claim.answer_data
    if is_change:
        return where_to_go_on(door, claim)
    following = flow.after(step, given)
    return door.step_address(claim, following.name) if following else door.papers_address(claim)


def _checked(door: Door, claim: Claim, flow: Flow) -> dict[str, Any]:
    given = claim.answer_data
    sections = []
    for step in flow.steps_asked(given):
        form = step.form.again(given)
        form.is_valid()
        sections.append((step, form.in_words(), door.step_address(claim, step.name)))
    files = _files(claim)
    return {
        **_frame(door, claim),
        **_place(claim, from_end=0),
        "sections": sections,
        "files": files,
        "missing": _missing(claim, flow, files),
        "papers": door.papers_address(claim),
        "send": flow.send,
        "preview": PREVIEWS[claim.kind](claim) if claim.kind in PREVIEWS else None,
        "is_too_soon": claim.kind == "refund" and applying.refund_is_too_soon(claim),
    }


def _place(claim: Claim, *, from_end: int) -> dict[str, int]:
    """The papers and the check come after the steps."""
    count = len(flow_of(claim).steps_asked(claim.answer_data)) + 2
    return {"place": count - from_end, "count": count}


def _frame(door: Door, claim: Claim) -> dict[str, Any]:
    today = clock.today()
    return {
        "layout": door.layout,
        "claim": claim,
        "title": claim_kinds.title_of(claim.kind),
        "given": claim.answer_data,
        "home": door.home_address(claim),
        "is_workspace": door.person is None,
        "law": law_in_force(on=today),
        "today": today,
    }


def _files(claim: Claim) -> Files:
    kept = claim.files.select_related("upload__document")
    return [(file, tracker.status_of(file)) for file in kept]


def _missing(claim: Claim, flow: Flow, files: Files) -> list[str]:
    """The papers that are needed and not here, by their titles."""
    rows = _with_arrival(flow.papers_needed(claim.answer_data), files)
    return [str(row["title"]) for row in rows if not row["is_there"]]


def _with_arrival(needed: list[Paper], files: Files) -> list[dict[str, Any]]:
    arrived = {file.description for file, _status in files if file.upload.state != "infected"}
    return [{"title": paper.title, "is_there": bool(descriptions_of(paper) & arrived)} for paper in needed]


def _sent_before(request: HttpRequest, door: Door, claim: Claim) -> HttpResponse:
    if claim.received_at is not None:
        messages.info(
            request,
            _("You have sent this in already. Its number is %(reference)s.") % {"reference": claim.reference},
        )
    return redirect(door.home_address(claim))
