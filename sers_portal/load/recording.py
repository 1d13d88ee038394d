"""A life becomes rows: every record the portal would hold of it on the plan's day."""

import random
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from accounts.models import Person
from accounts.ssn import last_four_index
from benefits.models import BankAccount
from benefits.rules.months import Month
from sers_portal.base.sealing import seal
from sers_portal.load import annuities, careers
from sers_portal.load.annuities import Grant
from sers_portal.load.careers import Career, Stretch
from sers_portal.load.lives import Bank, Identity, Insurance, Life, Membership, Survived
from sers_portal.load.plan import Plan, days_in, money
from sers_portal.load.tables import Rows, empty_rows, written

# Areas 773 to 899 were never issued before 2011: every number is valid by shape and nobody's of that time.
FIRST_AREA, AREAS, GROUPS, SERIALS = 773, 127, 99, 9999
SCATTER = 48271
FIRST_MEMBER_ID = 200_000_000
# Room for the person and for the member they survive.
PEOPLE_A_LIFE = 2
ANNUITIES_A_LIFE = 3


class Numbers(NamedTuple):
    """The first free row numbers of a life in each table that others refer to."""

    person: int
    member: int
    designation: int
    annuity: int

    def of_survived(self) -> "Numbers":
        """The numbers of the member whom the person survives."""
        return Numbers(self.person + 1, self.member + 1, self.designation + 1, self.annuity + 1)


def numbers_of(position: int, first: Numbers) -> Numbers:
    """The numbers of the life at a position, each life having room of its own."""
    return Numbers(
        first.person + position * PEOPLE_A_LIFE,
        first.member + position * PEOPLE_A_LIFE,
        first.designation + position * PEOPLE_A_LIFE,
        first.annuity + position * ANNUITIES_A_LIFE,
    )


