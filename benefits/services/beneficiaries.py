"""Naming beneficiaries: a new form in place of the one before, in force when it is received."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Beneficiary, Designation, Member
from benefits.services.confirmations import confirm_change
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

ALL = Decimal(100)
Rank = Beneficiary.Rank


class NamesRefused(Exception):
    """The names or shares cannot stand; the sentence says why."""


@dataclass(frozen=True)
class Named:
    """Somebody who is named: percent with two places, of their rank's 100."""

    name: str
    relationship: str
    rank: str
    percent: Decimal


def in_force(member: Member) -> Designation | None:
    """The form that counts today."""
    return (
        Designation.objects.filter(member=member, superseded_on=None)
        .prefetch_related("beneficiaries")
        .first()
    )


def missing_share(named: Sequence[Named], rank: str) -> Decimal:
    """How many percent a rank lacks to 100 (below zero: has too many). Nothing is missing where nobody is named."""
    shares = [one.percent for one in named if one.rank == rank]
    return ALL - sum(shares, Decimal(0)) if shares else Decimal(0)


def name(*, member: Member, named: Sequence[Named], by: Actor, is_told: bool = True) -> Designation:
    """Put a new form in force and end the one before. The same form twice in a day is one form.

    `is_told=False` leaves it to the caller to tell the person. Raises `NamesRefused`; the database refuses shares that do
    not come to 100 as well.
    """
    _check(named)
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=member.person_id)
        today = clock.today()
        before = in_force(member)
        if before is not None and before.signed_on == today and _named_by(before) == list(named):
            return before
        if before is not None:
            before.superseded_on = today
            before.save(update_fields=["superseded_on"])
        form = Designation.objects.create(member=member, signed_on=today)
        Beneficiary.objects.bulk_create(_rows(form, named))
        audit.record(
            by=by, verb="named beneficiaries", subject=form, person=person.public_id, number=len(named)
        )
        if is_told:
            confirm_change(person, "beneficiaries", key=str(form.pk), has_letter=True)
    return form


def _check(named: Sequence[Named]) -> None:
    if not any(one.rank == Rank.PRIMARY for one in named):
        raise NamesRefused(_("Name at least one primary beneficiary."))
    if any(missing_share(named, rank) for rank in Rank.values):
        raise NamesRefused(_("The shares must come to 100% exactly."))


def _rows(form: Designation, named: Sequence[Named]) -> list[Beneficiary]:
    return [
        Beneficiary(
            designation=form,
            rank=rank,
            position=position,
            name=one.name,
            relationship=one.relationship,
            percent=one.percent,
        )
        for rank in Rank.values
        for position, one in enumerate((one for one in named if one.rank == rank), start=1)
    ]


def _named_by(form: Designation) -> list[Named]:
    return [
        Named(row.name, row.relationship, row.rank, row.percent)
        for row in form.beneficiaries.order_by("-rank", "position")
    ]
