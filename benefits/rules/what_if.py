"""What-if: an annuity from a few answers, for whoever has no record at hand. Nothing is known but what was stated."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from benefits.rules.annuity import RetirementAnnuity
from benefits.rules.assumptions import ASSUMPTION, Assumptions, projected_law
from benefits.rules.compensation import FinalAverageCompensation, final_average_compensation
from benefits.rules.estimate import (
    YEARS_OF_INCREASES,
    Choice,
    annuity_at,
    check_day,
    choice_at_retirement,
    increases_after,
    raised_pay,
)
from benefits.rules.facts import Coverage, Formula, MonthPay, Tier
from benefits.rules.increases import AnnualIncreases
from benefits.rules.law import Law
from benefits.rules.member import NO_MONTHS, GrantFacts, MemberFacts, Service
from benefits.rules.months import FIRST_MONTH_OF_FISCAL_YEAR, ONE_DAY, Month
from benefits.rules.refusals import Refusal, answer_or_refusal, given
from benefits.rules.retirement_ages import AgeAnnuity, birthday_starts, by_age
from benefits.rules.standing import EarliestAnnuity, earliest_annuities
from benefits.rules.worksheet import Line, Worksheet


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody tells of themselves: pay in dollars a month, as it is now or as a final average."""

    tier: Tier
    formula: Formula
    coverage: Coverage
    born_on: date
    # None while at work.
    left_on: date | None
    service_months: Decimal
    pay: Decimal
    is_final_average: bool
    spouse_born_on: date | None = None
    is_police: bool = False


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would follow from the answers, in dollars a month."""

    service: Service
    final_average_compensation: FinalAverageCompensation | Refusal
    annuity: RetirementAnnuity | Refusal
    increases: AnnualIncreases | Refusal
    plain: Choice | Refusal
    with_offset_removal: Choice | Refusal
    unreduced: EarliestAnnuity | Refusal | None
    reduced: EarliestAnnuity | Refusal | None
    ages: tuple[AgeAnnuity, ...]
    supposed: Worksheet


def what_if(stated: Stated, *, law: Law, on: date, retire_on: date, assumptions: Assumptions) -> WhatIf:
    """The annuity from `retire_on` by what was stated on a day, and what follows. NotCovered as for `estimate`."""
    facts = _facts(stated)
    check_day(facts, on, retire_on)
    # Far enough for every start that is looked at, so that all of them share one law.
    then = projected_law(law, assumptions, max(retire_on.year, on.year) + 2 * YEARS_OF_INCREASES)
    service = _service(stated, on, retire_on)
    compensation = answer_or_refusal(lambda: _compensation(stated, service, then, on, retire_on, assumptions))
    retired = _retired(facts, retire_on)
    plain, removal = (
        answer_or_refusal(
            lambda removal=removal: choice_at_retirement(  # type: ignore[misc]
                retired, service, compensation, retire_on, then, removal=removal
            )
        )
        for removal in (False, True)
    )
    annuity = plain if isinstance(plain, Refusal) else plain.annuity
    unreduced, reduced = _earliest(stated, facts, then, on, assumptions)
    return WhatIf(
        service=service,
        final_average_compensation=compensation,
        annuity=annuity,
        increases=answer_or_refusal(lambda: increases_after(retired, given(annuity), retire_on, then)),
        plain=plain,
        with_offset_removal=removal,
        unreduced=unreduced,
        reduced=reduced,
        ages=_ages(stated, facts, then, on, assumptions, reduced or unreduced),
        supposed=_supposed(stated, service, law, on, retire_on),
    )


def _facts(stated: Stated) -> MemberFacts:
    return MemberFacts(
        tier=stated.tier,
        formula=stated.formula,
        coverage=stated.coverage,
        is_police=stated.is_police,
        born_on=stated.born_on,
        left_on=stated.left_on,
        final_monthly_rate=stated.pay,
        is_full_time=True,
        spouse_born_on=stated.spouse_born_on,
        pay=(),
        grants=(GrantFacts("stated", stated.service_months, stated.formula),),
        entries=(),
    )


def _retired(facts: MemberFacts, retire_on: date) -> MemberFacts:
    return replace(facts, left_on=facts.left_on or retire_on - ONE_DAY)


def _service(stated: Stated, on: date, until: date) -> Service:
    """The service stated, and for those at work a full month for each month from this one on."""
    more = 0 if stated.left_on else max(Month.of(until).ordinal - Month.of(on).ordinal, 0)
    months = stated.service_months + more
    return Service(
        months, months if stated.formula == "alternative" else NO_MONTHS, NO_MONTHS, credited=frozenset()
    )


def _compensation(
    stated: Stated, service: Service, law: Law, on: date, retire_on: date, assumptions: Assumptions
) -> FinalAverageCompensation:
    last_day = stated.left_on or retire_on - ONE_DAY
    window = law.value("final_average_window", on=last_day, tier=stated.tier)
    if stated.is_final_average:
        step = Line("what_if.final_average", {}, stated.pay, "what_if.as_stated", window.cite, ASSUMPTION)
        return FinalAverageCompensation(stated.pay, (step,))
    pay = _supposed_pay(stated, min(int(service.months), window.integer("last")), on, last_day, assumptions)
    return final_average_compensation(
        tier=stated.tier,
        pay=pay,
        law=law,
        formula=stated.formula,
        alternative_months=service.alternative,
        final_monthly_rate=pay[-1].amount if pay else None,
    )


def _supposed_pay(
    stated: Stated, months: int, on: date, last_day: date, assumptions: Assumptions
) -> list[MonthPay]:
    """The last months of work at the pay stated: the same in the past, raised each July from now on."""
    last = Month.of(last_day)
    pay, monthly = [], stated.pay
    this_month = Month.of(on)
    for ordinal in range(min(last.ordinal - months + 1, this_month.ordinal), last.ordinal + 1):
        month = Month.from_ordinal(ordinal)
        if month > this_month and month.month == FIRST_MONTH_OF_FISCAL_YEAR:
            monthly = raised_pay(monthly, assumptions)
        if ordinal > last.ordinal - months:
            pay.append(MonthPay(month, monthly))
    return pay


def _earliest(
    stated: Stated, facts: MemberFacts, law: Law, on: date, assumptions: Assumptions
) -> tuple[EarliestAnnuity | Refusal | None, EarliestAnnuity | Refusal | None]:
    """The first unreduced start, and the first reduced one if it comes before; at the pay of today."""
    now, next_month = _service(stated, on, on), Month.of(on).plus(1).first_day
    average = answer_or_refusal(lambda: _compensation(stated, now, law, on, next_month, assumptions))
    return earliest_annuities(facts, now, average, law=law, on=on)


def _ages(
    stated: Stated,
    facts: MemberFacts,
    law: Law,
    on: date,
    assumptions: Assumptions,
    first: EarliestAnnuity | Refusal | None,
) -> tuple[AgeAnnuity, ...]:
    if not isinstance(first, EarliestAnnuity):
        return ()

    def annuity(starts_on: date) -> RetirementAnnuity:
        service = _service(stated, on, starts_on)
        compensation = _compensation(stated, service, law, on, starts_on, assumptions)
        return annuity_at(_retired(facts, starts_on), service, compensation, starts_on, law)

    return by_age(list(birthday_starts(stated.born_on, first.starts_on)), annuity)


def _supposed(stated: Stated, service: Service, law: Law, on: date, retire_on: date) -> Worksheet:
    rule = law.value("service_credit_limit", on=on)
    more = service.months - stated.service_months
    last = Month.of(stated.left_on or retire_on - ONE_DAY)
    return (
        Line(
            "what_if.service",
            {"stated": stated.service_months, "more": more, "last": last},
            service.months,
            "what_if.service_goes_on" if more else "what_if.as_stated",
            rule.cite,
            ASSUMPTION,
        ),
    )