class Recorder:
    """Writes lives as rows under one edition of the law, on one day."""

    def __init__(self, plan: Plan, employers: Mapping[str, int]) -> None:
        self.plan = plan
        self.employers = employers
        self._pay_months: dict[int, str] = {}
        self._benefit_months: dict[int, str] = {}

    def record(self, life: Life, numbers: Numbers, rng: random.Random) -> Rows:
        """All rows of a life."""
        rows = empty_rows()
        self._identity(rows, life.identity, numbers.person, rng)
        if life.bank:
            _bank(rows, life.bank, numbers.person, rng)
        for enrolment in life.insurance:
            _insurance(rows, enrolment, numbers.person)
        if life.membership:
            self._membership(rows, life, life.membership, numbers, rng)
        if life.survived:
            self._survived(rows, life, life.survived, numbers, rng)
        return rows

    def _membership(
        self, rows: Rows, life: Life, membership: Membership, numbers: Numbers, rng: random.Random
    ) -> None:
        career = careers.follow(membership, self.plan)
        self._member(rows, membership, career, numbers, rng)
        if membership.retirement:
            grant = annuities.grant_retirement(life.identity, membership, career, membership.retirement)
            self._annuity(rows, grant, numbers.annuity, numbers.member, numbers.person, membership, rng)
            self._payments(rows, grant, numbers.annuity, life.insurance, life.bank)

    def _survived(
        self, rows: Rows, life: Life, survived: Survived, numbers: Numbers, rng: random.Random
    ) -> None:
        theirs = numbers.of_survived()
        membership = survived.membership
        career = careers.follow(membership, self.plan)
        self._identity(rows, survived.identity, theirs.person, rng)
        self._member(rows, membership, career, theirs, rng)
        retired = None
        if membership.retirement:
            retired = annuities.grant_retirement(survived.identity, membership, career, membership.retirement)
            self._annuity(rows, retired, theirs.annuity, theirs.member, theirs.person, membership, rng)
            self._payments(rows, retired, theirs.annuity, (), life.bank)
        grant = annuities.grant_survivor(life.identity, survived, career, retired)
        number = theirs.annuity + 1
        self._annuity(rows, grant, number, theirs.member, numbers.person, membership, rng)
        self._payments(rows, grant, number, () if life.membership else life.insurance, life.bank)

    def _identity(self, rows: Rows, who: Identity, number: int, rng: random.Random) -> None:
        public_id = made_up_uuid(rng)
        ssn = made_up_ssn(number)
        rows["accounts_person"].append(
            written(
                number, public_id, who.member_id or str(FIRST_MEMBER_ID + number), who.given_name, who.middle_name,
                who.family_name, who.suffix, who.born_on, who.died_on,
                seal(ssn, bound_to=Person.ssn.bound_to(public_id)), Person.ssn.index_of(ssn), last_four_index(ssn),
                who.delivery, who.language,
            )
        )  # fmt: skip
        for home in who.homes:
            rows["accounts_address"].append(
                written(
                    number, home.line_1, home.line_2, home.city, "IL", home.zip_code, home.from_on, home.until_on,
                    home.returned_on,
                )
            )  # fmt: skip

    def _member(
        self, rows: Rows, membership: Membership, career: Career, numbers: Numbers, rng: random.Random
    ) -> None:
        rows["benefits_member"].append(
            written(
                numbers.member, numbers.person, membership.tier, membership.formula, membership.coverage,
                membership.first_membership_on, membership.is_police,
            )
        )  # fmt: skip
        for job in membership.jobs:
            rows["benefits_employment"].append(
                written(
                    numbers.member, self.employers[job.employer], job.position, job.formula, job.coverage,
                    job.pay_basis, job.is_full_time, job.is_temporary_retiree,
                    money(_level_on(job.pay, career.plan.last_pay_month)), job.hired_on, job.left_on,
                )
            )  # fmt: skip
        self._pay(rows, career, numbers.member)
        self._from_before(rows, membership, career, numbers.member, rng)
        _family(rows, membership, numbers)

    def _pay(self, rows: Rows, career: Career, member: int) -> None:
        records = rows["benefits_payrecord"]
        for stretch in career.recorded():
            shares = career.shares(stretch)
            job = stretch.job
            head = f"{member}\t{self.employers[job.employer]}\t"
            tail = "\t".join(
                (
                    money(stretch.cents), job.formula, job.coverage, money(shares.pensionable),
                    money(shares.retirement), money(shares.survivor), money(shares.picked_up),
                )
            )  # fmt: skip
            for month in range(stretch.first, stretch.last + 1):
                records.append(f"{head}{self._pay_month(month, stretch)}\t{tail}")

    def _pay_month(self, month: int, stretch: Stretch) -> str:
        if stretch.units is not None:
            first_day, paid_on = Month.from_ordinal(month).first_day, self.plan.paid_on(month)
            return f"{first_day}\t{paid_on}\t{stretch.job.pay_basis}\t{stretch.units}"
        if month not in self._pay_months:
            first_day, paid_on = Month.from_ordinal(month).first_day, self.plan.paid_on(month)
            self._pay_months[month] = f"{first_day}\t{paid_on}\tmonthly\t{days_in(month)}"
        return self._pay_months[month]

    def _from_before(
        self, rows: Rows, membership: Membership, career: Career, member: int, rng: random.Random
    ) -> None:
        """Service and contributions of the time before the pay records begin, carried over."""
        earlier = list(career.before_records())
        if membership.reciprocal_months:
            granted = membership.first_membership_on + timedelta(days=90)
            rows["benefits_servicegrant"].append(
                written(member, "reciprocal", membership.reciprocal_months, "regular", None, "", granted)
            )
        if not earlier:
            return
        carried_on = Month.from_ordinal(self.plan.first_month).first_day - timedelta(days=1)
        for formula in ("regular", "alternative"):
            if months := career.service_months(earlier, formula):
                since = min(stretch.first for stretch in earlier if stretch.job.formula == formula)
                rows["benefits_servicegrant"].append(
                    written(
                        member, "prior", months, formula, Month.from_ordinal(since).first_day, "", carried_on
                    )
                )
        balance = career.balance(_day_after_year(carried_on), earlier)
        rows["benefits_accountentry"].append(
            written(
                made_up_uuid(rng), member, "opening_balance", carried_on, money(balance.retirement),
                money(balance.survivor), money(balance.interest), "",
            )
        )  # fmt: skip

    def _annuity(
        self, rows: Rows, grant: Grant, number: int, member: int, payee: int, membership: Membership,
        rng: random.Random,
    ) -> None:  # fmt: skip
        rows["benefits_annuity"].append(
            written(
                number, made_up_uuid(rng), member, payee, grant.kind, "ended" if grant.ends_on else "in_payment",
                grant.starts_on, grant.ends_on, grant.formula, membership.coverage, grant.service_months,
                grant.compensation, money(grant.original_cents), grant.reduction_percent, grant.offset_removal,
                grant.status_at_death, money(grant.contributions_at_start),
            )
        )  # fmt: skip
        for amount in grant.amounts:
            rows["benefits_annuityamount"].append(
                f"{number}\t{amount.from_on}\t{money(amount.cents)}\t{amount.reason}"
            )

    def _payments(
        self, rows: Rows, grant: Grant, number: int, insurance: Sequence[Insurance], bank: Bank | None
    ) -> None:
        records = rows["benefits_payment"]
        first_month = Month.of(grant.starts_on).ordinal
        for first, last, gross, withheld in annuities.payments(grant, insurance, self.plan):
            amounts = "\t".join(map(money, (gross, *withheld)))
            tail = f"{amounts}\t0\t\t{money(gross - withheld.total)}"
            for month in range(first, last + 1):
                # The first payment is mailed.
                method = "direct_deposit" if bank and month > first_month else "check"
                records.append(f"{number}\t{self._benefit_month(month)}\t{tail}\t{method}")

    def _benefit_month(self, month: int) -> str:
        if month not in self._benefit_months:
            first_day = Month.from_ordinal(month).first_day
            self._benefit_months[month] = f"{first_day}\t{self.plan.benefit_paid_on(month)}"
        return self._benefit_months[month]


