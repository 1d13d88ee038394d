"""Asking SERS for an official estimate, from a saved one: a claim that people work on."""

from django.db import transaction
from django.utils.translation import gettext as _

from benefits.models import Claim, SavedEstimate
from benefits.services import claims
from benefits.services.estimates.saving import EstimateRefused, is_retired
from sers_portal.base import clock
from sers_portal.base.audit import Actor, record

KIND = "official_estimate"


@transaction.atomic
def ask_for_official(*, estimate: SavedEstimate, note: str, by: Actor) -> Claim:
    """Open the claim, once for an estimate. EstimateRefused: it is being worked on, the day has passed, or retired.

    Raises `claims.ClaimRefused` as `claims.open_claim`.
    """
    # Two clicks: the second waits here and finds the claim of the first.
    held = SavedEstimate.objects.select_for_update(of=("self",)).get(pk=estimate.pk)
    if why := why_not(held):
        raise EstimateRefused(why)
    claim = claims.open_claim(
        kind=KIND,
        person=held.member.person,
        member=held.member,
        answers={"retire_on": held.retire_on.isoformat(), "estimate": held.name, "note": note},
        by=by,
    )
    held.claim = claim
    held.save(update_fields=["claim"])
    record(by=by, verb="estimate.official_asked", subject=held, person=held.member.person.public_id)
    return claim


def why_not(estimate: SavedEstimate) -> str:
    """Why an official estimate cannot be asked for from this one; "" if it can."""
    if estimate.claim is not None and estimate.claim.is_open:
        return _("You have asked for it already. Your request is number %(reference)s.") % {
            "reference": estimate.claim.reference
        }
    if estimate.retire_on <= clock.today():
        return _("The day of this estimate has passed. Figure a later day, save it, and ask from there.")
    if is_retired(estimate.member):
        return _("Your annuity has been granted, so there is nothing left to estimate.")
    return ""
