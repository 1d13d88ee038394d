"""What the claimant sees of a claim: its stage in plain words, who holds it, how long, and what is missing."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from accounts.services import uploads
from accounts.services.uploads import Inspected
from benefits import claim_kinds
from benefits.models import MOVES, Claim, ClaimEvent, ClaimFile, ClaimRequest, ClaimState
from benefits.rules.refusals import Refusal
from benefits.services.claims.figuring import Answers
from benefits.services.claims.papers import add_file, answer_request
from benefits.services.claims.waiting import UsualRange, days_so_far, usual_range
from benefits.wording import say_figure
from sers_portal.base.audit import Actor

State = ClaimState
# Answers in dollars.
AMOUNTS = ("rollover_amount", "social_security", "workers_compensation")
STAGES = (
    gettext_lazy("Received"),
    gettext_lazy("In review"),
    gettext_lazy("Second check"),
    gettext_lazy("Decided"),
)
PAID_STAGE = gettext_lazy("In payment")
# How far along each state is.
PLACE = {
    State.RECEIVED: 0,
    State.DOCUMENTS_REQUESTED: 1,
    State.IN_REVIEW: 1,
    State.CALCULATED: 1,
    State.AWAITING_SECOND_APPROVAL: 2,
    State.APPROVED: 3,
    State.DENIED: 3,
    State.IN_PAYMENT: 4,
}
WORDS: dict[str, Promise] = {
    State.DRAFT: gettext_lazy("You have not sent this in yet."),
    State.RECEIVED: gettext_lazy("We have received it. One of us will look at it."),
    State.DOCUMENTS_REQUESTED: gettext_lazy("We wait for something from you."),
    State.IN_REVIEW: gettext_lazy("One of us is looking at it."),
    State.CALCULATED: gettext_lazy("The figures are worked out. They are being checked."),
    State.AWAITING_SECOND_APPROVAL: gettext_lazy("A second person checks it."),
    State.APPROVED: gettext_lazy("It is approved."),
    State.DENIED: gettext_lazy("It could not be approved."),
    State.WITHDRAWN: gettext_lazy("It was withdrawn."),
    State.IN_PAYMENT: gettext_lazy("It is being paid."),
}


@dataclass(frozen=True)
class Stage:
    """A step of the way: its words, and whether it is behind us, here, or to come."""

    words: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Summary:
    """A claim in a list."""

    claim: Claim
    title: str
    words: str
    days: int
    open_requests: int


@dataclass(frozen=True)
class Beginning:
    """Something a member can begin."""

    title: str
    words: str
    address: str


def claims_of(person: Person) -> QuerySet[Claim]:
    """A person's own claims, newest first."""
    return Claim.objects.filter(person=person).select_related("member__person").order_by("-opened_at")


def owner_of(reference: str) -> UUID | None:
    """Whose claim it is, for the note of a refusal."""
    return Claim.objects.filter(reference=reference).values_list("person__public_id", flat=True).first()


def title_of(claim: Claim) -> str:
    """What the claim is called."""
    return str(claim_kinds.title_of(claim.kind))


def summaries(person: Person, today: date) -> list[Summary]:
    """A person's claims as their list shows them. One query."""
    asked = Count("requests", filter=Q(requests__state=ClaimRequest.State.OPEN))
    rows = claims_of(person).annotate(open_requests=asked)
    return [
        Summary(row, title_of(row), str(WORDS[row.state]), days_so_far(row, today), row.open_requests)
        for row in rows
    ]


def beginnings() -> list[Beginning]:
    """What can be begun online now: the kinds whose first page exists."""
    found = []
    for kind in claim_kinds.all_kinds():
        try:
            address = reverse(kind.start_route) if kind.start_route else ""
        except NoReverseMatch:
            continue
        if address:
            found.append(Beginning(str(kind.title), str(kind.start_words), address))
    return found


def page(claim: Claim, today: date) -> dict[str, Any]:
    """Everything the claim's page shows."""
    files = claim.files.select_related("upload__document", "request")
    return {
        "claim": claim,
        "title": title_of(claim),
        "words": WORDS[claim.state],
        "stages": stages(claim),
        "holder": holder(claim),
        "days": days_so_far(claim, today),
        "usual": usual(claim),
        "asked": claim.requests.filter(state=ClaimRequest.State.OPEN),
        "files": [(file, status_of(file)) for file in files],
        "letters": claim.letters.select_related("document"),
        "events": shared_events(claim),
        "answers": answers(claim),
        "may_withdraw": may_withdraw(claim),
        "may_add_files": claim.is_open,
        "start": _start(claim),
    }


