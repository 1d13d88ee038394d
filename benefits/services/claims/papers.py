"""Papers of a claim: files added, documents asked for, and what came in answer."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Upload
from benefits.models import Claim, ClaimEvent, ClaimFile, ClaimRequest, ClaimState
from benefits.services.claims import telling
from benefits.services.claims.steps import check_open, check_staff, held, note_audit, step, write_event
from benefits.services.claims.trouble import ClaimRefused
from sers_portal.base import clock
from sers_portal.base.audit import Actor

State = ClaimState
DAYS_TO_ANSWER = 30


def add_file(
    *,
    claim: Claim,
    upload: Upload,
    by: Actor,
    description: str = "",
    request: ClaimRequest | None = None,
) -> ClaimFile:
    """Put a file that was received into a claim. Raises `ClaimRefused` once the claim is closed."""
    with transaction.atomic():
        claim = held(claim)
        if claim.state != State.DRAFT:
            check_open(claim)
        added = ClaimFile.objects.create(
            claim=claim,
            upload=upload,
            request=request,
            description=description,
            added_at=clock.now(),
            added_by=by.id,
            added_by_name=by.name,
        )
        write_event(claim, ClaimEvent.Kind.FILE, by=by, words=description or upload.name, is_shared=True)
        note_audit(claim, "added a file to a claim", by, upload=str(upload.pk))
    return added


def request_document(
    *, claim: Claim, title: str, by: Actor, words: str = "", due_on: date | None = None
) -> ClaimRequest:
    """Ask the claimant for a document; the claim waits for it, and the claimant is told. Raises `ClaimRefused`."""
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        asked = ClaimRequest.objects.create(
            claim=claim,
            title=title,
            words=words,
            due_on=due_on or clock.today() + timedelta(days=DAYS_TO_ANSWER),
            asked_at=clock.now(),
            asked_by=by.id,
            asked_by_name=by.name,
        )
        write_event(claim, ClaimEvent.Kind.REQUESTED, by=by, words=title, is_shared=True)
        if claim.state != State.DOCUMENTS_REQUESTED:
            step(claim, to=State.DOCUMENTS_REQUESTED, by=by, reason=title)
        else:
            note_audit(claim, "asked for a document", by, title=title)
        telling.tell(claim, "documents_requested", once=f"request:{asked.pk}")
    return asked


def answer_request(
    *, request: ClaimRequest, by: Actor, uploads: Iterable[Upload] = (), answer: str = ""
) -> ClaimRequest:
    """The claimant sends in what was asked for. When nothing is missing any more the claim goes back to review."""
    files = list(uploads)
    with transaction.atomic():
        claim = held(request.claim)
        asked = ClaimRequest.objects.select_for_update().get(pk=request.pk)
        if asked.state != ClaimRequest.State.OPEN:
            raise ClaimRefused(_("This was sent in already, or is no longer needed."))
        if not files and not answer:
            raise ClaimRefused(_("Choose a file, or write an answer."))
        for upload in files:
            add_file(claim=claim, upload=upload, by=by, description=asked.title, request=asked)
        asked.answer = answer
        _close(asked, ClaimRequest.State.ANSWERED)
        write_event(claim, ClaimEvent.Kind.ANSWERED, by=by, words=asked.title, is_shared=True)
        note_audit(claim, "answered a request for a document", by, title=asked.title)
        _go_on(claim, by, reason=_("Everything asked for has come in."))
    return asked


def cancel_request(*, request: ClaimRequest, by: Actor, reason: str) -> ClaimRequest:
    """Staff need the document no longer (it came by mail, or the record shows it)."""
    with transaction.atomic():
        claim = held(request.claim)
        check_staff(claim, by)
        asked = ClaimRequest.objects.select_for_update().get(pk=request.pk)
        if asked.state != ClaimRequest.State.OPEN:
            raise ClaimRefused(_("This was sent in already, or is no longer needed."))
        _close(asked, ClaimRequest.State.CANCELLED)
        note_audit(claim, "cancelled a request for a document", by, title=asked.title, reason=reason)
        _go_on(claim, by, reason=reason)
    return asked


def _close(asked: ClaimRequest, state: str) -> None:
    asked.state, asked.closed_at = state, clock.now()
    asked.save(update_fields=["state", "closed_at", "answer"])


def _go_on(claim: Claim, by: Actor, *, reason: str) -> None:
    is_missing = claim.requests.filter(state=ClaimRequest.State.OPEN).exists()
    if claim.state == State.DOCUMENTS_REQUESTED and not is_missing:
        step(claim, to=State.IN_REVIEW, by=by, reason=reason)
