"""One step of a claim: its row held, the move allowed, the event and the audit row written with it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Person, User
from benefits import claim_kinds
from benefits.models import MOVES, OPEN_STATES, Claim, ClaimEvent, ClaimState
from benefits.services.claims.trouble import ClaimRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

State = ClaimState
CLOSING = (State.DENIED, State.WITHDRAWN, State.IN_PAYMENT)


def held(claim: Claim) -> Claim:
    """The claim as it is now, its row held until the transaction ends: parallel steps wait for each other."""
    return Claim.objects.select_for_update(of=("self",)).select_related("person", "member").get(pk=claim.pk)


def step(
    claim: Claim, *, to: str, by: Actor, reason: str = "", is_shared: bool = False, **columns: Any
) -> Claim:
    """Move a held claim, with the columns that belong to the move. Raises `ClaimRefused`."""
    if to not in MOVES[claim.state]:
        raise ClaimRefused(
            _("The claim is “%(now)s”; from there it cannot become “%(to)s”.")
            % {"now": claim.get_state_display(), "to": State(to).label}
        )
    before, claim.state, claim.state_since = claim.state, to, clock.now()
    claim.closed_at = claim.state_since if closes(claim, to) else None
    for name, value in columns.items():
        setattr(claim, name, value)
    claim.save()
    write_event(
        claim,
        ClaimEvent.Kind.MOVED,
        by=by,
        words=reason,
        is_shared=is_shared,
        from_state=before,
        to_state=to,
    )
    note_audit(claim, f"moved a claim: {before} to {to}", by, reason=reason)
    return claim


def closes(claim: Claim, to: str) -> bool:
    """Whether nothing is left to do once the claim is there."""
    if to == State.APPROVED:
        return not claim_kinds.of(claim.kind).is_paid
    return to in CLOSING


def write_event(claim: Claim, kind: str, *, by: Actor, words: str = "", **columns: Any) -> ClaimEvent:
    """The claim's own history of this step."""
    return ClaimEvent.objects.create(
        claim=claim, at=clock.now(), kind=kind, words=words, by=by.id, by_name=by.name, **columns
    )


def note_audit(claim: Claim, verb: str, by: Actor, **detail: Any) -> None:
    """The audit row of this step."""
    audit.record(
        by=by, verb=verb, subject=claim, person=subject_of(claim), reference=claim.reference, **detail
    )


def subject_of(claim: Claim) -> UUID | None:
    """Whose record the claim is about, for audit and access log."""
    if claim.member is not None:
        return claim.member.person.public_id
    return claim.person.public_id if claim.person else None


def check_staff(claim: Claim, by: Actor) -> None:
    """Staff never work on a claim of their own, or without a name. Raises `ClaimRefused`."""
    if by.id is None:
        raise ClaimRefused(_("Say who does this: it needs a person."))
    people = [person for person in (claim.person_id, claim.member and claim.member.person_id) if person]
    if User.objects.filter(public_id=by.id, person__in=people).exists():
        raise ClaimRefused(_("This claim concerns your own record. Hand it to a colleague."))


def check_open(claim: Claim) -> None:
    """Raises `ClaimRefused` where nobody has work to do on it any more."""
    if not claim.is_open:
        raise ClaimRefused(
            _("The claim is “%(now)s”; this cannot be done now.") % {"now": claim.get_state_display()}
        )


def check_no_other(claim: Claim) -> None:
    """Of some kinds a person has one open claim at a time. Raises `ClaimRefused` where another is open."""
    if claim.person is None or not claim_kinds.of(claim.kind).is_single:
        return
    # Two tabs at once: the person's row makes the second wait for the first.
    Person.objects.select_for_update().get(pk=claim.person.pk)
    others = Claim.objects.filter(person=claim.person, kind=claim.kind, state__in=OPEN_STATES)
    other = others.exclude(pk=claim.pk).first()
    if other is not None:
        raise ClaimRefused(
            _("One is open already: %(reference)s. It must be withdrawn or decided before another can be.")
            % {"reference": other.reference}
        )
