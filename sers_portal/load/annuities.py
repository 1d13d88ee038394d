"""What a life is paid, by the rules: the annuity granted, each January's increase, each month's payment."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from benefits.rules.annuity import earned_annuity, retirement_annuity
from benefits.rules.compensation import final_average_compensation
from benefits.rules.facts import BenefitKind, Formula, IncreaseBasis, StatusAtDeath
from benefits.rules.increases import Increase, annual_increases, survivor_increases
from benefits.rules.months import Month, anniversary
from benefits.rules.survivors import occupational_death_annuity, survivor_annuity, survivor_benefit_starts_on
from sers_portal.load.careers import Career
from sers_portal.load.lives import Identity, Insurance, Membership, Retirement, Survived
from sers_portal.load.plan import Plan, in_cents, in_dollars

ONE_DAY = timedelta(days=1)
OFFSET_AGE = 60
BASES: dict[str, IncreaseBasis] = {"35_years": "35_years", "rule_of_85": "rule_of_85", "reduced": "reduced"}


class Amount(NamedTuple):
    """What is payable a month from a day on, in cents, and why."""

    from_on: date
    cents: int
    reason: str


@dataclass(frozen=True)
class Grant:
    """An annuity as it was granted, and what it has paid since. `ends_on` is the last day of an ended one."""

    kind: BenefitKind
    starts_on: date
    formula: Formula
    service_months: Decimal
    compensation: Decimal
    original_cents: int
    reduction_percent: Decimal
    amounts: tuple[Amount, ...]
    contributions_at_start: int = 0
    offset_removal: bool = False
    status_at_death: str = ""
    ends_on: date | None = None

    def cents_on(self, day: date) -> int:
        """The amount payable on a day."""
        return self.amounts[bisect_right([amount.from_on for amount in self.amounts], day) - 1].cents


class NotPayable(ValueError):
    """A life was given an annuity that the law does not: the life is wrong."""


def grant_retirement(
    identity: Identity, membership: Membership, career: Career, retirement: Retirement
) -> Grant:
    """The retirement annuity of a life. `NotPayable` if the law gives none then."""
    plan, law = career.plan, career.plan.law
    service = career.service_months()
    alternative = career.service_months(formula="alternative")
    compensation = final_average_compensation(
        tier=membership.tier,
        pay=career.pay_spells(),
        law=law,
        formula=membership.formula,
        alternative_months=alternative,
        final_monthly_rate=career.last_monthly_rate,
    ).final_average_compensation
    annuity = retirement_annuity(
        tier=membership.tier,
        formula=membership.formula,
        coverage=membership.coverage,
        born=identity.born_on,
        annuity_start=retirement.starts_on,
        service_months=service,
        final_average_compensation=compensation,
        law=law,
        last_day_of_employment=_last_day(membership),
        alternative_months=alternative,
        police=membership.is_police,
        offset_removal=retirement.offset_removal,
        reciprocal_months=Decimal(membership.reciprocal_months),
    )
    if not annuity.payable:
        raise NotPayable(
            f"{identity.given_name} {identity.family_name} may not retire on {retirement.starts_on}"
        )
    last_day = _end_of_month(identity.died_on) if identity.died_on else None
    increases = annual_increases(
        tier=membership.tier,
        formula=annuity.formula_used,
        born=identity.born_on,
        annuity_start=retirement.starts_on,
        original_annuity=annuity.monthly_annuity,
        through=min(plan.increases_through(membership.tier), last_day or date.max),
        law=law,
        basis=BASES.get(annuity.route),
    ).increases
    return Grant(
        kind="retirement",
        starts_on=retirement.starts_on,
        formula=annuity.formula_used,
        service_months=service,
        compensation=compensation,
        original_cents=in_cents(annuity.monthly_annuity),
        reduction_percent=annuity.reduction_percent,
        amounts=_amounts(retirement.starts_on, annuity.monthly_annuity, increases),
        contributions_at_start=career.balance(retirement.starts_on).total,
        offset_removal=retirement.offset_removal,
        ends_on=last_day,
    )


def grant_survivor(identity: Identity, survived: Survived, career: Career, retired: Grant | None) -> Grant:
    """The annuity of the one who is left, with the Social Security offset where the law makes one."""
    died_on = survived.identity.died_on
    assert died_on is not None, "a survivor survives somebody"
    starts_on = survivor_benefit_starts_on(died_on=died_on)
    if survived.is_occupational:
        return _occupational(survived, career, starts_on)
    membership, law = survived.membership, career.plan.law
    status: StatusAtDeath = "retired" if retired else "active"
    service = retired.service_months if retired else career.service_months()
    compensation = retired.compensation if retired else _compensation(survived, career)
    earned = in_dollars(retired.cents_on(died_on)) if retired else _earned(survived, career, compensation)
    facts = {
        "tier": membership.tier,
        "coverage": membership.coverage,
        "status_at_death": status,
        "annuity": earned,
        "survivor_born": identity.born_on,
        "law": law,
        "social_security": in_dollars(survived.social_security_cents),
        "offset_removal": bool(retired and retired.offset_removal),
    }
    offset_on = max(starts_on, _first_of_month_at_age(identity.born_on, OFFSET_AGE))
    before = survivor_annuity(on=starts_on, **facts).before_offset  # type: ignore[arg-type]
    offset = survivor_annuity(on=offset_on, **facts).offset  # type: ignore[arg-type]
    increases = survivor_increases(
        tier=membership.tier,
        status_at_death=status,
        benefit_start=starts_on,
        original_annuity=before,
        through=career.plan.increases_through(membership.tier),
        law=law,
    ).increases
    whole = _amounts(starts_on, before, increases)
    return Grant(
        kind="survivor",
        starts_on=starts_on,
        formula=membership.formula,
        service_months=service,
        compensation=compensation,
        original_cents=in_cents(before),
        reduction_percent=Decimal(0),
        amounts=_less_offset(whole, in_cents(offset), offset_on, career.plan.today),
        status_at_death=status,
    )


def _occupational(survived: Survived, career: Career, starts_on: date) -> Grant:
    compensation = _compensation(survived, career)
    monthly = occupational_death_annuity(
        final_average_compensation=compensation,
        workers_compensation=Decimal(0),
        on=starts_on,
        law=career.plan.law,
    ).monthly
    membership = survived.membership
    increases = survivor_increases(
        tier=membership.tier,
        status_at_death="active",
        benefit_start=starts_on,
        original_annuity=monthly,
        through=career.plan.increases_through(membership.tier),
        law=career.plan.law,
        occupational=True,
    ).increases
    return Grant(
        kind="occupational_death",
        starts_on=starts_on,
        formula=membership.formula,
        service_months=career.service_months(),
        compensation=compensation,
        original_cents=in_cents(monthly),
        reduction_percent=Decimal(0),
        amounts=_amounts(starts_on, monthly, increases),
        status_at_death="active",
    )


def _compensation(survived: Survived, career: Career) -> Decimal:
    membership = survived.membership
    return final_average_compensation(
        tier=membership.tier,
        pay=career.pay_spells(),
        law=career.plan.law,
        formula=membership.formula,
        alternative_months=career.service_months(formula="alternative"),
        final_monthly_rate=career.last_monthly_rate,
    ).final_average_compensation


def _earned(survived: Survived, career: Career, compensation: Decimal) -> Decimal:
    membership = survived.membership
    assert survived.identity.died_on is not None
    annuity, _worksheet = earned_annuity(
        tier=membership.tier,
        formula=membership.formula,
        coverage=membership.coverage,
        service_months=career.service_months(),
        alternative_months=career.service_months(formula="alternative"),
        final_average_compensation=compensation,
        on=survived.identity.died_on,
        law=career.plan.law,
    )
    return annuity


def _amounts(starts_on: date, granted: Decimal, increases: Iterable[Increase]) -> tuple[Amount, ...]:
    raised = [Amount(increase.on, in_cents(increase.monthly), "increase") for increase in increases]
    if raised and raised[0].from_on == starts_on:
        # A survivor's first increase may come with the grant itself.
        return tuple(raised)
    return (Amount(starts_on, in_cents(granted), "grant"), *raised)


def _less_offset(whole: Sequence[Amount], offset: int, offset_on: date, today: date) -> tuple[Amount, ...]:
    """The amounts less a fixed offset from a day on; later increases of Social Security do not deepen it."""
    if not offset or offset_on > today:
        return tuple(whole)
    lowered = [a._replace(cents=a.cents - offset) if a.from_on >= offset_on else a for a in whole]
    if all(amount.from_on != offset_on for amount in whole):
        before = [amount for amount in whole if amount.from_on < offset_on][-1]
        lowered.append(Amount(offset_on, before.cents - offset, "offset"))
    return tuple(sorted(lowered))


def _last_day(membership: Membership) -> date:
    days = [job.left_on for job in membership.jobs if job.left_on and not job.is_temporary_retiree]
    return max(days)


def _end_of_month(day: date) -> date:
    return Month.of(day).last_day


def _first_of_month_at_age(born_on: date, years: int) -> date:
    birthday = anniversary(born_on, years)
    return birthday if birthday.day == 1 else Month.of(birthday).plus(1).first_day


class Withheld(NamedTuple):
    """What is taken from each payment, in cents."""

    federal_tax: int
    health: int
    dental: int
    vision: int
    life: int

    @property
    def total(self) -> int:
        return sum(self)


def payments(
    grant: Grant, insurance: Sequence[Insurance], plan: Plan
) -> Iterator[tuple[int, int, int, Withheld]]:
    """Spans of months with equal payments: first month, last month, gross in cents, and what is withheld."""
    first = max(Month.of(grant.starts_on).ordinal, plan.first_month)
    last = plan.last_benefit_month if grant.ends_on is None else Month.of(grant.ends_on).ordinal
    last = min(last, plan.last_benefit_month)
    starts = [Month.of(amount.from_on).ordinal for amount in grant.amounts]
    for position, amount in enumerate(grant.amounts):
        begin = max(first, starts[position])
        end = min(last, starts[position + 1] - 1 if position + 1 < len(starts) else last)
        if begin <= end:
            yield begin, end, amount.cents, _withheld(grant, amount.cents, insurance, plan)


def _withheld(grant: Grant, gross: int, insurance: Sequence[Insurance], plan: Plan) -> Withheld:
    premiums = {enrolment.plan: enrolment.premium_cents for enrolment in insurance}
    tax = plan.federal_tax(grant.kind, grant.starts_on, gross)
    withheld = Withheld(tax, *(premiums.get(name, 0) for name in ("health", "dental", "vision", "life")))
    # Whoever's annuity does not carry the premiums pays them directly.
    return withheld if withheld.total <= gross else Withheld(tax, 0, 0, 0, 0)
