"""A career by law: which months count how much, what they contribute, the service and the account they make."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from benefits.rules.facts import MonthUnits, PaySpell
from benefits.rules.law import Law
from benefits.rules.months import Month
from benefits.rules.service_credit import pooled_month_credit
from sers_portal.load.lives import Job, Membership
from sers_portal.load.plan import Plan, Shares, days_in, fiscal_year_of, fiscal_years, in_dollars, share

DECEMBER = 11
# The first pay whose contributions the law files hold; what came earlier is recorded at that month's rates.
FIRST_RATES = Month(1990, 1).ordinal
# Years in whose January the alternative formula's rates rose.
RATE_CHANGES = tuple(Month(year, 1).ordinal for year in (2002, 2003, 2004))
MONTHS_LOOKED_AT = 120


class Stretch(NamedTuple):
    """Consecutive months of a job with the same pay, units and contributions. `units` None: each month's days."""

    first: int
    last: int
    job: Job
    cents: int
    pensionable: int
    units: Decimal | None

    @property
    def months(self) -> int:
        return self.last - self.first + 1


class Balance(NamedTuple):
    """An account on a day, in cents: contributions of each kind, and the interest credited so far."""

    retirement: int
    survivor: int
    interest: int

    @property
    def total(self) -> int:
        return self.retirement + self.survivor + self.interest


@dataclass(frozen=True)
class Career:
    """All stretches of a membership, in order of time."""

    stretches: tuple[Stretch, ...]
    plan: Plan
    has_one_job: bool

    def shares(self, stretch: Stretch) -> Shares:
        """What each month of a stretch contributes."""
        job = stretch.job
        month = max(stretch.first, FIRST_RATES)
        return self.plan.shares(
            job.formula,
            job.coverage,
            month,
            stretch.pensionable,
            job.is_picked_up and not job.is_temporary_retiree,
        )

    def recorded(self) -> Iterator[Stretch]:
        """The parts of stretches that lie in the span of the pay records."""
        first = self.plan.first_month
        for stretch in self.stretches:
            if stretch.last >= first:
                yield stretch if stretch.first >= first else stretch._replace(first=first)

    def before_records(self) -> Iterator[Stretch]:
        """The parts of stretches that lie before the pay records begin."""
        last = self.plan.first_month - 1
        for stretch in self.stretches:
            if stretch.first <= last:
                yield stretch if stretch.last <= last else stretch._replace(last=last)

    def balance(self, on: date, stretches: Iterable[Stretch] | None = None) -> Balance:
        """Contributions and credited interest on a day, as `benefits.rules.interest` credits it."""
        retirement, survivor = self._contributions_by_year(self.stretches if stretches is None else stretches)
        if not retirement:
            return Balance(0, 0, 0)
        balance = interest = 0
        current = fiscal_year_of(Month.of(on).ordinal)
        for year in range(min(retirement), current):
            credited = share(self.plan.interest, balance)
            interest += credited
            balance += credited + retirement[year] + survivor[year]
        return Balance(sum(retirement.values()), sum(survivor.values()), interest)

    def _contributions_by_year(
        self, stretches: Iterable[Stretch]
    ) -> tuple[defaultdict[int, int], defaultdict[int, int]]:
        retirement: defaultdict[int, int] = defaultdict(int)
        survivor: defaultdict[int, int] = defaultdict(int)
        for stretch in stretches:
            shares = self.shares(stretch)
            for year, first, last in fiscal_years(stretch.first, stretch.last):
                retirement[year] += shares.retirement * (last - first + 1)
                survivor[year] += shares.survivor * (last - first + 1)
        return retirement, survivor

    def service_months(self, stretches: Iterable[Stretch] | None = None, formula: str = "") -> Decimal:
        """Service credit in months, of one formula if named; a month is one month however many jobs it had."""
        chosen = [
            s for s in (self.stretches if stretches is None else stretches) if not s.job.is_temporary_retiree
        ]
        if formula:
            chosen = [s for s in chosen if s.job.formula == formula]
        if self.has_one_job:
            return sum((s.months * _credit(self.plan.law, _units(s)) for s in chosen), Decimal(0))
        return self._pooled(chosen)

    def _pooled(self, stretches: Iterable[Stretch]) -> Decimal:
        jobs: defaultdict[int, list[MonthUnits]] = defaultdict(list)
        for stretch in stretches:
            for month in range(stretch.first, stretch.last + 1):
                jobs[month].append(_units(stretch))
        credits = (_credit(self.plan.law, *units) for units in jobs.values())
        return sum(credits, Decimal(0))

    def pay_spells(self) -> list[PaySpell]:
        """Gross pay of at least the last 120 months of service, as the rules want it."""
        spells: list[PaySpell] = []
        # Jobs side by side share months: then all of them are told.
        wanted = MONTHS_LOOKED_AT if self.has_one_job else sum(stretch.months for stretch in self.stretches)
        for stretch in reversed(self.stretches):
            if wanted <= 0:
                break
            if not stretch.job.is_temporary_retiree:
                start = Month.from_ordinal(stretch.first)
                spells.append(PaySpell(start, stretch.months, in_dollars(stretch.cents)))
                wanted -= stretch.months
        return spells[::-1]

    @property
    def last_monthly_rate(self) -> Decimal | None:
        """The rate of pay on the last day of the last job, in dollars."""
        rates = [s.job.pay[-1].cents for s in self.stretches if not s.job.is_temporary_retiree]
        return in_dollars(rates[-1]) if rates else None


