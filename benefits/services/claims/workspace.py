"""The workspace of a claimant without an account: a code by mail opens one claim, and nothing else.

Two things open it: the reference number, which is no secret, and the code of the letter. Tries are counted before they
are judged, by claim and by address of origin; every refusal reads the same, whether the claim exists or not.
"""

import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import activation_code
from benefits import claim_kinds
from benefits.models import OPEN_STATES, Claim, ClaimAccess, ClaimEvent, ClaimState
from benefits.models.claim_access import DAYS_VALID
from benefits.services.claims.steps import check_open, held, note_audit, write_event
from benefits.services.claims.telling import language_of
from benefits.services.claims.trouble import ClaimRefused
from notices.models import Letter
from notices.services.letters import cancel_letter, queue_letter
from notices.services.papers import print_letter
from sers_portal.base import clock
from sers_portal.base.audit import Actor, log_access
from sers_portal.base.limits import Limit, LimitReached, forget, take
from sers_portal.base.sealing import blind_index

KIND = "workspace"
PAGE = "claim workspace"
VISITOR = Actor(id=None, name="a visitor")
TRIES_OF_A_CLAIM = (Limit(5, timedelta(days=1)),)
TRIES_FROM_A_PLACE = (Limit(20, timedelta(hours=1)),)
LETTERS_TO_A_PLACE = (Limit(2, timedelta(days=30)),)


class WorkspaceRefused(Exception):
    """The workspace stays shut; the message says what to do, and nothing about any claim."""


def issue_code(*, claim: Claim, by: Actor) -> ClaimAccess:
    """Write the letter with a new code to the address of the claim's contact; a code before it ends.

    Raises `ClaimRefused` without an address, and `LimitReached` where too many letters went to this address.
    """
    lines = list(claim.contact_data.get("address_lines", []))
    if not lines:
        raise ClaimRefused(_("There is no address to which a letter with a code could go."))
    with transaction.atomic():
        take("workspace-letter", " ".join(lines).casefold(), LETTERS_TO_A_PLACE)
        claim = held(claim)
        _end_older(claim, by)
        code = activation_code.new_code()
        access = ClaimAccess.objects.create(
            claim=claim,
            letter=_post(claim, lines, code),
            code_hash=_hash(claim.reference, code),
            issued_at=clock.now(),
            ends_on=clock.today() + timedelta(days=DAYS_VALID),
        )
        note_audit(claim, "issued a code for a workspace", by)
    return access


def open_workspace(*, reference: str, code: str, origin: str) -> ClaimAccess:
    """The live code that reference and code name. Raises `WorkspaceRefused`, in the same words for all of them."""
    try:
        take("workspace-origin", origin, TRIES_FROM_A_PLACE)
        take("workspace-try", reference, TRIES_OF_A_CLAIM)
    except LimitReached as reached:
        log_access(by=VISITOR, page=PAGE, person=None, purpose="too many tries", was_refused=True)
        raise WorkspaceRefused(
            _("There were too many tries. Wait a day, or call us at 217-785-7444.")
        ) from reached
    found = _live().filter(claim__reference=reference).first()
    expected = found.code_hash if found else _hash("", "")
    is_right = hmac.compare_digest(expected, _hash(reference, code))
    if found is None or not is_right:
        log_access(by=VISITOR, page=PAGE, person=None, purpose="wrong code", was_refused=True)
        raise WorkspaceRefused(
            _(
                "This reference number and this code do not belong together. Compare both with the letter. "
                "After five tries you must wait a day."
            )
        )
    forget("workspace-try", reference)
    return _note_opened(found)


def live_access(pk: int) -> ClaimAccess | None:
    """A code that still opens its workspace; None once it has ended."""
    return _live().filter(pk=pk).first()


def actor_of(claim: Claim) -> Actor:
    """Who acts in the workspace: a claimant by name, without an account."""
    return Actor(id=None, name=claim.claimant_name[:200])


def write_to_us(*, claim: Claim, words: str) -> ClaimEvent:
    """A message of the claimant about this claim; staff see it on the claim and in their list of work.

    Raises `ClaimRefused` once the claim is closed.
    """
    with transaction.atomic():
        claim = held(claim)
        check_open(claim)
        by = actor_of(claim)
        written = write_event(claim, ClaimEvent.Kind.NOTE, by=by, words=words, is_shared=True)
        note_audit(claim, "wrote to us about a claim", by)
    return written


def waiting_for_answer(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Open claims whose claimant wrote after everything staff did on them. `wrote_at`: when."""
    theirs = Q(events__kind=ClaimEvent.Kind.NOTE, events__by=None, events__is_shared=True)
    by_staff = Q(events__by__isnull=False)
    written = rows.filter(state__in=OPEN_STATES).annotate(
        wrote_at=Max("events__at", filter=theirs), worked_at=Max("events__at", filter=by_staff)
    )
    return written.filter(wrote_at__isnull=False).filter(Q(worked_at=None) | Q(worked_at__lt=F("wrote_at")))


def _live() -> QuerySet[ClaimAccess]:
    accesses = ClaimAccess.objects.select_related("claim__person", "claim__member")
    closed = ClaimState.WITHDRAWN
    return accesses.filter(ended_at=None, ends_on__gte=clock.today()).exclude(claim__state=closed)


def _note_opened(access: ClaimAccess) -> ClaimAccess:
    access.last_used_at = clock.now()
    access.save(update_fields=["last_used_at"])
    person = access.claim.person.public_id if access.claim.person else None
    log_access(by=actor_of(access.claim), page=PAGE, person=person, purpose=access.claim.reference)
    return access


def _end_older(claim: Claim, by: Actor) -> None:
    for older in ClaimAccess.objects.select_for_update(of=("self",)).filter(claim=claim, ended_at=None):
        if older.letter.state == Letter.State.QUEUED:
            cancel_letter(letter=older.letter, by=by, reason="its code has ended")
        older.ended_at = clock.now()
        older.save(update_fields=["ended_at"])


def _post(claim: Claim, lines: list[str], code: str) -> Letter:
    language = language_of(claim)
    with translation.override(language):
        content = {
            "language": language,
            "recipient": claim.claimant_name,
            "address_lines": lines,
            "on": clock.today(),
            "title": str(claim_kinds.title_of(claim.kind)),
            "reference": claim.reference,
            "code": activation_code.printed(code),
            "ends_on": clock.today() + timedelta(days=DAYS_VALID),
            "is_draft": claim.state == ClaimState.DRAFT,
            "draft_until": claim.draft_until,
            "site": settings.SITE_ADDRESS,
        }
        document = print_letter(
            template="letters/workspace.html",
            content=content,
            kind="workspace-letter",
            title=_("Code for your claim"),
            holds_code=True,
        )
    return queue_letter(
        key=f"{KIND}:{document.pk}",
        kind=KIND,
        recipient=claim.claimant_name,
        address_lines=lines,
        document=document,
    )


def _hash(reference: str, code: str) -> str:
    return blind_index(f"{reference}:{code}", purpose="ClaimAccess.code")
