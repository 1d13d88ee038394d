"""What the page of a claim shows to staff, and which steps it offers to this one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from benefits import claim_kinds
from benefits.admin.claim_opening_forms import AFTER_A_DEATH, papers_needed
from benefits.admin.claim_steps import STEPS
from benefits.claim_kinds import Figure
from benefits.forms.applications.papers import descriptions_of
from benefits.models import Annuity, Claim, ClaimCalculation, ClaimFile, ClaimState
from benefits.rules.worksheet import line_from_record
from benefits.services.claims import obstacle_to_approval, that_may_be_approved_by, tracker
from benefits.services.claims.paid_once import rollover
from benefits.services.claims.recording_people import GRANTED, may_record, without_record
from benefits.services.claims.telling import say
from benefits.services.claims.waiting import days_so_far, usual_range
from benefits.wording import say_line
from sers_portal.base import clock

CONTACT_WORDS = {
    "name": _("Name given"),
    "address_lines": _("Address given"),
    "phone": _("Telephone given"),
    "email": _("E-mail given"),
    "language": _("Language"),
}
MOST_OTHERS = 10
# A claim that waits for a document, or for a colleague's approval, is not to be worked on now.
TO_BE_WORKED_ON = (ClaimState.RECEIVED, ClaimState.IN_REVIEW, ClaimState.CALCULATED)
QUICK = ("take", "hand-back", "calculate")


@dataclass(frozen=True)
class OfferedStep:
    """A step with its form, open when something in it was wrong."""

    name: str
    words: Any
    form: forms.Form
    is_open: bool
    is_quick: bool
    has_fields: bool

    @property
    def has_files(self) -> bool:
        """Whether its form sends files."""
        return self.form.is_multipart()


@dataclass(frozen=True)
class FigureRow:
    """A figure as the rules computed it, and as staff entered it."""

    words: str
    computed: str
    entered: str
    differs: bool


def page_of(claim: Claim, user: Any, wrong: dict[str, forms.Form]) -> dict[str, Any]:
    """The context of the page. `wrong` holds the form that was not right."""
    made = claim.calculation
    files = list(claim.files.select_related("upload__document", "request"))
    today = clock.today()
    return {
        "claim": claim,
        "today": today,
        "days": days_so_far(claim, today),
        "usual": usual_range(claim.kind),
        "is_overdue": claim.is_open and claim.due_on is not None and claim.due_on < today,
        "answers": tracker.answers(claim),
        "contact": _contact(claim),
        "made": made,
        "figures": figure_rows(claim, made) if made else [],
        "worksheet": [say_line(line_from_record(line)) for line in made.worksheet] if made else [],
        "older": [(old, figure_rows(claim, old)) for old in claim.calculations.exclude(pk=made.pk)]
        if made
        else [],
        "files": files,
        "papers": _papers(claim, files) if claim.is_open else [],
        "requests": claim.requests.all(),
        "letters": claim.letters.select_related("document"),
        "others": other_claims(claim),
        "next_claim": next_claim(claim, user),
        "openings": _openings(claim) if user.has_perm("benefits.work_claim") else [],
        "person_links": _person_links(claim) if user.has_perm("accounts.view_person") else {},
        "events": claim.events.order_by("-id"),
        "lump_sums": claim.lump_sums.prefetch_related("letters__letter__document"),
        "annuity": _granted_annuity(claim),
        "rollover": rollover(claim),
        "holds": claim.payment_holds.select_related("person"),
        "held_by_other": claim.is_open and claim.assigned_to not in (None, user.public_id),
        "obstacle": _obstacle(claim, user),
        "steps": offered(claim, user, wrong),
    }


def offered(claim: Claim, user: Any, wrong: dict[str, forms.Form]) -> list[OfferedStep]:
    """The steps that make sense now and that this member of staff may take."""
    found = []
    for name, step in STEPS.items():
        if name in wrong or (claim.state in step.states and _makes_sense(name, claim, user)):
            if not user.has_perm(step.permission):
                continue
            form = wrong.get(name) or step.form_for(claim, name)
            quick = name in QUICK
            found.append(
                OfferedStep(name, step.words, form, name in wrong, quick and name not in wrong, not quick)
            )
    return found


def next_claim(claim: Claim, user: Any) -> Claim | None:
    """What this person does next: the most urgent claim they hold, or that waits for their approval.

    Who just approved goes on with approvals.
    """
    rows = [Claim.objects.filter(assigned_to=user.public_id, state__in=TO_BE_WORKED_ON)]
    if user.has_perm("benefits.approve_claim"):
        to_approve = that_may_be_approved_by(user.public_id)
        is_approving = claim.state in (ClaimState.AWAITING_SECOND_APPROVAL, *GRANTED)
        rows.insert(0 if is_approving else 1, to_approve)
    found = (some.exclude(pk=claim.pk).order_by("due_on", "id").first() for some in rows)
    return next((one for one in found if one is not None), None)


def other_claims(claim: Claim) -> list[tuple[Claim, Any]]:
    """Claims of the same claimant, or about the same member: newest first, with what each is called."""
    same = Q(member=claim.member) if claim.member_id else Q(pk=None)
    if claim.person_id:
        same |= Q(person=claim.person) | Q(member__person=claim.person)
    rows = Claim.objects.filter(same).exclude(pk=claim.pk).exclude(received_at=None)
    found = rows.select_related("person").order_by("-received_at")[:MOST_OTHERS]
    return [(other, claim_kinds.title_of(other.kind)) for other in found]


def _openings(claim: Claim) -> list[tuple[Any, str]]:
    """What a death leads to besides: each with the member filled in."""
    if not claim_kinds.of(claim.kind).is_after_a_death or claim.member is None:
        return []
    address = reverse("admin:benefits_claim_add")
    known = {"member": claim.member.person.member_id}
    return [
        (claim_kinds.title_of(kind), f"{address}?{urlencode({'kind': kind, **known})}")
        for kind in AFTER_A_DEATH
        if kind != claim.kind
    ]


def _papers(claim: Claim, files: list[ClaimFile]) -> list[tuple[Any, bool]]:
    """The papers such a claim needs, and whether a file says it is that paper."""
    described = {file.description for file in files}
    return [
        (paper.title, bool(descriptions_of(paper) & described))
        for paper in papers_needed(claim.kind, claim.answer_data)
    ]


def _contact(claim: Claim) -> list[tuple[Any, str]]:
    """How somebody without a record said they can be reached."""
    said = {name: kept for name, kept in claim.contact_data.items() if kept}
    if "language" in said:
        said["language"] = dict(settings.LANGUAGES).get(said["language"], said["language"])
    return [
        (CONTACT_WORDS.get(name, name), ", ".join(kept) if isinstance(kept, list) else kept)
        for name, kept in said.items()
    ]


def _granted_annuity(claim: Claim) -> Annuity | None:
    """The annuity that the approval began, where it began one."""
    starts_on = claim.calculation.figures.get("starts_on") if claim.calculation else None
    if claim.state not in GRANTED or not claim_kinds.of(claim.kind).is_paid or not starts_on:
        return None
    return Annuity.objects.filter(member=claim.member, payee=claim.person, starts_on=starts_on).first()


def _person_links(claim: Claim) -> dict[str, str]:
    people = {"claimant": claim.person_id, "member": claim.member and claim.member.person_id}
    return {who: reverse("admin:accounts_person_change", args=[pk]) for who, pk in people.items() if pk}


def figure_rows(claim: Claim, made: ClaimCalculation) -> list[FigureRow]:
    """Computed and entered figures side by side."""
    rows = []
    for figure in claim_kinds.of(claim.kind).figures:
        computed, entered = _said(made.computed, figure), _said(made.entered, figure)
        if computed or entered:
            differs = made.entered is not None and computed != entered
            rows.append(FigureRow(str(figure.words), computed, entered, differs))
    return rows


def _said(figures: Any, figure: Figure) -> str:
    kept = (figures or {}).get(figure.name)
    return "" if kept in (None, "", []) else say(kept, figure)


def _makes_sense(name: str, claim: Claim, user: Any) -> bool:
    me, kind = user.public_id, claim_kinds.of(claim.kind)
    match name:
        case "take":
            return claim.assigned_to is None
        case "hand-back":
            return bool(claim.assigned_to == me)
        case "calculate" | "enter":
            return kind.calculate is not None
        case "approve-first":
            return claim.state == ClaimState.CALCULATED or kind.calculate is None
        case "approve-second":
            return obstacle_to_approval(claim, user.actor) is None
        case "paid":
            return kind.is_paid
        case "release-files":
            return claim.files.filter(upload__state__in=["waiting", "not_scanned"]).exists()
        case "record":
            return may_record(claim)
        case "write-to-beneficiary":
            return bool(without_record(claim))
        case "mail-code":
            return claim.person is None and bool(claim.contact_data.get("address_lines"))
        case "cancel-requests":
            return claim.requests.filter(state="open").exists()
    return True


def _obstacle(claim: Claim, user: Any) -> str:
    if claim.state != ClaimState.AWAITING_SECOND_APPROVAL or not user.has_perm("benefits.approve_claim"):
        return ""
    return obstacle_to_approval(claim, user.actor) or ""
