"""Saved estimates: kept as they were told, under a name the member gives, until the member deletes them."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Annuity, Member, SavedEstimate
from benefits.rules.assumptions import Assumptions
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts
from benefits.selectors import law_in_force, member_facts
from benefits.services.estimates.figuring import figure_estimate
from benefits.services.estimates.frozen_facts import facts_to_json
from benefits.services.estimates.record import EstimateRecord, record_to_json
from sers_portal.base import clock
from sers_portal.base.audit import Actor, record

MOST_SAVED = 20


class EstimateRefused(Exception):
    """What was asked cannot be done; the text says why and what to do, in the reader's language."""


class Basis(NamedTuple):
    """What every estimate of a member rests on today."""

    member: Member
    facts: MemberFacts
    law: Law
    today: date

    def figure(self, *, retire_on: date, assumptions: Assumptions) -> EstimateRecord:
        """The estimate for a day, by the record as it is today. NotCovered as the rule."""
        return figure_estimate(
            self.facts, law=self.law, on=self.today, retire_on=retire_on, assumptions=assumptions
        )


def basis_of(person: Person) -> Basis | None:
    """What an estimate for this person rests on; None without a membership, or when it is a retirement annuity by now."""
    own = _own_annuities().filter(member=OuterRef("pk"))
    member = (
        Member.objects.filter(person=person).select_related("person").annotate(is_granted=Exists(own)).first()
    )
    if member is None or member.is_granted:
        return None
    today = clock.today()
    facts = member_facts([member.pk], through=today)[member.pk]
    return Basis(member, facts, law_in_force(on=today), today)


def is_retired(member: Member) -> bool:
    """Whether the member's own annuity has been granted and has not ended."""
    return _own_annuities().filter(member=member).exists()


def _own_annuities() -> QuerySet[Annuity]:
    """Retirement annuities that were granted and have not ended."""
    return Annuity.objects.filter(kind=Annuity.Kind.RETIREMENT).exclude(state=Annuity.State.ENDED)


def estimates_of(person: Person) -> QuerySet[SavedEstimate]:
    """The estimates a person saved, newest first."""
    return SavedEstimate.objects.filter(member__person=person).select_related("claim")


@transaction.atomic
def save_estimate(
    *, basis: Basis, retire_on: date, assumptions: Assumptions, name: str, by: Actor
) -> SavedEstimate:
    """Figure an estimate anew and keep it. EstimateRefused: too many, or the name is taken. NotCovered as the rule."""
    figured = basis.figure(retire_on=retire_on, assumptions=assumptions)
    # Two windows saving at once: the second waits here and counts the first.
    Member.objects.select_for_update().get(pk=basis.member.pk)
    _check_number(basis.member)
    saved = SavedEstimate(
        member=basis.member,
        name=name,
        figured_on=basis.today,
        retire_on=retire_on,
        law_edition=basis.law.edition,
        facts=facts_to_json(basis.facts),
        record=record_to_json(figured),
        saved_at=clock.now(),
    )
    _write(saved, by=by, verb="estimate.saved")
    return saved


@transaction.atomic
def rename_estimate(*, estimate: SavedEstimate, name: str, by: Actor) -> None:
    """Give a saved estimate another name. EstimateRefused: the name is taken."""
    estimate.name = name
    _write(estimate, by=by, verb="estimate.renamed", update_fields=["name"])


@transaction.atomic
def delete_estimate(*, estimate: SavedEstimate, by: Actor) -> None:
    """Delete a saved estimate. EstimateRefused: SERS is working on an official one that was asked for from it."""
    if estimate.claim is not None and estimate.claim.is_open:
        raise EstimateRefused(
            _(
                "SERS works on an official estimate that you asked for from this one, so it is kept. "
                "To stop that, withdraw the request first."
            )
        )
    record(by=by, verb="estimate.deleted", subject=estimate, person=estimate.member.person.public_id)
    estimate.delete()


def find_estimate(person: Person, id: UUID) -> SavedEstimate | None:
    """A saved estimate of this person; None for anybody else's."""
    return estimates_of(person).select_related("member__person").filter(pk=id).first()


def _check_number(member: Member) -> None:
    if SavedEstimate.objects.filter(member=member).count() >= MOST_SAVED:
        raise EstimateRefused(
            _("You have %(most)d saved estimates, which is the most you can keep. Delete one first.")
            % {"most": MOST_SAVED}
        )


def _write(estimate: SavedEstimate, *, by: Actor, verb: str, update_fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            estimate.save(update_fields=update_fields)
    except IntegrityError as error:
        if "estimate_name_once_a_member" not in str(error):
            raise
        raise EstimateRefused(
            _("You already have an estimate called “%(name)s”. Choose another name.")
            % {"name": estimate.name}
        ) from error
    record(by=by, verb=verb, subject=estimate, person=estimate.member.person.public_id)
