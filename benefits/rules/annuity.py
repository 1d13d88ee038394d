"""The retirement annuity: who may have it, from when, how much, and what the early start costs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from benefits.rules.facts import Coverage, Formula, Tier
from benefits.rules.law import Law, LawValue
from benefits.rules.money import ZERO, half_up, percent_of
from benefits.rules.months import MONTHS_IN_A_YEAR, ONE_DAY, completed_months
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Line, Worksheet, line

NO_REDUCTION = Decimal("0")
NO_MONTHS = Decimal("0")
QUARTER_OF_A_MONTH = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class RetirementAnnuity:
    """Whether an annuity is payable, its reduction for an early start, and its amount in dollars a month.

    `formula_used` differs from the member's formula where the alternative formula is not met, and the
    alternative contributions in excess of the regular ones are then refunded; `route` is the rule that
    opened eligibility ("" if none did).
    """

    payable: bool
    reduction_percent: Decimal
    monthly_annuity: Decimal
    formula_used: Formula
    route: str
    worksheet: tuple[Line, ...]


class _Career(NamedTuple):
    tier: Tier
    coverage: Coverage
    age_months: int
    service: Decimal
    alternative: Decimal
    reciprocal: Decimal
    police: bool
    last_day: date


class _Eligibility(NamedTuple):
    formula: Formula
    route: str
    rule: LawValue
    reduction_percent: Decimal


def retirement_annuity(
    *,
    tier: Tier,
    formula: Formula,
    coverage: Coverage,
    born: date,
    annuity_start: date,
    service_months: Decimal,
    final_average_compensation: Decimal,
    law: Law,
    last_day_of_employment: date | None = None,
    alternative_months: Decimal | None = None,
    police: bool = False,
    offset_removal: bool = False,
    reciprocal_months: Decimal = NO_MONTHS,
) -> RetirementAnnuity:
    """The original annuity, in dollars a month, by the law in force on the last day of employment.

    That day is the one before `annuity_start` unless given; `alternative_months` is all service unless given;
    reciprocal service counts for eligibility only (40 ILCS 5/14-107 to 14-110, 5/1-160). Rounded to the
    cent once; then the minimum, then the price of the offset removal option.
    NotCovered: employment ended before 2001, the start is not the first of a month after it, or service is
    not in quarters of a month. LawGap: Tier 2 employment that ended before 2011.
    """
    last_day = last_day_of_employment or annuity_start - ONE_DAY
    law.value("employment", on=last_day)
    alternative = service_months if alternative_months is None else alternative_months
    _check_start(annuity_start, last_day)
    _check_service(service_months, alternative, reciprocal_months)
    age = completed_months(born, annuity_start)
    career = _Career(tier, coverage, age, service_months, alternative, reciprocal_months, police, last_day)
    eligibility = find_eligibility(formula, career, law)
    if eligibility is None:
        rule = law.value("retirement_eligibility", on=last_day, tier=tier, formula="regular", route="age")
        steps = (_eligibility_line("annuity.not_payable", "annuity.no_route", career, rule),)
        return RetirementAnnuity(False, NO_REDUCTION, ZERO, formula, "", steps)
    monthly, amount_steps = _amount(eligibility, career, final_average_compensation, offset_removal, law)
    opened = _eligibility_line(
        "annuity.route", f"annuity.route.{eligibility.formula}.{eligibility.route}", career, eligibility.rule
    )
    return RetirementAnnuity(
        payable=True,
        reduction_percent=eligibility.reduction_percent,
        monthly_annuity=monthly,
        formula_used=eligibility.formula,
        route=eligibility.route,
        worksheet=(opened, *amount_steps),
    )


def reduction_at_start(
    *,
    tier: Tier,
    formula: Formula,
    coverage: Coverage,
    born: date,
    annuity_start: date,
    service_months: Decimal,
    alternative_months: Decimal,
    reciprocal_months: Decimal,
    police: bool,
    last_day_of_employment: date,
    law: Law,
) -> Decimal | None:
    """The reduction in percent of an annuity that starts on a day; None if none is payable. As `retirement_annuity`."""
    age = completed_months(born, annuity_start)
    career = _Career(
        tier,
        coverage,
        age,
        service_months,
        alternative_months,
        reciprocal_months,
        police,
        last_day_of_employment,
    )
    eligibility = find_eligibility(formula, career, law)
    return eligibility.reduction_percent if eligibility else None


def earned_annuity(
    *,
    tier: Tier,
    formula: Formula,
    coverage: Coverage,
    service_months: Decimal,
    alternative_months: Decimal,
    final_average_compensation: Decimal,
    on: date,
    law: Law,
) -> tuple[Decimal, Worksheet]:
    """The annuity earned by a day whatever the age, in dollars a month: what survivors of a member share.

    Without age reduction; the alternative formula counts once its service is met (40 ILCS 5/14-108, 5/14-110).
    """
    career = _Career(tier, coverage, 0, service_months, alternative_months, NO_MONTHS, False, on)
    if formula == "alternative":
        served = _route(law, career, "alternative", "age").integer("service")
        formula = "alternative" if alternative_months >= served else "regular"
    percent, steps = _percent_of_compensation(formula, career, law)
    annuity = half_up(Fraction(final_average_compensation) * percent / 100)
    rule = law.value("annuity_rate", on=on, formula=formula, coverage=coverage)
    earned = line(
        "annuity.by_formula",
        annuity,
        "annuity.unreduced",
        rule,
        compensation=final_average_compensation,
        percent=_shown(percent),
        reduction=NO_REDUCTION,
    )
    return annuity, (*steps, earned)


def find_eligibility(formula: Formula, career: _Career, law: Law) -> _Eligibility | None:
    """The first route to an annuity that the career meets: alternative first, reduced last."""
    if formula == "alternative":
        routes = ("age", "25_years") if career.tier == 1 else ("police" if career.police else "age",)
        for route in routes:
            rule = _route(law, career, "alternative", route)
            if career.age_months >= rule.integer("age") and career.alternative >= rule.integer("service"):
                return _Eligibility("alternative", route, rule, NO_REDUCTION)
    return _regular_eligibility(career, law)


def _regular_eligibility(career: _Career, law: Law) -> _Eligibility | None:
    service = career.service + career.reciprocal
    for route in ("age", "35_years") if career.tier == 1 else ("age",):
        rule = _route(law, career, "regular", route)
        if career.age_months >= rule.figures.get("age", 0) and service >= rule.integer("service"):
            return _Eligibility("regular", route, rule, NO_REDUCTION)
    if career.tier == 1:
        rule = _route(law, career, "regular", "rule_of_85")
        # Age, own and reciprocal service are floored to whole months, each for itself.
        whole_months = career.age_months + int(career.service) + int(career.reciprocal)
        if whole_months >= rule.integer("sum") and service >= rule.integer("service"):
            return _Eligibility("regular", "rule_of_85", rule, NO_REDUCTION)
    rule = _route(law, career, "regular", "reduced")
    if career.age_months >= rule.integer("age") and service >= rule.integer("service"):
        early = rule.integer("full_age") - career.age_months
        return _Eligibility("regular", "reduced", rule, early * rule.decimal("percent_per_month"))
    return None


def _route(law: Law, career: _Career, formula: Formula, route: str) -> LawValue:
    return law.value(
        "retirement_eligibility", on=career.last_day, tier=career.tier, formula=formula, route=route
    )


def _amount(
    eligibility: _Eligibility, career: _Career, compensation: Decimal, offset_removal: bool, law: Law
) -> tuple[Decimal, list[Line]]:
    percent, steps = _percent_of_compensation(eligibility.formula, career, law)
    if eligibility.reduction_percent:
        steps.append(_reduction_line(eligibility, career))
    kept = (100 - Fraction(eligibility.reduction_percent)) / 100
    annuity = half_up(Fraction(compensation) * percent / 100 * kept)
    steps.append(
        line(
            "annuity.by_formula",
            annuity,
            "annuity.reduced" if eligibility.reduction_percent else "annuity.unreduced",
            eligibility.rule,
            compensation=compensation,
            percent=_shown(percent),
            reduction=eligibility.reduction_percent,
        )
    )
    annuity, minimum_step = _at_least_minimum(annuity, career, law)
    steps.append(minimum_step)
    if offset_removal:
        option = law.value("offset_removal", on=career.last_day)
        price = half_up(percent_of(option.decimal("percent"), annuity))
        steps.append(
            line(
                "annuity.after_option",
                annuity - price,
                "annuity.offset_removal",
                option,
                annuity=annuity,
                percent=option.decimal("percent"),
                price=price,
            )
        )
        annuity -= price
    return annuity, steps


def _reduction_line(eligibility: _Eligibility, career: _Career) -> Line:
    full_age = eligibility.rule.integer("full_age")
    return line(
        "annuity.reduction",
        eligibility.reduction_percent,
        "annuity.months_early",
        eligibility.rule,
        months=full_age - career.age_months,
        full_age=full_age,
        percent=eligibility.rule.decimal("percent_per_month"),
    )


def _percent_of_compensation(formula: Formula, career: _Career, law: Law) -> tuple[Fraction, list[Line]]:
    """Percent of final average compensation: months at their formula's rate, up to its maximum."""
    alternative = min(career.alternative, career.service) if formula == "alternative" else NO_MONTHS
    parts: tuple[tuple[Formula, Decimal], ...] = (
        ("alternative", alternative),
        ("regular", career.service - alternative),
    )
    steps = []
    earned = Fraction(0)
    for part, months in parts:
        if months:
            rate = law.value("annuity_rate", on=career.last_day, formula=part, coverage=career.coverage)
            share = Fraction(rate.decimal("percent") * months) / MONTHS_IN_A_YEAR
            earned += share
            steps.append(
                line(
                    "annuity.percent." + part,
                    _shown(share),
                    "annuity.rate",
                    rate,
                    percent=rate.decimal("percent"),
                    months=months,
                )
            )
    most = law.value(
        "annuity_maximum", on=career.last_day, formula=_maximum_formula(formula, parts, career, law)
    )
    percent = min(earned, Fraction(most.integer("percent")))
    steps.append(
        line(
            "annuity.percent",
            _shown(percent),
            "annuity.maximum",
            most,
            earned=_shown(earned),
            most=most.integer("percent"),
        )
    )
    return percent, steps


