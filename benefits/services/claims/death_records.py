"""A death goes on record: once, on one day, and with it everything paid to the person ends."""

from datetime import date
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Annuity, Claim
from benefits.rules.months import Month
from benefits.rules.refusals import Refusal
from benefits.services.after_death import holds, receivables
from benefits.services.claims.figuring import Answers
from benefits.services.claims.trouble import ClaimRefused
from benefits.wording import say_refusal
from sers_portal.base import audit
from sers_portal.base.audit import Actor
from sers_portal.base.spoken_times import say_day


def record_death(claim: Claim, by: Actor) -> None:
    """Put the day of death on record that a claim proves, as part of its approval.

    Every annuity of the deceased, as retiree or as survivor, ends with the month of the death: benefits are paid for
    whole calendar months. What was paid for later months is owed back. Raises `ClaimRefused`: nobody is named, or the
    record has another day.
    """
    deceased = _deceased(claim)
    died_on = _day(claim, deceased)
    if died_on < deceased.born_on:
        raise ClaimRefused(_("The day of death is before the birth date. Check both."))
    if deceased.died_on not in (None, died_on):
        raise ClaimRefused(
            _(
                "The record says that %(name)s died on %(known)s, this claim rests on %(said)s. Find out which is "
                "right; then calculate anew."
            )
            % {"name": deceased.full_name, "known": say_day(deceased.died_on), "said": say_day(died_on)}
        )
    if deceased.died_on is None:
        deceased.died_on = died_on
        deceased.save(update_fields=["died_on"])
        audit.record(
            by=by, verb="recorded a death", subject=deceased, person=deceased.public_id, claim=claim.reference
        )
    _end_annuities(Annuity.objects.filter(payee=deceased), died_on, claim, by)
    holds.close_as_confirmed(person=deceased)
    receivables.find_overpaid(person=deceased, by=by, claim=claim)


def _deceased(claim: Claim) -> Person:
    """Who died: the member, or the survivor whom the report was tied to. The row is held."""
    if claim.member is not None:
        number: int | None = claim.member.person_id
    else:
        held = claim.payment_holds.filter(state="held").order_by("-held_at").first()
        number = held.person_id if held is not None else None
    if number is None:
        raise ClaimRefused(_("First say whose death the claim is about."))
    return Person.objects.select_for_update().get(pk=number)


def _day(claim: Claim, deceased: Person) -> date:
    """The day the figures rest on, else the day that was told, else the day on record."""
    figured = claim.calculation.figures.get("died_on") if claim.calculation is not None else None
    try:
        told = Answers({"died_on": figured or claim.answer_data.get("died_on")}).maybe_day("died_on")
    except Refusal as refusal:
        raise ClaimRefused(say_refusal(refusal)) from refusal
    if told is None and deceased.died_on is None:
        raise ClaimRefused(_("The day of death is not known. Enter it with the figures."))
    return told or cast(date, deceased.died_on)


def _end_annuities(annuities: "QuerySet[Annuity]", died_on: date, claim: Claim, by: Actor) -> None:
    for annuity in annuities.select_for_update(of=("self",)).exclude(state=Annuity.State.ENDED):
        annuity.state, annuity.ends_on = Annuity.State.ENDED, Month.of(died_on).last_day
        annuity.save(update_fields=["state", "ends_on"])
        audit.record(
            by=by,
            verb="ended an annuity: death",
            subject=annuity,
            person=annuity.payee.public_id,
            claim=claim.reference,
        )
