"""How a claim begins: a draft kept for 90 days, sent in, or opened whole; and how its claimant takes it back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person, Upload
from accounts.services import uploads
from accounts.services.uploads import IncomingFile, Inspected
from benefits import claim_kinds
from benefits.models import Claim, ClaimEvent, ClaimState, Member
from benefits.services.after_death import holds
from benefits.services.claims import telling
from benefits.services.claims.papers import add_file
from benefits.services.claims.reference import new_reference
from benefits.services.claims.steps import check_no_other, check_staff, held, note_audit, step, write_event
from benefits.services.claims.trouble import ClaimRefused
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM, Actor
from sers_portal.base.clock import SPRINGFIELD

State = ClaimState
DRAFT_DAYS = 90
IDENTIFIABLE = (State.RECEIVED, State.DOCUMENTS_REQUESTED, State.IN_REVIEW)
FILES = Iterable[Upload | Inspected | IncomingFile]


def open_claim(
    *,
    kind: str,
    person: Person | None,
    member: Member | None,
    answers: Mapping[str, Any],
    by: Actor,
    files: FILES = (),
    contact: Mapping[str, Any] | None = None,
) -> Claim:
    """Open a claim that is received at once. `contact` (name, address_lines, phone, email) without a person.

    Raises `ClaimRefused` (one is open already, where there may be only one) or `UploadRefused`.
    """
    with transaction.atomic():
        claim = _new(kind, person, member, answers, by, contact)
        return _receive(claim, files, by)


def open_by_staff(
    *,
    kind: str,
    person: Person | None,
    member: Member | None,
    answers: Mapping[str, Any],
    by: Actor,
    came: str,
    received_on: date,
    files: FILES = (),
    contact: Mapping[str, Any] | None = None,
) -> Claim:
    """Open a claim that came on paper, by telephone or at the counter; its days count from the day it came.

    `came` says how, and is kept with the claim. Whoever opens it never gives its second approval. Raises
    `ClaimRefused` (also for a claim of one's own) or `UploadRefused`.
    """
    with transaction.atomic():
        claim = _new(kind, person, member, answers, by, contact)
        check_staff(claim, by)
        claim = _receive(claim, files, by, on=received_on)
        write_event(claim, ClaimEvent.Kind.NOTE, by=by, words=came)
        note_audit(claim, "opened a claim for somebody", by, came=came, received_on=received_on.isoformat())
    return claim


def save_draft(
    *,
    kind: str,
    person: Person | None,
    member: Member | None,
    answers: Mapping[str, Any],
    by: Actor,
    contact: Mapping[str, Any] | None = None,
    claim: Claim | None = None,
) -> Claim:
    """Keep what was answered so far, for 90 days from now: in this draft, or the person's draft of the kind, or a new one.

    Raises `ClaimRefused` when the draft was sent in meanwhile.
    """
    with transaction.atomic():
        draft = held(claim) if claim is not None else _draft_of(kind, person)
        if draft is None:
            draft = _new(kind, person, member, answers, by, contact)
        elif draft.state != State.DRAFT:
            raise ClaimRefused(
                _("You have sent this in already. Its number is %(reference)s.")
                % {"reference": draft.reference}
            )
        draft.member = member or draft.member
        draft.answer_data = answers
        if contact is not None:
            draft.contact_data = contact
        draft.draft_until = clock.today() + timedelta(days=DRAFT_DAYS)
        draft.save()
        note_audit(draft, "saved a draft of a claim", by)
    return draft


def submit(*, claim: Claim, by: Actor, files: FILES = ()) -> Claim:
    """Send a draft in. Sent twice it is received once: the second call returns the claim as it is."""
    with transaction.atomic():
        draft = held(claim)
        if draft.state != State.DRAFT:
            return draft
        return _receive(draft, files, by)


def withdraw(*, claim: Claim, by: Actor, reason: str = "") -> Claim:
    """The claimant (or staff, as they asked) takes a claim back. Raises `ClaimRefused` once it is decided."""
    with transaction.atomic():
        claim = held(claim)
        was_draft = claim.state == State.DRAFT
        claim = step(claim, to=State.WITHDRAWN, by=by, reason=reason, is_shared=True)
        if was_draft:
            # Never sent in: what was typed is nobody's record.
            claim.answer_data = {}
            claim.save(update_fields=["answers_token"])
        else:
            telling.tell(claim, "withdrawn")
    return claim


def identify(
    *,
    claim: Claim,
    person: Person | None,
    by: Actor,
    member: Member | None = None,
    deceased: Person | None = None,
) -> Claim:
    """Staff found out which record the claimant has (None: still none), or whose service the claim is about.

    `deceased`: of whose death a report tells, where it is a survivor and no member. Payments to who is said to have
    died are held from now on. Only before the figures: whoever checks them must know for whom they are; and whoever
    identified somebody does not give the second approval. Raises `ClaimRefused`.
    """
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        if claim.state not in IDENTIFIABLE:
            raise ClaimRefused(_("Take the claim back into review first: the figures rest on these records."))
        claim.person = person
        claim.member = member or claim.member
        _check_not_the_dead(claim, person, deceased)
        # Nobody ties a claim to themselves.
        check_staff(claim, by)
        check_no_other(claim)
        claim.save(update_fields=["person", "member"])
        holds.hold_for(claim=claim, person=deceased, by=by)
        found = person or (member.person if member else None) or deceased
        number = found.member_id if found else ""
        write_event(claim, ClaimEvent.Kind.IDENTIFIED, by=by, words=number)
        note_audit(claim, "identified a claimant", by, member_id=number)
    return claim


def _check_not_the_dead(claim: Claim, person: Person | None, deceased: Person | None) -> None:
    dead = {deceased.pk if deceased else None, claim.member.person_id if claim.member else None}
    if claim.kind in holds.KINDS_THAT_TELL and person is not None and person.pk in dead:
        raise ClaimRefused(_("The claimant is not the person who died: each has a Member ID."))


def end_old_drafts() -> int:
    """Drafts whose 90 days are over: taken back, their answers forgotten. Returns how many."""
    old = Claim.objects.filter(state=State.DRAFT, draft_until__lt=clock.today())
    ended = [withdraw(claim=claim, by=SYSTEM, reason=_("90 days have passed.")) for claim in old]
    return len(ended)


def _new(
    kind: str,
    person: Person | None,
    member: Member | None,
    answers: Mapping[str, Any],
    by: Actor,
    contact: Mapping[str, Any] | None,
) -> Claim:
    claim_kinds.of(kind)
    now = clock.now()
    claim = Claim(
        reference=new_reference(kind),
        kind=kind,
        person=person,
        member=member,
        state=State.DRAFT,
        state_since=now,
        opened_at=now,
        opened_by=by.id,
        opened_by_name=by.name,
        draft_until=clock.today() + timedelta(days=DRAFT_DAYS),
    )
    claim.answer_data = answers
    claim.contact_data = contact or {}
    claim.save(force_insert=True)
    return claim


def _receive(claim: Claim, files: FILES, by: Actor, *, on: date | None = None) -> Claim:
    """Received now, or `on` an earlier day: a letter is opened and typed in days after it came."""
    check_no_other(claim)
    now, today = clock.now(), clock.today()
    came_on = min(on or today, today)
    received_at = now if came_on == today else datetime.combine(came_on, time(12), SPRINGFIELD)
    kind = claim_kinds.of(claim.kind)
    claim = step(
        claim,
        to=State.RECEIVED,
        by=by,
        is_shared=True,
        received_at=received_at,
        due_on=came_on + timedelta(days=kind.days),
        draft_until=None,
    )
    for file in files:
        upload = file if isinstance(file, Upload) else uploads.receive(file=file, person=claim.person, by=by)
        add_file(claim=claim, upload=upload, by=by)
    holds.hold_for(claim=claim, by=by)
    telling.tell(claim, "received")
    return claim


def _draft_of(kind: str, person: Person | None) -> Claim | None:
    if person is None:
        return None
    Person.objects.select_for_update().get(pk=person.pk)
    drafts = Claim.objects.select_for_update(of=("self",)).filter(kind=kind, person=person, state=State.DRAFT)
    return drafts.order_by("-id").first()