def _maximum_formula(
    formula: Formula, parts: tuple[tuple[Formula, Decimal], ...], career: _Career, law: Law
) -> str:
    mixed = all(months for _, months in parts)
    return law.value("mixed_service", on=career.last_day).text("maximum_of") if mixed else formula


def _at_least_minimum(annuity: Decimal, career: _Career, law: Law) -> tuple[Decimal, Line]:
    minimum, step = minimum_annuity(
        service_months=career.service, coverage=career.coverage, on=career.last_day, law=law
    )
    if minimum <= annuity:
        return annuity, step._replace(label="annuity.minimum_met")
    return minimum, step


def minimum_annuity(
    *, service_months: Decimal, coverage: Coverage, on: date, law: Law
) -> tuple[Decimal, Line]:
    """The least annuity in dollars a month, for at most 30 years of service (40 ILCS 5/14-109)."""
    rule = law.value("minimum_annuity", on=on, coverage=coverage)
    most = rule.integer("most_years") * MONTHS_IN_A_YEAR
    months = min(service_months, Decimal(most))
    minimum = half_up(Fraction(rule.decimal("per_year") * months) / MONTHS_IN_A_YEAR)
    step = line(
        "annuity.minimum",
        minimum,
        "annuity.minimum_per_year",
        rule,
        per_year=rule.decimal("per_year"),
        months=months,
        most_years=rule.integer("most_years"),
    )
    return minimum, step


