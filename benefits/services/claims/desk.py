"""The desk: who holds a claim, notes, and the moves that need no figure."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from benefits.models import Claim, ClaimEvent, ClaimState
from benefits.services.claims import telling
from benefits.services.claims.steps import (
    check_no_other,
    check_open,
    check_staff,
    held,
    note_audit,
    step,
    write_event,
)
from benefits.services.claims.trouble import ClaimRefused
from sers_portal.base import clock
from sers_portal.base.audit import Actor

State = ClaimState


def note(*, claim: Claim, words: str, by: Actor, is_shared: bool = False) -> ClaimEvent:
    """Write a note: for staff only, or shared with the claimant (who is told that there is one)."""
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        written = write_event(claim, ClaimEvent.Kind.NOTE, by=by, words=words, is_shared=is_shared)
        note_audit(claim, "wrote a note on a claim", by, is_shared=is_shared)
        if is_shared:
            telling.tell(claim, "note", once=f"note:{written.pk}")
    return written


def take(*, claim: Claim, by: Actor) -> Claim:
    """Take a claim that nobody holds. A received one is then in review. Raises `ClaimRefused`."""
    with transaction.atomic():
        claim = held(claim)
        if claim.assigned_to not in (None, by.id):
            raise ClaimRefused(
                _("%(name)s holds this claim. Ask a supervisor to give it to you.")
                % {"name": claim.assigned_to_name}
            )
        _give(claim, to=by.id, name=by.name, by=by)
        if claim.state == State.RECEIVED:
            step(claim, to=State.IN_REVIEW, by=by)
    return claim


def assign(*, claim: Claim, to: User, by: Actor) -> Claim:
    """Give a claim to a member of staff who may work on claims. Raises `ClaimRefused`."""
    if not (to.is_staff and to.is_active and to.has_perm("benefits.work_claim")):
        raise ClaimRefused(_("%(name)s may not work on claims.") % {"name": to})
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, to.actor)
        _give(claim, to=to.public_id, name=to.actor.name, by=by)
    return claim


def hand_back(*, claim: Claim, by: Actor, reason: str = "") -> Claim:
    """Put a claim back where everybody can take it."""
    with transaction.atomic():
        claim = held(claim)
        check_open(claim)
        claim.assigned_to, claim.assigned_to_name, claim.assigned_at = None, "", None
        claim.save(update_fields=["assigned_to", "assigned_to_name", "assigned_at"])
        write_event(claim, ClaimEvent.Kind.ASSIGNED, by=by, words=reason)
        note_audit(claim, "handed a claim back", by, reason=reason)
    return claim


def move(*, claim: Claim, to: str, by: Actor, reason: str) -> Claim:
    """The moves that are only a decision: into review again, denied, in payment. Raises `ClaimRefused`.

    Documents are asked for by `request_document`, figures are made by `calculate`, approvals by `approve_*`.
    """
    if to not in (State.IN_REVIEW, State.DENIED, State.IN_PAYMENT):
        raise ClaimRefused(_("This move has a form of its own."))
    if not reason:
        raise ClaimRefused(_("Say why: the reason is kept with the claim."))
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        if claim.state == State.DENIED:
            check_no_other(claim)
        claim = step(claim, to=to, by=by, reason=reason, is_shared=to == State.DENIED)
        if to in (State.DENIED, State.IN_PAYMENT):
            telling.tell(claim, to)
    return claim


def mark_in_payment(*, claims: Iterable[Claim], by: Actor) -> int:
    """The first payment of these was made. Those that are not approved stay as they are. Returns how many moved."""
    moved = 0
    for claim in claims:
        with transaction.atomic():
            claim = held(claim)
            if claim.state == State.APPROVED:
                step(claim, to=State.IN_PAYMENT, by=by, is_shared=True)
                telling.tell(claim, State.IN_PAYMENT)
                moved += 1
    return moved


def _give(claim: Claim, *, to: UUID | None, name: str, by: Actor) -> None:
    check_open(claim)
    check_staff(claim, by)
    claim.assigned_to, claim.assigned_to_name, claim.assigned_at = to, name, clock.now()
    claim.save(update_fields=["assigned_to", "assigned_to_name", "assigned_at"])
    write_event(claim, ClaimEvent.Kind.ASSIGNED, by=by, words=name)
    note_audit(claim, "assigned a claim", by, to=str(to))