def _family(rows: Rows, membership: Membership, numbers: Numbers) -> None:
    for relative in membership.family:
        rows["benefits_familymember"].append(
            written(
                numbers.member, relative.relation, relative.name, relative.born_on, relative.since_on,
                relative.ended_on, relative.is_disabled, relative.is_full_time_student,
            )
        )  # fmt: skip
    if membership.nomination:
        rows["benefits_designation"].append(
            written(numbers.designation, numbers.member, membership.nomination.signed_on)
        )
        places = {"primary": 0, "contingent": 0}
        for named in membership.nomination.shares:
            places[named.rank] += 1
            rows["benefits_beneficiary"].append(
                written(
                    numbers.designation,
                    named.rank,
                    places[named.rank],
                    named.name,
                    named.relationship,
                    named.percent,
                )
            )


def _bank(rows: Rows, bank: Bank, person: int, rng: random.Random) -> None:
    public_id = made_up_uuid(rng)
    token = seal(bank.account_number, bound_to=BankAccount.account_number.bound_to(public_id))
    index = BankAccount.account_number.index_of(bank.account_number)
    rows["benefits_bankaccount"].append(
        written(public_id, person, bank.routing_number, token, index, bank.kind, bank.from_on)
    )


def _insurance(rows: Rows, enrolment: Insurance, person: int) -> None:
    rows["benefits_insuranceenrolment"].append(
        written(
            person, enrolment.plan, enrolment.carrier, enrolment.covers, money(enrolment.premium_cents),
            enrolment.from_on,
        )
    )  # fmt: skip


def _level_on(pay: Sequence[tuple[int, int]], month: int) -> int:
    """The monthly rate in cents in a month: the last raise that had come by then."""
    return next((cents for since, cents in reversed(pay) if since <= month), pay[0][1])


def _day_after_year(day: date) -> date:
    return day + timedelta(days=1)


def made_up_uuid(rng: random.Random) -> str:
    """A UUID of chance that comes out the same for the same seed."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def made_up_ssn(number: int) -> str:
    """A Social Security number valid by shape; different numbers give different ones."""
    scattered = number * SCATTER % (AREAS * GROUPS * SERIALS)
    rest, serial = divmod(scattered, SERIALS)
    area, group = divmod(rest, GROUPS)
    return f"{FIRST_AREA + area}{group + 1:02d}{serial + 1:04d}"


def made_up_routing_number(number: int) -> str:
    """A bank's routing number with a Federal Reserve prefix of Illinois and a right check digit."""
    digits = f"0719{number % 10_000:04d}"
    weighted = sum(
        int(digit) * weight for digit, weight in zip(digits, (3, 7, 1, 3, 7, 1, 3, 7), strict=True)
    )
    return f"{digits}{-weighted % 10}"