def _eligibility_line(label: str, how: str, career: _Career, rule: LawValue) -> Line:
    return line(
        label,
        career.age_months,
        how,
        rule,
        age=career.age_months,
        service=career.service,
        alternative=career.alternative,
        reciprocal=career.reciprocal,
        needed_age=rule.figures.get("age", 0),
        needed_service=rule.integer("service"),
        needed_sum=rule.figures.get("sum", 0),
    )


def _check_start(annuity_start: date, last_day: date) -> None:
    if annuity_start.day != 1:
        raise NotCovered("annuity.start_not_first", on=annuity_start)
    if annuity_start <= last_day:
        raise NotCovered("annuity.start_before_leaving", on=annuity_start, last_day=last_day)


def _check_service(service: Decimal, alternative: Decimal, reciprocal: Decimal) -> None:
    if any(months < 0 or months % QUARTER_OF_A_MONTH for months in (service, alternative, reciprocal)):
        raise NotCovered("annuity.service_not_in_quarters")
    if alternative > service:
        raise NotCovered("annuity.more_alternative_than_service", alternative=alternative, service=service)


def _shown(percent: Fraction) -> Decimal:
    # Shown to six places; the calculation goes on with the exact fraction.
    return Decimal(round(percent * 1000000)).scaleb(-6)