def stages(claim: Claim) -> list[Stage]:
    """The steps of the way, none for a draft or a withdrawn claim."""
    if claim.state not in PLACE:
        return []
    words = [*STAGES, PAID_STAGE] if claim_kinds.of(claim.kind).is_paid else [*STAGES]
    if claim.state == State.DENIED:
        words = [*STAGES]
    at = PLACE[State(claim.state)]
    return [Stage(str(text), number < at, number == at) for number, text in enumerate(words)]


def holder(claim: Claim) -> str:
    """Who has it now: a first name, or the office."""
    if claim.state == State.DOCUMENTS_REQUESTED:
        return _("You: we need something from you")
    if not claim.is_open:
        return _("Nobody: it is closed") if claim.state != State.DRAFT else _("You")
    if claim.state == State.AWAITING_SECOND_APPROVAL:
        return _("A claims supervisor")
    if claim.assigned_to is None:
        return _("The claims office; it is not assigned yet")
    return _("%(name)s, claims examiner") % {"name": claim.assigned_to_name.split(" ")[0]}


def usual(claim: Claim) -> UsualRange | None:
    """How long it usually takes, while that matters."""
    return usual_range(claim.kind) if claim.is_open else None


def status_of(file: ClaimFile) -> str:
    """Where a file stands, said to whoever sent it."""
    words = {
        "waiting": _("Arrived. We check it for viruses."),
        "clean": _("Arrived and checked."),
        "not_scanned": _("Arrived. One of us looks at it by hand before it is opened."),
        "released": _("Arrived."),
        "infected": _("Not taken: a virus was found in it. Please send another copy from a safe device."),
    }
    return words[file.upload.state]


def shared_events(claim: Claim) -> QuerySet[ClaimEvent]:
    """What happened, as far as it is shared with the claimant."""
    shared = Q(is_shared=True) | Q(kind=ClaimEvent.Kind.MOVED, to_state__in=["in_review", "approved"])
    return claim.events.filter(shared).order_by("-id")


def answers(claim: Claim) -> list[tuple[str, str]]:
    """What was answered: question and answer in words."""
    kind, given = claim_kinds.of(claim.kind), claim.answer_data
    return [
        (
            str(words),
            str(kind.answer_words.get(name, {}).get(str(given[name]), say_answer(given[name], name))),
        )
        for name, words in kind.questions.items()
        if given.get(name) not in (None, "")
    ]


def say_answer(answer: Any, name: str = "") -> str:
    """An answer in words: yes and no, days as days, amounts as amounts, everything else as it was typed."""
    if name in AMOUNTS:
        with suppress(Refusal):
            return say_figure(Answers({name: answer}).money(name), "money")
    if answer in (True, "true"):
        return _("yes")
    if answer in (False, "false"):
        return _("no")
    try:
        return say_figure(date.fromisoformat(str(answer)), "date")
    except ValueError:
        return str(answer)


def may_withdraw(claim: Claim) -> bool:
    """Whether the claimant may still take it back."""
    return State.WITHDRAWN in MOVES[claim.state]


def add_files(
    *, claim: Claim, files: Iterable[Inspected], description: str, person: Person | None, by: Actor
) -> None:
    """Keep files the claimant adds by themselves."""
    with transaction.atomic():
        for file in files:
            upload = uploads.receive(file=file, person=person, by=by)
            add_file(claim=claim, upload=upload, by=by, description=description)


def answer(
    *, request: ClaimRequest, files: Iterable[Inspected], answer: str, person: Person | None, by: Actor
) -> None:
    """Keep what was sent in for a request, all of it or nothing."""
    with transaction.atomic():
        received = [uploads.receive(file=file, person=person, by=by) for file in files]
        answer_request(request=request, by=by, uploads=received, answer=answer)


def _start(claim: Claim) -> str:
    route = claim_kinds.of(claim.kind).start_route
    try:
        return reverse(route) if route and claim.state == State.DRAFT else ""
    except NoReverseMatch:
        return ""
