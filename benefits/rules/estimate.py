"""Estimates: what a member could have, from a day of retirement on, if the years until then go as supposed.

An estimate is the standing of a member whose record was carried on to the day of retirement. Nothing here is stored
or promised; each line says whether it rests on law in force, on an unconfirmed value or on an assumption.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from benefits.rules.account import Account, account
from benefits.rules.annuity import RetirementAnnuity, retirement_annuity
from benefits.rules.assumptions import ASSUMPTION, Assumptions, projected_law
from benefits.rules.compensation import FinalAverageCompensation
from benefits.rules.contributions import contribution
from benefits.rules.death import LumpSumDeath, lump_sum_death
from benefits.rules.facts import IncreaseBasis
from benefits.rules.increases import AnnualIncreases, annual_increases
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts, PayFacts, Service, average_pay, service_credit
from benefits.rules.money import ZERO, half_up, percent_of
from benefits.rules.months import FIRST_MONTH_OF_FISCAL_YEAR, ONE_DAY, Month, anniversary
from benefits.rules.refunds import Refund
from benefits.rules.refusals import NotCovered, Refusal, answer_or_refusal, given
from benefits.rules.standing import EarliestAnnuity, earliest_annuities
from benefits.rules.survivors import SurvivorAnnuity, survivor_annuity
from benefits.rules.worksheet import Line, Worksheet, line

YEARS_OF_INCREASES = 20
# A salaried month counts whole from its 15th calendar day; a supposed month is a full one.
FULL_MONTH = Decimal(30)
# Beyond this age nobody is asked about.
OLDEST_RETIREMENT = 100
# A record older than this many months is too old to carry pay on from.
LAST_MONTHS_OF_PAY = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """An option taken at retirement, in dollars a month: the annuity with it, and what a spouse would then have."""

    annuity: RetirementAnnuity
    spouse_monthly: SurvivorAnnuity | Refusal | None
    # The same with the deepest Social Security offset there can be.
    spouse_least: SurvivorAnnuity | Refusal | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """An annuity from `retire_on`, in dollars a month, and what follows from it.

    `refund` is the survivor share a member without an eligible survivor may take back at retirement instead.
    """

    retire_on: date
    service: Service
    final_average_compensation: FinalAverageCompensation | Refusal
    account: Account | Refusal
    annuity: RetirementAnnuity | Refusal
    increases: AnnualIncreases | Refusal
    plain: Choice | Refusal
    with_offset_removal: Choice | Refusal
    refund: Refund | None
    # What nominated beneficiaries would have if the death came right after retirement.
    death_benefit: LumpSumDeath | Refusal
    unreduced: EarliestAnnuity | Refusal | None
    reduced: EarliestAnnuity | Refusal | None
    # The steps that carried the record on; they stand first in the worksheet.
    supposed: Worksheet
    worksheet: Worksheet

    @property
    def rests_on(self) -> frozenset[str]:
        """The statuses of the law and assumptions that the worksheet rests on."""
        return frozenset(step.status for step in self.worksheet)


def estimate(
    facts: MemberFacts, *, law: Law, on: date, retire_on: date, assumptions: Assumptions
) -> Estimate:
    """What a member would have who retires on a first of a month, by the law as known `on` a day.

    NotCovered: the day is not the first of a month after the record ends.
    """
    check_day(facts, on, retire_on)
    then = projected_law(law, assumptions, retire_on.year + YEARS_OF_INCREASES)
    carried_on, supposed = carry_on(facts, law=then, on=on, until=retire_on, assumptions=assumptions)
    service = service_credit(carried_on, law=then)
    compensation = answer_or_refusal(lambda: average_pay(carried_on, service, law=then))
    plain = answer_or_refusal(
        lambda: choice_at_retirement(carried_on, service, compensation, retire_on, then, removal=False)
    )
    removal = answer_or_refusal(
        lambda: choice_at_retirement(carried_on, service, compensation, retire_on, then, removal=True)
    )
    annuity = plain if isinstance(plain, Refusal) else plain.annuity
    increases = answer_or_refusal(lambda: increases_after(carried_on, given(annuity), retire_on, then))
    held = answer_or_refusal(lambda: account(carried_on, law=then, on=retire_on))
    unreduced, reduced = earliest_of(facts, law=law, on=on)
    return Estimate(
        retire_on=retire_on,
        service=service,
        final_average_compensation=compensation,
        account=held,
        annuity=annuity,
        increases=increases,
        plain=plain,
        with_offset_removal=removal,
        refund=_survivor_refund(carried_on, held, retire_on, then),
        death_benefit=answer_or_refusal(lambda: _death_benefit(carried_on, given(held), then)),
        unreduced=unreduced,
        reduced=reduced,
        supposed=supposed,
        worksheet=(*supposed, *_steps(compensation), *_steps(annuity), *_steps(increases)),
    )


def earliest_of(
    facts: MemberFacts, *, law: Law, on: date
) -> tuple[EarliestAnnuity | Refusal | None, EarliestAnnuity | Refusal | None]:
    """The first unreduced and the first reduced annuity of the record as it is, as a statement tells them."""
    service = service_credit(facts, law=law)
    compensation = answer_or_refusal(lambda: average_pay(facts, service, law=law))
    return earliest_annuities(facts, service, compensation, law=law, on=on)


def carry_on(
    facts: MemberFacts, *, law: Law, on: date, until: date, assumptions: Assumptions
) -> tuple[MemberFacts, Worksheet]:
    """The record carried on to the day before `until`: full months at the last pay, raised each July 1.

    For a member who left, the record as it is. NotCovered: a member at work without recent pay to carry on from.
    """
    if facts.left_on is not None:
        return facts, ()
    last = max((row.month for row in facts.pay if row.earns_service), default=None)
    if last is None or Month.of(on).ordinal - last.ordinal > LAST_MONTHS_OF_PAY:
        raise NotCovered("estimate.no_recent_pay", on=on)
    monthly = sum((row.earnings for row in facts.pay if row.month == last and row.earns_service), ZERO)
    added = _supposed_pay(facts, law, last, Month.of(until), monthly, assumptions)
    rule = law.value("employment", on=on)
    steps = (
        Line(
            "estimate.pay_carried_on",
            {
                "first": last.plus(1),
                "until": Month.of(until).plus(-1),
                "growth": assumptions.pay_growth_percent,
            },
            monthly,
            "estimate.full_months",
            rule.cite,
            ASSUMPTION,
        ),
    )
    rate = facts.final_monthly_rate
    carried = replace(
        facts,
        pay=(*facts.pay, *added),
        left_on=until - ONE_DAY,
        final_monthly_rate=None
        if rate is None
        else _raised_each_july(rate, last, Month.of(until), assumptions),
    )
    return carried, steps if added else ()


def _raised_each_july(rate: Decimal, last: Month, until: Month, assumptions: Assumptions) -> Decimal:
    for month in range(last.ordinal + 1, until.ordinal):
        if Month.from_ordinal(month).month == FIRST_MONTH_OF_FISCAL_YEAR:
            rate = raised_pay(rate, assumptions)
    return rate


def raised_pay(monthly: Decimal, assumptions: Assumptions) -> Decimal:
    """Pay after one supposed July, in dollars a month."""
    return half_up(monthly + percent_of(assumptions.pay_growth_percent, monthly))


def _supposed_pay(
    facts: MemberFacts, law: Law, last: Month, until: Month, monthly: Decimal, assumptions: Assumptions
) -> tuple[PayFacts, ...]:
    counted: defaultdict[int, Decimal] = defaultdict(Decimal)
    if facts.tier == 2:
        for row in facts.pay:
            if row.paid_on.year == last.year:
                counted[last.year] += row.earnings
    rows = []
    month = last.plus(1)
    while month < until:
        if month.month == FIRST_MONTH_OF_FISCAL_YEAR:
            monthly = raised_pay(monthly, assumptions)
        made = contribution(
            tier=facts.tier,
            formula=facts.formula,
            coverage=facts.coverage,
            paid_on=month.last_day,
            earnings=monthly,
            law=law,
            pensionable_so_far=counted[month.year],
        )
        counted[month.year] += made.pensionable
        rows.append(
            PayFacts(
                month,
                month.last_day,
                "monthly",
                FULL_MONTH,
                monthly,
                facts.formula,
                made.retirement,
                made.survivor,
                ZERO,
                earns_service=True,
            )
        )
        month = month.plus(1)
    return tuple(rows)


def choice_at_retirement(
    facts: MemberFacts,
    service: Service,
    compensation: FinalAverageCompensation | Refusal,
    retire_on: date,
    law: Law,
    *,
    removal: bool,
) -> Choice:
    """The annuity with or without the offset removed, and what a spouse would then have."""
    annuity = annuity_at(facts, service, given(compensation), retire_on, law, removal=removal)
    if facts.spouse_born_on is None or not annuity.payable:
        return Choice(annuity, None, None)
    born = facts.spouse_born_on

    def spouse(on: date, social_security: Decimal = ZERO) -> SurvivorAnnuity:
        return survivor_annuity(
            tier=facts.tier,
            coverage=facts.coverage,
            status_at_death="retired",
            annuity=annuity.monthly_annuity,
            survivor_born=born,
            on=on,
            law=law,
            social_security=social_security,
            offset_removal=removal,
        )

    monthly = answer_or_refusal(lambda: spouse(retire_on))
    offset_from = anniversary(born, law.value("survivor_offset", on=retire_on).integer("age"))
    # Half of as much again as the benefit itself is the most an offset may take.
    least = answer_or_refusal(
        lambda: spouse(max(retire_on, offset_from), social_security=given(monthly).before_offset)
    )
    return Choice(annuity, monthly, least)


def annuity_at(
    facts: MemberFacts,
    service: Service,
    compensation: FinalAverageCompensation,
    retire_on: date,
    law: Law,
    *,
    removal: bool = False,
) -> RetirementAnnuity:
    """The annuity of a record that was carried on to the day before `retire_on`."""
    return retirement_annuity(
        tier=facts.tier,
        formula=facts.formula,
        coverage=facts.coverage,
        born=facts.born_on,
        annuity_start=retire_on,
        service_months=service.months,
        final_average_compensation=compensation.final_average_compensation,
        law=law,
        last_day_of_employment=facts.left_on,
        alternative_months=service.alternative,
        police=facts.is_police,
        offset_removal=removal,
        reciprocal_months=service.reciprocal,
    )


def annuity_alone(
    facts: MemberFacts, *, law: Law, on: date, retire_on: date, assumptions: Assumptions
) -> RetirementAnnuity:
    """The annuity of `estimate` without all that follows from it: for comparing many. Refused as `estimate`."""
    check_day(facts, on, retire_on)
    then = projected_law(law, assumptions, retire_on.year + YEARS_OF_INCREASES)
    carried_on, _ = carry_on(facts, law=then, on=on, until=retire_on, assumptions=assumptions)
    service = service_credit(carried_on, law=then)
    return annuity_at(carried_on, service, average_pay(carried_on, service, law=then), retire_on, then)


def increases_after(
    facts: MemberFacts, annuity: RetirementAnnuity, retire_on: date, law: Law
) -> AnnualIncreases:
    """The automatic annual increases of the first twenty years. NotCovered: no annuity is payable then."""
    if not annuity.payable:
        raise NotCovered("estimate.not_payable", on=retire_on)
    bases: dict[str, IncreaseBasis] = {
        "35_years": "35_years",
        "rule_of_85": "rule_of_85",
        "reduced": "reduced",
    }
    return annual_increases(
        tier=facts.tier,
        formula=annuity.formula_used,
        born=facts.born_on,
        annuity_start=retire_on,
        original_annuity=annuity.monthly_annuity,
        through=date(retire_on.year + YEARS_OF_INCREASES, 1, 1),
        law=law,
        basis=bases.get(annuity.route),
    )


def _survivor_refund(facts: MemberFacts, held: Account | Refusal, retire_on: date, law: Law) -> Refund | None:
    """What a member without a spouse may take back of the survivor share, without interest (seed 002)."""
    if facts.spouse_born_on is not None or isinstance(held, Refusal):
        return None
    rule = law.value("refund_on_leaving", on=retire_on)
    step = line("refund.survivor_share", held.survivor, "refund.no_eligible_survivor", rule)
    return Refund(held.survivor, (step,))


def _death_benefit(facts: MemberFacts, held: Account, law: Law) -> LumpSumDeath:
    return lump_sum_death(
        status_at_death="retired",
        survivor_annuity_payable=facts.spouse_born_on is not None,
        law=law,
        retirement_contributions=held.retirement,
        survivor_contributions=held.survivor,
        interest=held.interest,
    )


def check_day(facts: MemberFacts, on: date, retire_on: date) -> None:
    """NotCovered: the day is no first of a month, is not after the record, or is beyond any lifetime."""
    if retire_on.day != 1:
        raise NotCovered("annuity.start_not_first", on=retire_on)
    if retire_on <= (facts.left_on or on):
        raise NotCovered("annuity.start_before_leaving", on=retire_on, last_day=facts.left_on or on)
    if retire_on > anniversary(facts.born_on, OLDEST_RETIREMENT):
        raise NotCovered("estimate.too_far", on=retire_on)


def _steps(answer: object) -> Worksheet:
    return getattr(answer, "worksheet", ())
