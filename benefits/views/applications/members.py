"""Applications of people who are signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from benefits import claim_kinds
from benefits.forms.applications.flows import FLOWS
from benefits.models import Claim
from benefits.selectors import law_in_force
from benefits.services.claims import applying
from benefits.services.claims.waiting import usual_range
from benefits.views.applications import filling
from benefits.views.applications.filling import Door
from benefits.views.claims import own_claim
from sers_portal.base import clock
from sers_portal.base.access import member_page


@member_page
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """What the application is, what is needed for it, and whether it can be begun; post begins or goes on."""
    person = request.user.person  # type: ignore[union-attr]
    assert person is not None
    obstacle, is_open = applying.obstacle(kind, person), applying.open_of(person, kind)
    is_single = claim_kinds.of(kind).is_single
    if request.method == "POST" and obstacle is None and not (is_open and is_single):
        claim = applying.begin(kind=kind, person=person, by=request.user.actor)  # type: ignore[union-attr]
        return redirect(filling.where_to_go_on(_door(request), claim))
    today = clock.today()
    context = {
        "kind": kind,
        "title": claim_kinds.title_of(kind),
        "intro": f"benefits/applications/start_{kind}.html",
        "obstacle": obstacle,
        "already": is_open if is_single else None,
        "draft": applying.draft_of(person, kind),
        "papers": [paper.title for paper in FLOWS[kind].papers],
        "usual": usual_range(kind),
        "law": law_in_force(on=today),
        "today": today,
    }
    return render(request, "benefits/applications/start.html", context)


@member_page
@own_claim
def step(request: HttpRequest, claim: Claim, step: str) -> HttpResponse:
    """One step."""
    return filling.fill_step(request, _door(request), claim, step)


@member_page
@own_claim
def papers(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The papers."""
    return filling.send_papers(request, _door(request), claim)


@member_page
@own_claim
def check(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Check your answers."""
    return filling.check_and_send(request, _door(request), claim)


@member_page
@own_claim
def sent(request: HttpRequest, claim: Claim) -> HttpResponse:
    """It was received."""
    return filling.show_sent(request, _door(request), claim)


def _door(request: HttpRequest) -> Door:
    user = request.user
    return Door(
        by=user.actor,  # type: ignore[union-attr]
        person=user.person,  # type: ignore[union-attr]
        layout="base_member.html",
        step_address=lambda claim, name: reverse("claim_step", args=[claim.reference, name]),
        papers_address=lambda claim: reverse("claim_papers", args=[claim.reference]),
        check_address=lambda claim: reverse("claim_check", args=[claim.reference]),
        sent_address=lambda claim: reverse("claim_sent", args=[claim.reference]),
        home_address=lambda claim: reverse("claim", args=[claim.reference]),
    )
