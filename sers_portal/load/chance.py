"""Lives by chance, spread as SERS publishes its members to be: same seed, same lives.

Published: 61,651 at work and 78,189 receiving payments. Ages, pay and the shares of tiers and formulas are plausible
figures of the project's own.
"""

import math
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from benefits.rules.facts import Coverage, Formula, Tier
from benefits.rules.months import Month
from sers_portal.load import names
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
    Retirement,
    Share,
    Survived,
)
from sers_portal.load.recording import made_up_routing_number

ACTIVE, RECEIVING, INACTIVE = "active", "receiving", "inactive"
# Of 140,000 people: those whom SERS publishes, and the rest.
PUBLISHED = {ACTIVE: 61_651, RECEIVING: 78_189, INACTIVE: 160}
TIER_2_FROM = date(2011, 1, 1)
JULY = 7
CENTS = 100
Item = TypeVar("Item")


def spread(count: int, weights: dict[str, int], seed: int) -> list[str]:
    """Who is what, in an order of chance: as many of each as the weights say, and of each at least one."""
    total = sum(weights.values())
    standings = [
        name for name, weight in weights.items() for _ in range(max(1, round(count * weight / total)))
    ]
    while len(standings) > count:
        standings.remove(max(weights, key=standings.count))
    while len(standings) < count:
        standings.append(max(weights, key=lambda name: weights[name]))
    random.Random(seed).shuffle(standings)  # noqa: S311  made-up people, no secret
    return standings


