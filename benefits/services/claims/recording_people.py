"""Making the record of a claimant or beneficiary whom SERS did not know, from the claim itself."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.services.person_records import RecordRefused, make_person
from benefits.models import Claim, ClaimEvent, ClaimState, LumpSum
from benefits.services.claims.opening import identify
from benefits.services.claims.steps import check_staff, held, note_audit, write_event
from benefits.services.claims.telling_beneficiaries import tell_of_share
from benefits.services.claims.trouble import ClaimRefused
from sers_portal.base.audit import Actor

GRANTED = (ClaimState.APPROVED, ClaimState.IN_PAYMENT)


def record_person(
    *,
    claim: Claim,
    names: Mapping[str, str],
    born_on: date,
    ssn: str,
    address: Mapping[str, str],
    proof: str,
    by: Actor,
    is_somebody_else: bool = False,
    payee: LumpSum | None = None,
) -> Person:
    """Make a record and tie the claimant to it; or, with `payee`, a beneficiary whose granted share waits.

    The claim must hold the papers: a file, and words that say what they show. Raises `ClaimRefused`.
    """
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        _check(claim, payee)
        try:
            person = make_person(
                names=names,
                born_on=born_on,
                ssn=ssn,
                address=address,
                proof=proof,
                is_somebody_else=is_somebody_else,
                by=by,
            )
        except RecordRefused as refusal:
            raise ClaimRefused(str(refusal)) from refusal
        if payee is None:
            identify(claim=claim, person=person, by=by)
        else:
            _tie(claim, payee, person, by)
    return person


def without_record(claim: Claim) -> list[LumpSum]:
    """Granted shares that wait, whose beneficiary has no record."""
    return list(claim.lump_sums.filter(payee=None, state=LumpSum.State.WAITING))


def may_record(claim: Claim) -> bool:
    """Whether somebody of this claim still lacks a record that can be made now."""
    return bool(without_record(claim)) if claim.state in GRANTED else claim.person is None


def _check(claim: Claim, payee: LumpSum | None) -> None:
    if not claim.files.exists():
        raise ClaimRefused(
            _("First ask for the papers that show name and birth date: the claim has no file.")
        )
    if payee is None and claim.person is not None:
        raise ClaimRefused(_("The claimant has a record already."))


def _tie(claim: Claim, payee: LumpSum, person: Person, by: Actor) -> None:
    row = LumpSum.objects.select_for_update().get(pk=payee.pk, claim=claim)
    if row.payee_id is not None or row.state != LumpSum.State.WAITING:
        raise ClaimRefused(_("This beneficiary has a record already, or is paid."))
    row.payee = person
    row.save(update_fields=["payee"])
    write_event(claim, ClaimEvent.Kind.IDENTIFIED, by=by, words=f"{row.payee_name}: {person.member_id}")
    note_audit(claim, "recorded a beneficiary", by, member_id=person.member_id)
    tell_of_share(row, by)