def follow(membership: Membership, plan: Plan) -> Career:
    """Everything paid to a member up to the plan's day, capped as Tier 2 law has it."""
    # Pay of a Tier 2 year without a cap awaits law.
    known = plan.last_tier_2_year * 12 + DECEMBER if membership.tier == 2 else plan.last_paid_month
    stretches = [
        stretch
        for job in membership.jobs
        for stretch in _stretches(
            job, min(known, plan.last_paid_month if job.left_on else plan.last_pay_month)
        )
    ]
    stretches.sort(key=lambda stretch: (stretch.first, stretch.job.employer))
    if membership.tier == 2:
        stretches = _capped(stretches, plan)
    return Career(tuple(stretches), plan, has_one_job=len(membership.jobs) == 1)


def _stretches(job: Job, last_paid: int) -> Iterator[Stretch]:
    hired = Month.of(job.hired_on).ordinal
    last = min(Month.of(job.left_on).ordinal, last_paid) if job.left_on else last_paid
    for first, until, cents in _levels(job, hired, last):
        yield from _with_part_months(job, first, until, cents)


def _levels(job: Job, hired: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Spans of equal pay; under the alternative formula also of equal rates."""
    cuts = [raised.month for raised in job.pay[1:] if hired < raised.month <= last]
    if job.formula == "alternative":
        cuts += [month for month in RATE_CHANGES if hired < month <= last]
    starts = sorted({hired, *cuts, last + 1})
    level = 0
    for first, after in pairwise(starts):
        while level + 1 < len(job.pay) and job.pay[level + 1].month <= first:
            level += 1
        yield first, after - 1, job.pay[level].cents


def _with_part_months(job: Job, first: int, last: int, cents: int) -> Iterator[Stretch]:
    """The span, with a first or last month that was not worked whole set apart at its share of the pay."""
    pensionable = 0 if job.is_temporary_retiree else cents
    if job.units:
        yield Stretch(first, last, job, cents, pensionable, Decimal(job.units))
        return
    is_hired_within = first == Month.of(job.hired_on).ordinal and job.hired_on.day > 1
    if is_hired_within:
        yield _part_month(job, first, cents)
        first += 1
    leaves_within = (
        job.left_on is not None and last == Month.of(job.left_on).ordinal and job.left_on.day < days_in(last)
    )
    if leaves_within and last >= first:
        last -= 1
    if last >= first:
        yield Stretch(first, last, job, cents, pensionable, None)
    if leaves_within and (last + 1 > first or not is_hired_within):
        yield _part_month(job, last + 1, cents)


def _part_month(job: Job, month: int, cents: int) -> Stretch:
    hired, left = Month.of(job.hired_on).ordinal, Month.of(job.left_on).ordinal if job.left_on else None
    first_day = job.hired_on.day if month == hired else 1
    last_day = job.left_on.day if job.left_on and month == left else days_in(month)
    days = last_day - first_day + 1
    paid = cents * days // days_in(month)
    return Stretch(month, month, job, paid, 0 if job.is_temporary_retiree else paid, Decimal(days))


def _capped(stretches: Sequence[Stretch], plan: Plan) -> list[Stretch]:
    """The same months, those of years that pass the cap one by one with what still counts of them."""
    years = _years_over_cap(stretches, plan)
    if not years:
        return list(stretches)
    parts: list[Stretch] = []
    for stretch in stretches:
        for first, last in _by_calendar_year(stretch):
            whole = stretch._replace(first=first, last=last)
            parts += _monthly(whole) if first // 12 in years else [whole]
    parts.sort(key=lambda part: (part.first, part.job.employer))
    counted: defaultdict[int, int] = defaultdict(int)
    for position, part in enumerate(parts):
        year = part.first // 12
        if year in years:
            pensionable = max(0, min(part.pensionable, (plan.cap(year) or 0) - counted[year]))
            counted[year] += pensionable
            parts[position] = part._replace(pensionable=pensionable)
    return parts


def _years_over_cap(stretches: Iterable[Stretch], plan: Plan) -> set[int]:
    paid: defaultdict[int, int] = defaultdict(int)
    for stretch in stretches:
        for first, last in _by_calendar_year(stretch):
            paid[first // 12] += stretch.pensionable * (last - first + 1)
    return {year for year, cents in paid.items() if cents > (plan.cap(year) or 0)}


def _by_calendar_year(stretch: Stretch) -> Iterator[tuple[int, int]]:
    for year in range(stretch.first // 12, stretch.last // 12 + 1):
        yield max(stretch.first, year * 12), min(stretch.last, year * 12 + DECEMBER)


def _monthly(stretch: Stretch) -> list[Stretch]:
    return [stretch._replace(first=month, last=month) for month in range(stretch.first, stretch.last + 1)]


def _units(stretch: Stretch) -> MonthUnits:
    # A whole month earns a whole month's credit however many days it has.
    return MonthUnits(stretch.job.pay_basis, Decimal(28) if stretch.units is None else stretch.units)


@lru_cache(maxsize=4096)
def _credit(law: Law, *units: MonthUnits) -> Decimal:
    return pooled_month_credit(jobs=units, law=law).months
