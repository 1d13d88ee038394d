"""Membership, work and pay."""

from datetime import date
from decimal import Decimal

from accounts.models import Person
from benefits.models import Employer, Employment, Member, PayRecord
from benefits.rules.money import half_up
from benefits.rules.months import Month

RETIREMENT_PERCENT, SURVIVOR_PERCENT = Decimal("3.5"), Decimal("0.5")
LAST_DAY_OF_TIER_1 = date(2010, 12, 31)


def an_employer(code: str = "DHS", name: str = "Department of Human Services") -> Employer:
    return Employer.objects.get_or_create(code=code, defaults={"name": name})[0]


def a_membership(person: Person, *, since: date) -> Member:
    """Regular formula, covered by Social Security; the tier follows from the day."""
    tier = 1 if since <= LAST_DAY_OF_TIER_1 else 2
    return Member.objects.create(
        person=person, tier=tier, formula="regular", coverage="covered", first_membership_on=since
    )


def a_job(
    member: Member, *, since: date, until: date | None = None, employer: Employer | None = None, **fields
) -> Employment:
    return Employment.objects.create(
        member=member,
        employer=employer or an_employer(),
        formula="regular",
        coverage="covered",
        hired_on=since,
        left_on=until,
        **fields,
    )


def a_month_of_pay(member: Member, month: Month, earnings: str = "4800.00", **fields) -> PayRecord:
    """A full month on monthly pay, with the shares of the regular formula covered by Social Security."""
    return PayRecord.objects.create(**_record(member, month, Decimal(earnings), fields))


def months_of_pay(member: Member, first: Month, months: int, earnings: str = "4800.00", **fields) -> None:
    """So many full months in a row."""
    records = [_record(member, first.plus(number), Decimal(earnings), fields) for number in range(months)]
    PayRecord.objects.bulk_create(PayRecord(**record) for record in records)


def _record(member: Member, month: Month, earnings: Decimal, fields: dict) -> dict:
    pensionable = Decimal(fields.get("pensionable", earnings))
    record = {
        "member": member,
        "month": month.first_day,
        "paid_on": month.last_day,
        "pay_basis": "monthly",
        "units": month.last_day.day,
        "earnings": earnings,
        "pensionable": pensionable,
        "formula": "regular",
        "coverage": "covered",
        "retirement_contribution": half_up(RETIREMENT_PERCENT * pensionable / 100),
        "survivor_contribution": half_up(SURVIVOR_PERCENT * pensionable / 100),
        **fields,
    }
    record.setdefault("employer", an_employer())
    return record
