"""The rows that a handful of statements are written from, fetched in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q

from accounts.models import Address
from benefits.models import (
    Annuity,
    AnnuityAmount,
    Beneficiary,
    Employment,
    InsuranceEnrolment,
    Payment,
    Statement,
)
from benefits.rules.member import MemberFacts
from benefits.selectors import member_facts

PAYEES = (Statement.Kind.ANNUITANT, Statement.Kind.SURVIVOR)
Pair = tuple[int, int]
Key = TypeVar("Key")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Records:
    """What is on record about some people for one calendar year, by person, member, or the pair of them."""

    addresses: Mapping[int, Address]
    insurance: Mapping[int, Sequence[InsuranceEnrolment]]
    beneficiaries: Mapping[int, Sequence[Beneficiary]]
    employments: Mapping[int, Sequence[Employment]]
    facts: Mapping[int, MemberFacts]
    annuities: Mapping[Pair, Sequence[Annuity]]
    # By annuity.
    amounts: Mapping[int, Sequence[AnnuityAmount]]
    payments: Mapping[int, Sequence[Payment]]


def load(statements: Sequence[Statement], *, year: int) -> Records:
    """Everything that the statements of a year will say."""
    last = date(year, 12, 31)
    people = [statement.person_id for statement in statements]
    payees = [statement for statement in statements if statement.kind in PAYEES]
    own = [statement.member_id for statement in statements if statement.kind not in PAYEES]
    annuities = _annuities(payees, year)
    ids = [annuity.pk for some in annuities.values() for annuity in some]
    return Records(
        addresses={row.person_id: row for row in Address.objects.filter(person__in=people, until_on=None)},
        insurance=_insurance(people, last),
        beneficiaries=_beneficiaries([statement.member_id for statement in statements], last),
        employments=_employments(own, last),
        facts=member_facts(own, through=last) if own else {},
        annuities=annuities,
        amounts=_amounts(ids, last),
        payments=_payments(ids, year),
    )


def _annuities(payees: Sequence[Statement], year: int) -> Mapping[Pair, list[Annuity]]:
    rows = Annuity.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=date(year, 1, 1)),
        payee__in={statement.person_id for statement in payees},
        member__in={statement.member_id for statement in payees},
        starts_on__lte=date(year, 12, 31),
    )
    return _grouped(((row.payee_id, row.member_id), row) for row in rows.order_by("starts_on", "pk"))


def _amounts(annuities: Sequence[int], last: date) -> Mapping[int, list[AnnuityAmount]]:
    rows = AnnuityAmount.objects.filter(annuity__in=annuities, from_on__lte=last).order_by("from_on")
    return _grouped((row.annuity_id, row) for row in rows)


def _payments(annuities: Sequence[int], year: int) -> Mapping[int, list[Payment]]:
    # A payment belongs to the year in which it was paid, as on the 1099-R. What came back was not paid.
    rows = Payment.objects.standing().filter(
        annuity__in=annuities, paid_on__gte=date(year, 1, 1), paid_on__lte=date(year, 12, 31)
    )
    return _grouped((row.annuity_id, row) for row in rows.order_by("paid_on", "month"))


def _insurance(people: Sequence[int], last: date) -> Mapping[int, list[InsuranceEnrolment]]:
    rows = InsuranceEnrolment.objects.filter(
        Q(until_on=None) | Q(until_on__gte=last), person__in=people, from_on__lte=last
    )
    return _grouped((row.person_id, row) for row in rows.order_by("plan", "from_on"))


def _beneficiaries(members: Sequence[int], last: date) -> Mapping[int, list[Beneficiary]]:
    rows = Beneficiary.objects.filter(
        Q(designation__superseded_on=None) | Q(designation__superseded_on__gt=last),
        designation__member__in=members,
        designation__signed_on__lte=last,
    )
    rows = rows.select_related("designation").order_by("designation__signed_on", "-rank", "position")
    return _of_latest_form((row.designation.member_id, row) for row in rows)


def _of_latest_form(rows: "Iterable[tuple[int, Beneficiary]]") -> dict[int, list[Beneficiary]]:
    found: dict[int, list[Beneficiary]] = {}
    for member, row in rows:
        if found.get(member) and found[member][0].designation_id != row.designation_id:
            found[member] = []
        found.setdefault(member, []).append(row)
    return found


def _employments(members: Sequence[int], last: date) -> Mapping[int, list[Employment]]:
    rows = Employment.objects.filter(member__in=members, hired_on__lte=last, is_temporary_retiree=False)
    return _grouped((row.member_id, row) for row in rows.select_related("employer").order_by("hired_on"))


def _grouped(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return found
