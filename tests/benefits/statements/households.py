"""Made-up people with just enough on record for a statement of each kind."""

from datetime import date
from decimal import Decimal
from itertools import count

from accounts.models import Address, Person, User
from benefits.models import (
    Annuity,
    AnnuityAmount,
    Beneficiary,
    Designation,
    Employer,
    Employment,
    FamilyMember,
    InsuranceEnrolment,
    Member,
    Payment,
    PayRecord,
)
from benefits.rules.months import Month
from sers_portal.base.audit import Actor

YEAR = 2025
_numbers = count(700_001)


def a_person(given_name: str = "Ada", family_name: str = "Nowak", **fields) -> Person:
    """A person with an address."""
    number = next(_numbers)
    person = Person(
        **{
            "member_id": str(number),
            "given_name": given_name,
            "family_name": family_name,
            "born_on": date(1970, 1, 2),
            **fields,
        }
    )
    person.set_ssn(f"9{number:08d}")
    person.save()
    Address.objects.create(
        person=person,
        line_1="12 Elm Street",
        city="Springfield",
        state="IL",
        zip_code="62701",
        from_on=date(2015, 1, 1),
    )
    return person


def without_address(person: Person) -> Person:
    """Their mail came back, and nobody knows where they live now."""
    person.addresses.update(until_on=date(2025, 6, 30))
    return person


def an_account(person: Person) -> User:
    """Their sign-in."""
    return User.objects.create_user(f"{person.member_id}@example.org", "a long passphrase", person=person)


def a_member(
    person: Person | None = None, *, hired_on: date = date(2014, 1, 1), left_on: date | None = None
) -> Member:
    """A Tier 2 member, at work unless they left, who has named a beneficiary."""
    member = Member.objects.create(
        person=person or a_person(),
        tier=2,
        formula="regular",
        coverage="covered",
        first_membership_on=hired_on,
    )
    Employment.objects.create(
        member=member,
        employer=an_employer(),
        formula="regular",
        coverage="covered",
        hired_on=hired_on,
        left_on=left_on,
    )
    form = Designation.objects.create(member=member, signed_on=date(2016, 5, 1))
    Beneficiary.objects.create(
        designation=form, rank="primary", position=1, name="Jo Nowak", relationship="Sister", percent=100
    )
    return member


def an_employer() -> Employer:
    return Employer.objects.get_or_create(code="CMS", defaults={"name": "Central Management Services"})[0]


def pay(member: Member, first: Month, months: int = 12, earnings: str = "4000.00") -> None:
    """Months of pay with the contributions of a member covered by Social Security."""
    amount = Decimal(earnings)
    PayRecord.objects.bulk_create(
        PayRecord(
            member=member,
            employer=an_employer(),
            month=first.plus(number).first_day,
            paid_on=first.plus(number).last_day,
            pay_basis="monthly",
            units=30,
            earnings=amount,
            pensionable=amount,
            formula="regular",
            coverage="covered",
            retirement_contribution=amount * Decimal("0.035"),
            survivor_contribution=amount * Decimal("0.005"),
        )
        for number in range(months)
    )


def at_work(person: Person | None = None, *, years: int = 12) -> Member:
    """At work through the end of the year, paid every month."""
    first = Month(YEAR - years + 1, 1)
    member = a_member(person, hired_on=first.first_day)
    pay(member, first, 12 * years)
    return member


def gone(person: Person | None = None) -> Member:
    """Left State service after two years."""
    member = a_member(person, hired_on=date(2018, 1, 1), left_on=date(2019, 12, 31))
    pay(member, Month(2018, 1), 24)
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


def staff(name: str) -> Actor:
    """A member of staff who may do everything."""
    return User.objects.create_superuser(
        f"{name.lower()}@example.org", "a long passphrase", given_name=name, family_name="Staff"
    ).actor