class Fate:
    """Invents one life at a time, each from a chance of its own, so that any part can be made alone."""

    def __init__(self, seed: int, today: date) -> None:
        self.seed = seed
        self.today = today

    def life(self, position: int, standing: str) -> tuple[Life, random.Random]:
        """The life at a position, and the chance from which its other numbers are to be drawn."""
        rng = random.Random((self.seed << 32) + position)  # noqa: S311  made-up people, no secret
        make: dict[str, Callable[[random.Random], Life]] = {
            ACTIVE: self._active,
            INACTIVE: self._inactive,
            RECEIVING: self._receiving,
        }
        return make[standing](rng), rng

    def _active(self, rng: random.Random) -> Life:
        tier: Tier = 2 if rng.random() < 0.62 else 1
        hired_on = self._hired_on(rng, tier)
        born_on = self._born_before_hire(rng, hired_on, youngest=20, oldest=44)
        formula, coverage, job, is_police = _work(rng)
        pay = rising_pay(rng, hired_on, self.today, _starting_pay(rng, formula), percent=2.6)
        work = Job(job[0], job[1], formula, coverage, hired_on, None, pay, is_picked_up=rng.random() < 0.15)
        return self._member(rng, born_on, tier, formula, coverage, hired_on, work, is_police)

    def _inactive(self, rng: random.Random) -> Life:
        tier: Tier = 2 if rng.random() < 0.7 else 1
        hired_on = self._hired_on(rng, tier)
        served = rng.randrange(6, max(8, min(180, _months_between(hired_on, self.today) - 2)))
        left_on = Month.of(hired_on).plus(served).last_day
        if left_on >= self.today:
            left_on = Month.of(self.today).plus(-1).last_day
        born_on = self._born_before_hire(rng, hired_on, youngest=20, oldest=40)
        formula, coverage, job, is_police = _work(rng)
        pay = rising_pay(rng, hired_on, left_on, _starting_pay(rng, formula), percent=2.4)
        work = Job(job[0], job[1], formula, coverage, hired_on, left_on, pay)
        return self._member(rng, born_on, tier, formula, coverage, hired_on, work, is_police)

    def _member(
        self, rng: random.Random, born_on: date, tier: Tier, formula: Formula, coverage: Coverage,
        hired_on: date, work: Job, is_police: bool,
    ) -> Life:  # fmt: skip
        identity = self._identity(rng, born_on)
        family = self._family(rng, identity)
        nomination = self._nomination(rng, identity, family)
        membership = Membership(
            tier, formula, coverage, hired_on, (work,), is_police, family=family, nomination=nomination
        )
        return Life(identity, membership)

    def _receiving(self, rng: random.Random) -> Life:
        if rng.random() < 0.845:
            return self._retired(rng)
        return self._survivor(rng)

    def _retired(self, rng: random.Random, *, is_gone: bool = False) -> Life:
        # The older the grant, the fewer are alive: a quarter century, most of it recent.
        years = 25.7 * rng.random() ** (0.8 if is_gone else 1.3)
        starts_on = Month.of(self.today - timedelta(days=30 + 365.25 * years)).plus(1).first_day
        starts_on = max(starts_on, date(2001, 2, 1))
        tier: Tier = 2 if rng.random() < 0.02 and starts_on >= date(2023, 2, 1) else 1
        formula, coverage, job, is_police = _work(rng)
        age_months, service = _age_and_service(rng, tier, formula)
        # Tier 1 began before 2011, Tier 2 after.
        most = _months_between(TIER_2_FROM, starts_on)
        service = min(service, most) if tier == 2 else max(service, most + 1)
        left_on = starts_on - timedelta(days=1)
        hired_on = Month.of(starts_on).plus(-service).first_day
        born_on = Month.of(starts_on).plus(-age_months - 1).first_day + timedelta(days=rng.randrange(28))
        pay = rising_pay(rng, hired_on, left_on, _starting_pay(rng, formula, hired_on.year), percent=3.0)
        work = Job(job[0], job[1], formula, coverage, hired_on, left_on, pay)
        identity = self._identity(rng, born_on)
        family = self._family(rng, identity)
        membership = Membership(
            tier, formula, coverage, hired_on, (work,), is_police, family=family,
            nomination=self._nomination(rng, identity, family),
            retirement=Retirement(starts_on, offset_removal=coverage == "covered" and rng.random() < 0.12),
        )  # fmt: skip
        return Life(identity, membership, None, self._bank(rng, starts_on), self._insurance(rng, starts_on))

    def _survivor(self, rng: random.Random) -> Life:
        life = self._retired(rng, is_gone=True)
        membership = life.membership
        assert membership is not None
        assert membership.retirement is not None
        starts_on = membership.retirement.starts_on
        days = (self.today - starts_on).days - 40
        died_on = starts_on + timedelta(days=rng.randrange(5, max(days, 6)))
        gone = life.identity._replace(died_on=died_on)
        born_on = max(gone.born_on + timedelta(days=rng.randrange(-1500, 2500)), date(1925, 1, 1))
        born_on = min(born_on, died_on - timedelta(days=52 * 366))
        survivor = self._identity(rng, born_on)._replace(family_name=gone.family_name, homes=gone.homes)
        spouse = Relative("spouse", full_name(survivor), born_on, starts_on - timedelta(days=9000))
        survived = Survived(
            gone._replace(homes=()),
            membership._replace(family=(spouse,)),
            social_security_cents=rng.randrange(60_000, 220_000) if membership.coverage == "covered" else 0,
        )
        from_on = Month.of(died_on).plus(1).first_day
        return Life(survivor, None, survived, self._bank(rng, from_on), self._insurance(rng, from_on))

    def _hired_on(self, rng: random.Random, tier: Tier) -> date:
        last = self.today - timedelta(days=75) if tier == 2 else date(2010, 12, 1)
        first = TIER_2_FROM if tier == 2 else date(1989, 1, 1)
        # Tier 1 members still at work were mostly hired in its last years.
        part = rng.random() ** (1.0 if tier == 2 else 0.7)
        day = first + timedelta(days=int((last - first).days * part))
        return max(day.replace(day=1 if rng.random() < 0.6 else 16), first)

    def _born_before_hire(self, rng: random.Random, hired_on: date, *, youngest: int, oldest: int) -> date:
        days = int(365.25 * (youngest + (oldest - youngest) * rng.random() ** 1.4))
        latest = self.today - timedelta(days=int(365.25 * 69))
        return max(hired_on - timedelta(days=days), latest)

    def _identity(self, rng: random.Random, born_on: date) -> Identity:
        city, zip_code = pick(rng, names.CITIES)
        moved_on = self.today - timedelta(days=rng.randrange(200, 7000))
        home = Home(f"{rng.randrange(1, 2999)} {pick(rng, names.STREETS)}", city, zip_code, moved_on)
        return Identity(
            pick(rng, names.GIVEN_NAMES),
            pick(rng, names.FAMILY_NAMES),
            born_on,
            middle_name=pick(rng, "ABCDEFGHJKLMNPRSTW") if rng.random() < 0.6 else "",
            homes=(home,),
            delivery="paper" if rng.random() < 0.3 else "online",
            language="es" if rng.random() < 0.06 else "en",
        )

    def _family(self, rng: random.Random, who: Identity) -> tuple[Relative, ...]:
        if rng.random() < 0.35:
            return ()
        born_on = who.born_on + timedelta(days=rng.randrange(-2000, 2000))
        married_on = max(who.born_on, born_on) + timedelta(days=rng.randrange(8000, 12_000))
        if married_on >= self.today:
            return ()
        spouse = Identity(pick(rng, names.GIVEN_NAMES), who.family_name, born_on)
        return (Relative("spouse", full_name(spouse), born_on, married_on),)

    def _nomination(self, rng: random.Random, who: Identity, family: Sequence[Relative]) -> Nomination | None:
        if rng.random() < 0.08:
            return None
        signed_on = self.today - timedelta(days=rng.randrange(30, 5000))
        children = [f"{pick(rng, names.GIVEN_NAMES)} {who.family_name}" for _ in range(rng.randrange(1, 4))]
        percents = {1: ("100",), 2: ("50", "50"), 3: ("33.34", "33.33", "33.33")}[len(children)]
        rank = "contingent" if family else "primary"
        named = tuple(
            Share(name, "child", percent, rank) for name, percent in zip(children, percents, strict=True)
        )
        first = (Share(family[0].name, "spouse", "100"),) if family else ()
        return Nomination(signed_on, first + named)

    def _bank(self, rng: random.Random, since: date) -> Bank | None:
        if rng.random() < 0.03:
            return None
        routing, account = made_up_routing_number(rng.randrange(40)), f"{rng.randrange(10**9):010d}"
        return Bank(routing, account, "checking" if rng.random() < 0.8 else "savings", since)

    def _insurance(self, rng: random.Random, since: date) -> tuple[Insurance, ...]:
        if rng.random() < 0.15:
            return ()
        health = pick(rng, names.CARRIERS["health"])
        covers = "yourself and your spouse" if rng.random() < 0.4 else "yourself"
        enrolments = [
            Insurance("health", health, covers, rng.randrange(3_000, 19_000), since),
            Insurance("dental", names.CARRIERS["dental"][0], covers, 1_300, since),
            Insurance("vision", names.CARRIERS["vision"][0], covers, 0, since),
        ]
        if rng.random() < 0.6:
            enrolments.append(
                Insurance("life", names.CARRIERS["life"][0], "yourself", rng.randrange(400, 6_000), since)
            )
        return tuple(enrolments)


