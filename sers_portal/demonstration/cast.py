"""The cast: a named person for every kind of member, written by hand, every date relative to today.

What each is for is said in `Role.try_this`; `manage.py demonstrate --sign-ins` prints it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from benefits.rules.facts import Coverage, Formula, PayBasis, Tier
from benefits.rules.months import Month, anniversary
from sers_portal.load.lives import (
    Bank,
    Home,
    Identity,
    Insurance,
    Job,
    Life,
    Membership,
    Nomination,
    Raise,
    Relative,
    Share,
)
from sers_portal.load.recording import made_up_routing_number

JULY = 7


@dataclass(frozen=True)
class Role:
    """One of the cast. `email` is empty for those without an account."""

    life: Life
    email: str
    try_this: str


@dataclass(frozen=True)
class Stage:
    """The day the demonstration is set up, and how its people count from it."""

    today: date

    def first(self, years: int, month: int) -> date:
        """The first of a month so many years ago; a month still to come this year is taken a year earlier."""
        year = self.today.year - years
        return date(year if month <= self.today.month else year - 1, month, 1)

    def born(self, age: int, month: int, day: int) -> date:
        """The birth date of somebody who is so many years old today."""
        birthday = date(self.today.year - age, month, day)
        return (
            birthday
            if anniversary(birthday, age) <= self.today
            else date(self.today.year - age - 1, month, day)
        )

    def days_ago(self, days: int) -> date:
        """A day so many days ago."""
        return self.today - timedelta(days=days)

    def month_end(self, months_ago: int) -> date:
        """The last day of a month so many months ago."""
        return Month.of(self.today).plus(-months_ago).last_day


def who(
    given: str, family: str, born_on: date, number: int, home: Home | None, *, died_on: date | None = None,
    delivery: str = "online", language: str = "en", earlier: tuple[Home, ...] = (),
) -> Identity:  # fmt: skip
    """An identity of the cast, with a Member ID that is easy to type."""
    homes = (*earlier, home) if home else ()
    return Identity(
        given, family, born_on, died_on=died_on, homes=homes, delivery=delivery, language=language,
        member_id=f"{100_100 + number}" if number else "",
    )  # fmt: skip


def rising(since: date, until: date, dollars: int, percent: str = "3.0") -> tuple[Raise, ...]:
    """Monthly pay raised by the same percentage each July, to the dollar."""
    cents, tenths = dollars * 100, int(float(percent) * 10)
    raises = [Raise(Month.of(since).ordinal, cents)]
    for year in range(since.year, until.year + 1):
        july = Month(year, JULY).ordinal
        if raises[0].month < july <= Month.of(until).ordinal:
            cents += round(cents * tenths / 100_000) * 100
            raises.append(Raise(july, cents))
    return tuple(raises)


def work(
    stage: Stage, employer: str, position: str, since: date, dollars: int, *, until: date | None = None,
    formula: Formula = "regular", coverage: Coverage = "covered", percent: str = "3.0", is_picked_up: bool = False,
    pay_basis: PayBasis = "monthly", units: str = "", is_full_time: bool = True, is_temporary_retiree: bool = False,
) -> Job:  # fmt: skip
    """A job of the cast."""
    pay = rising(since, until or stage.today, dollars, percent)
    return Job(
        employer, position, formula, coverage, since, until, pay, pay_basis, units, is_full_time,
        is_temporary_retiree, is_picked_up,
    )  # fmt: skip


def member(tier: Tier, *jobs: Job, **more: object) -> Membership:
    """A membership whose formula and coverage are those of its first job."""
    first = jobs[0]
    return Membership(tier, first.formula, first.coverage, first.hired_on, jobs, **more)  # type: ignore[arg-type]


def bank(number: int, since: date) -> Bank:
    """An account at a made-up bank."""
    return Bank(made_up_routing_number(number), f"{4_400_000_000 + 7_919 * number}", "checking", since)


def insured(since: date, health: int, life: int = 1_250) -> tuple[Insurance, ...]:
    """The State's group insurance, health and life at these premiums in cents a month."""
    return (
        Insurance("health", "Medicare Advantage PPO", "yourself", health, since),
        Insurance("dental", "Delta Dental of Illinois", "yourself", 1_300, since),
        Insurance("vision", "EyeMed", "yourself", 0, since),
        Insurance("life", "MetLife", "yourself", life, since),
    )


def spouse(name: str, born_on: date, since_on: date, ended_on: date | None = None) -> Relative:
    """A husband or wife."""
    return Relative("spouse", name, born_on, since_on, ended_on)


def nominates(signed_on: date, *shares: Share) -> Nomination:
    """A beneficiary form."""
    return Nomination(signed_on, shares)


def everyone(today: date) -> list[Role]:
    """The whole cast."""
    from sers_portal.demonstration import at_work, paid

    stage = Stage(today)
    makers: tuple[Callable[[Stage], Role], ...] = (*at_work.ROLES, *paid.ROLES)
    return [make(stage) for make in makers]
