"""Figures and approvals: what the rules make of a claim is frozen, and two people stand behind it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits import claim_kinds
from benefits.claim_kinds import Outcome
from benefits.models import Claim, ClaimCalculation, ClaimEvent, ClaimRequest, ClaimState
from benefits.rules.refusals import LawGap, Refusal
from benefits.rules.worksheet import line_to_record
from benefits.services.claims import telling
from benefits.services.claims.steps import check_staff, held, note_audit, step, write_event
from benefits.services.claims.trouble import ClaimRefused
from benefits.wording import say_reason, say_refusal_to_staff
from sers_portal.base import clock
from sers_portal.base.audit import Actor

State = ClaimState
NO_CERTIFICATE = gettext_lazy("A death certificate comes before any payment. Ask for it, or tick the box.")


class FigureNeeded(ClaimRefused):
    """The rules do not cover the claim: staff must enter the figures, with reason and source."""


def calculate(
    *,
    claim: Claim,
    by: Actor,
    entered: Mapping[str, Any] | None = None,
    reason: str = "",
    source: str = "",
) -> ClaimCalculation:
    """Figure a claim by the rules, and freeze facts, worksheet and edition of the law with the figures.

    `entered` are figures that staff enter instead, as plain texts by name; what the rules say stays beside them.
    Raises `FigureNeeded` where the rules do not cover the claim and nothing is entered, or `ClaimRefused`.
    """
    if entered is not None and not (reason and source):
        raise ClaimRefused(_("Say why you enter the figures, and where they come from."))
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        if claim.state not in (State.IN_REVIEW, State.CALCULATED):
            raise ClaimRefused(_("Take the claim into review first; then it can be calculated."))
        outcome = outcome_of(claim)
        if entered is not None:
            entered = claim_kinds.of(claim.kind).complete(claim, entered)
        if outcome.refusal is not None and entered is None:
            raise FigureNeeded(say_refusal_to_staff(outcome.refusal))
        made = _freeze(claim, outcome, by, entered, reason, source)
        _settle(claim, made, by)
    return made


def outcome_of(claim: Claim) -> Outcome:
    """What the rules say of a claim now; nothing is kept. Raises `ClaimRefused` where there is nothing to figure."""
    kind = claim_kinds.of(claim.kind)
    if kind.calculate is None:
        raise ClaimRefused(_("There is nothing to calculate in a claim of this kind."))
    return kind.calculate(claim, clock.today())


def approve_first(*, claim: Claim, by: Actor, reason: str = "", has_certificate: bool = False) -> Claim:
    """Send a claim on to the second approval. `has_certificate`: the death certificate was seen; after a death
    nothing is sent on without it. Raises `ClaimRefused`.
    """
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        kind = claim_kinds.of(claim.kind)
        if kind.calculate is not None and claim.state != State.CALCULATED:
            raise ClaimRefused(_("Calculate the claim first."))
        if kind.needs_record and claim.person is None:
            raise ClaimRefused(
                _(
                    "The claimant has no record. Take the claim back into review, and tie it to one or make one."
                )
            )
        if kind.is_after_a_death and not has_certificate:
            raise ClaimRefused(str(NO_CERTIFICATE))
        if claim.requests.filter(state=ClaimRequest.State.OPEN).exists():
            raise ClaimRefused(_("A document is still asked for. Wait for it, or cancel the request."))
        seen = _("The death certificate was seen.") if kind.is_after_a_death else ""
        claim = step(
            claim,
            to=State.AWAITING_SECOND_APPROVAL,
            by=by,
            reason=f"{seen} {reason}".strip(),
            first_approved_by=by.id,
            first_approved_by_name=by.name,
            first_approved_at=clock.now(),
        )
        if kind.preliminary_letter:
            telling.write_letter(claim, kind.preliminary_letter)
    return claim


def approve_second(*, claim: Claim, by: Actor, reason: str = "") -> Claim:
    """The second approval, by somebody who neither opened, calculated nor sent on the claim. What follows is done.

    Of parallel approvals one wins; the others raise `ClaimRefused`.
    """
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        if (obstacle := obstacle_to_approval(claim, by)) is not None:
            raise ClaimRefused(obstacle)
        claim = step(
            claim,
            to=State.APPROVED,
            by=by,
            reason=reason,
            is_shared=True,
            approved_by=by.id,
            approved_by_name=by.name,
            approved_at=clock.now(),
        )
        kind = claim_kinds.of(claim.kind)
        kind.on_approval(claim, by)
        if kind.approval_letter:
            telling.write_letter(claim, kind.approval_letter)
        else:
            telling.tell(claim, State.APPROVED)
    return claim


def obstacle_to_approval(claim: Claim, by: Actor) -> str | None:
    """Why this person cannot give the second approval now, said to them; None when they can."""
    if claim.state == State.APPROVED:
        return _("%(name)s has approved this claim already.") % {"name": claim.approved_by_name}
    if claim.state != State.AWAITING_SECOND_APPROVAL:
        return _("The claim is “%(now)s”; it does not wait for a second approval.") % {
            "now": claim.get_state_display()
        }
    if by.id in (claim.calculated_by, claim.first_approved_by):
        return _("You calculated or sent on this claim, so somebody else must approve it.")
    if by.id == claim.opened_by:
        return _("You opened this claim, so somebody else must approve it.")
    # The database refuses it as well (migration 0023).
    if claim.events.filter(kind=ClaimEvent.Kind.IDENTIFIED, by=by.id).exists():
        return _("You said whose record this claim is about, so somebody else must approve it.")
    return None


def that_may_be_approved_by(who: UUID) -> QuerySet[Claim]:
    """The claims to which this person may give the second approval now: the rows without that obstacle."""
    waiting = Claim.objects.filter(state=State.AWAITING_SECOND_APPROVAL)
    for column in ("first_approved_by", "calculated_by", "opened_by"):
        waiting = waiting.filter(Q(**{column: None}) | ~Q(**{column: who}))
    for own in ("person", "member__person"):
        waiting = waiting.exclude(**{f"{own}__account__public_id": who})
    tied = ClaimEvent.objects.filter(claim=OuterRef("pk"), kind=ClaimEvent.Kind.IDENTIFIED, by=who)
    return waiting.filter(~Exists(tied))


def _freeze(
    claim: Claim,
    outcome: Outcome,
    by: Actor,
    entered: Mapping[str, Any] | None,
    reason: str,
    source: str,
) -> ClaimCalculation:
    assert by.id is not None
    return ClaimCalculation.objects.create(
        claim=claim,
        made_at=clock.now(),
        made_by=by.id,
        made_by_name=by.name,
        law_edition=outcome.law_edition,
        facts=outcome.facts,
        worksheet=[line_to_record(line) for line in outcome.worksheet],
        computed=outcome.computed,
        refusal=_refusal_to_record(outcome.refusal) if outcome.refusal else None,
        entered=dict(entered) if entered is not None else None,
        entered_reason=reason if entered is not None else "",
        entered_source=source if entered is not None else "",
    )


def _settle(claim: Claim, made: ClaimCalculation, by: Actor) -> None:
    columns: dict[str, Any] = {"calculation": made, "calculated_by": by.id, "calculated_by_name": by.name}
    words = _("Figures entered by hand.") if made.is_entered else ""
    write_event(claim, ClaimEvent.Kind.CALCULATED, by=by, words=words)
    if claim.state == State.CALCULATED:
        for name, value in columns.items():
            setattr(claim, name, value)
        claim.save(update_fields=list(columns))
        note_audit(claim, "calculated a claim anew", by, calculation=made.pk)
    else:
        step(claim, to=State.CALCULATED, by=by, **columns)


def _refusal_to_record(refusal: Refusal) -> dict[str, Any]:
    # In words at once: they are for people, and stay as they were said.
    return {
        "key": refusal.key,
        "words": say_reason(refusal),
        "is_law_gap": isinstance(refusal, LawGap),
    }