def _work(rng: random.Random) -> tuple[Formula, Coverage, tuple[str, str], bool]:
    chance = rng.random()
    if chance < 0.04:
        return "alternative", "noncovered", names.POLICE_JOB, True
    if chance < 0.30:
        return "alternative", "covered", pick(rng, names.ALTERNATIVE_JOBS), False
    if chance < 0.96:
        return "regular", "covered", pick(rng, names.REGULAR_JOBS), False
    return "regular", "noncovered", pick(rng, names.REGULAR_JOBS), False


def _age_and_service(rng: random.Random, tier: Tier, formula: Formula) -> tuple[int, int]:
    """Months of age and of service at which the law lets a life retire."""
    if tier == 2:
        return rng.randrange(67 * 12, 70 * 12), rng.randrange(120, 144)
    if formula == "alternative":
        return rng.randrange(55 * 12, 60 * 12), rng.randrange(240, 372)
    chance = rng.random()
    if chance < 0.5:
        return rng.randrange(60 * 12, 68 * 12), rng.randrange(96, 420)
    age = rng.randrange(55 * 12, 60 * 12)
    if chance < 0.9:
        return age, rng.randrange(1020 - age, 1020 - age + 36)
    return age, rng.randrange(300, max(301, 1019 - age))


def rising_pay(
    rng: random.Random, hired_on: date, until: date, cents: int, *, percent: float
) -> tuple[Raise, ...]:
    """Monthly pay from the hire on, raised each July by about so many percent, to the dollar."""
    raises = [Raise(Month.of(hired_on).ordinal, cents)]
    for year in range(hired_on.year if hired_on.month < JULY else hired_on.year + 1, until.year + 1):
        july = Month(year, JULY).ordinal
        if july <= Month.of(until).ordinal and july > raises[0].month:
            cents += round(cents * (percent + rng.uniform(-1.2, 1.2)) / 100 / CENTS) * CENTS
            raises.append(Raise(july, cents))
    return tuple(raises)


def _starting_pay(rng: random.Random, formula: Formula, year: int = 0) -> int:
    """A first monthly pay in cents; of earlier years what it was then, by three percent a year."""
    monthly = 4_600 * math.exp(rng.gauss(0, 0.30)) * (1.12 if formula == "alternative" else 1.0)
    then = 1.03 ** (year - 2014) if year else 1.0
    return max(round(monthly * then), 600) * CENTS


def _months_between(first: date, last: date) -> int:
    return Month.of(last).ordinal - Month.of(first).ordinal


def full_name(who: Identity) -> str:
    """Given, middle and family name."""
    return " ".join(part for part in (who.given_name, who.middle_name, who.family_name) if part)


def pick(rng: random.Random, items: Sequence[Item]) -> Item:
    """One of them, each as likely."""
    return items[int(rng.random() * len(items))]
