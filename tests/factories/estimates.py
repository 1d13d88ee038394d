"""Saved estimates, made as a member makes them."""

from datetime import date
from decimal import Decimal

from accounts.models import Person
from benefits.models import FamilyMember, Member, SavedEstimate
from benefits.rules.assumptions import Assumptions, standard_assumptions
from benefits.services.estimates.saving import Basis, basis_of, save_estimate
from sers_portal.base.audit import SYSTEM

AT_67 = date(2051, 5, 1)


def a_basis(person: Person) -> Basis:
    basis = basis_of(person)
    assert basis is not None
    return basis


def a_saved_estimate(
    person: Person,
    *,
    name: str = "At 67",
    retire_on: date = AT_67,
    assumptions: Assumptions | None = None,
) -> SavedEstimate:
    """For somebody of the cast; Maria is 67 in April 2051."""
    return save_estimate(
        basis=a_basis(person),
        retire_on=retire_on,
        assumptions=assumptions or standard_assumptions(),
        name=name,
        by=SYSTEM,
    )


def a_spouse(member: Member, *, born_on: date = date(1986, 2, 3)) -> FamilyMember:
    return FamilyMember.objects.create(
        member=member, relation="spouse", name="Luis Lopez", born_on=born_on, since_on=date(2012, 6, 1)
    )


def assumptions(growth: str, inflation: str = "2.5") -> Assumptions:
    return Assumptions(Decimal(growth), Decimal(inflation))
