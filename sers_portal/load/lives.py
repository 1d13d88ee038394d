"""A life as the plan sees it: facts only, before any record is written. Amounts are in whole cents."""

from datetime import date
from typing import NamedTuple

from benefits.rules.facts import Coverage, Formula, PayBasis, Tier


class Raise(NamedTuple):
    """Monthly pay from a month on (the month as its ordinal, see `benefits.rules.months.Month`)."""

    month: int
    cents: int


class Job(NamedTuple):
    """A spell of work. Without `units` each record reports the calendar days employed in its month."""

    employer: str
    position: str
    formula: Formula
    coverage: Coverage
    hired_on: date
    left_on: date | None
    pay: tuple[Raise, ...]
    pay_basis: PayBasis = "monthly"
    units: str = ""
    is_full_time: bool = True
    is_temporary_retiree: bool = False
    is_picked_up: bool = False


class Relative(NamedTuple):
    """A spouse, child or parent."""

    relation: str
    name: str
    born_on: date
    since_on: date | None = None
    ended_on: date | None = None
    is_full_time_student: bool = False
    is_disabled: bool = False


class Share(NamedTuple):
    """A nominated beneficiary, in percent."""

    name: str
    relationship: str
    percent: str
    rank: str = "primary"


class Nomination(NamedTuple):
    """A signed beneficiary form."""

    signed_on: date
    shares: tuple[Share, ...]


class Retirement(NamedTuple):
    """A retirement annuity, applied for and granted."""

    starts_on: date
    offset_removal: bool = False


class Membership(NamedTuple):
    """What makes a person a member, and everything their own service brings."""

    tier: Tier
    formula: Formula
    coverage: Coverage
    first_membership_on: date
    jobs: tuple[Job, ...]
    is_police: bool = False
    reciprocal_months: int = 0
    family: tuple[Relative, ...] = ()
    nomination: Nomination | None = None
    retirement: Retirement | None = None


class Home(NamedTuple):
    """An address, and since when; with `returned_on` the post came back."""

    line_1: str
    city: str
    zip_code: str
    from_on: date
    line_2: str = ""
    until_on: date | None = None
    returned_on: date | None = None


class Identity(NamedTuple):
    """Who a person is."""

    given_name: str
    family_name: str
    born_on: date
    middle_name: str = ""
    suffix: str = ""
    died_on: date | None = None
    homes: tuple[Home, ...] = ()
    delivery: str = "online"
    language: str = "en"
    # Empty: follows from the row's number.
    member_id: str = ""


class Bank(NamedTuple):
    """The account that payments go to."""

    routing_number: str
    account_number: str
    kind: str
    from_on: date


class Insurance(NamedTuple):
    """An enrolment of the State's group insurance, with the monthly premium the payee pays."""

    plan: str
    carrier: str
    covers: str
    premium_cents: int
    from_on: date


class Survived(NamedTuple):
    """The member whom a survivor outlived, and what bears on the survivor's annuity."""

    identity: Identity
    membership: Membership
    social_security_cents: int = 0
    is_occupational: bool = False


class Life(NamedTuple):
    """A person: a member, a survivor, or both."""

    identity: Identity
    membership: Membership | None = None
    survived: Survived | None = None
    bank: Bank | None = None
    insurance: tuple[Insurance, ...] = ()
