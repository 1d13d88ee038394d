"""Made-up people with just enough on record for a statement of each kind."""

from datetime import date
from decimal import Decimal

from accounts.models import Person
from benefits.models import (
    Annuity,
    AnnuityAmount,
    Beneficiary,
    Designation,
    FamilyMember,
    InsuranceEnrolment,
    Member,
    Payment,
)
from benefits.rules.months import Month
from tests.factories.accounts import a_person
from tests.factories.work import a_job, a_membership, months_of_pay

YEAR = 2025


def without_address(person: Person) -> Person:
    """Their mail came back, and nobody knows where they live now."""
    person.addresses.update(until_on=date(2025, 6, 30))
    return person


def a_member(
    person: Person | None = None, *, hired_on: date = date(2014, 1, 1), left_on: date | None = None
) -> Member:
    """A Tier 2 member, at work unless they left, who has named a beneficiary."""
    member = a_membership(person or a_person(born_on=date(1970, 1, 2)), since=hired_on)
    a_job(member, since=hired_on, until=left_on)
    form = Designation.objects.create(member=member, signed_on=date(2016, 5, 1))
    Beneficiary.objects.create(
        designation=form, rank="primary", position=1, name="Jo Nowak", relationship="Sister", percent=100
    )
    return member


def at_work(person: Person | None = None, *, years: int = 12) -> Member:
    """At work through the end of the year, paid every month."""
    first = Month(YEAR - years + 1, 1)
    member = a_member(person, hired_on=first.first_day)
    months_of_pay(member, first, 12 * years, "4000.00")
    return member


def gone(person: Person | None = None) -> Member:
    """Left State service after two years."""
    member = a_member(person, hired_on=date(2018, 1, 1), left_on=date(2019, 12, 31))
    months_of_pay(member, Month(2018, 1), 24, "4000.00")
    return member


def retired(person: Person | None = None, **fields) -> Annuity:
    """Retired since 2023, paid twelve times in the year."""
    member = a_member(person, hired_on=date(2011, 2, 1), left_on=date(2022, 12, 31))
    return an_annuity(member, member.person, "retirement", **fields)


def surviving(person: Person | None = None, **fields) -> Annuity:
    """The survivor of a member who died in 2022."""
    died = a_member(a_person("Halina", "Brzezinski", died_on=date(2022, 12, 5)), left_on=date(2022, 12, 5))
    payee = person or a_person("Walter", "Brzezinski")
    return an_annuity(died, payee, "survivor", status_at_death="active", **fields)


def an_annuity(member: Member, payee: Person, kind: str, *, months: int = 12, **fields) -> Annuity:
    """An annuity with its payments of the year."""
    annuity = Annuity.objects.create(
        **{
            "member": member,
            "payee": payee,
            "kind": kind,
            "starts_on": date(2023, 1, 1),
            "formula": "regular",
            "coverage": "covered",
            "service_months": Decimal(132),
            "final_average_compensation": Decimal("5000.00"),
            "original_monthly": Decimal("1000.00"),
            **fields,
        }
    )
    AnnuityAmount.objects.create(annuity=annuity, from_on=date(2023, 1, 1), monthly=1000, reason="grant")
    AnnuityAmount.objects.create(annuity=annuity, from_on=date(2025, 1, 1), monthly=1012, reason="increase")
    Payment.objects.bulk_create(a_payment(annuity, month) for month in range(1, months + 1))
    return annuity


def a_payment(annuity: Annuity, month: int, **fields) -> Payment:
    """A month's payment of 1,012.00 with tax, health insurance and union dues, not yet saved."""
    return Payment(
        **{
            "annuity": annuity,
            "month": date(YEAR, month, 1),
            "paid_on": date(YEAR, month, 19),
            "gross": Decimal("1012.00"),
            "federal_tax": Decimal("51.20"),
            "health_insurance": Decimal("40.00"),
            "other_deduction": Decimal("5.00"),
            "other_deduction_reason": "Union dues",
            "net": Decimal("915.80"),
            "method": "direct_deposit",
            **fields,
        }
    )


def a_spouse(member: Member) -> FamilyMember:
    """Married for many years."""
    return FamilyMember.objects.create(
        member=member, relation="spouse", name="Jo Nowak", born_on=date(1969, 1, 1), since_on=date(1995, 6, 1)
    )


def insured(person: Person) -> InsuranceEnrolment:
    """Enrolled in the State's health plan."""
    return InsuranceEnrolment.objects.create(
        person=person,
        plan="health",
        carrier="Quality Care",
        covers="You",
        monthly_premium=Decimal("40.00"),
        from_on=date(2020, 1, 1),
    )
