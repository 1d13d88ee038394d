"""Survivor and occupational death annuities: amounts, the Social Security offset, and when they run."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from benefits.rules.facts import Coverage, StatusAtDeath, Tier
from benefits.rules.law import Law, LawValue
from benefits.rules.money import ZERO, down, half_up, percent_of
from benefits.rules.months import Month, anniversary
from benefits.rules.worksheet import Line, line


@dataclass(frozen=True, slots=True)
class SurvivorAnnuity:
    """A survivor's monthly benefit before and after the Social Security offset, in dollars a month."""

    before_offset: Decimal
    offset: Decimal
    monthly: Decimal
    worksheet: tuple[Line, ...]


def survivor_annuity(
    *,
    tier: Tier,
    coverage: Coverage,
    status_at_death: StatusAtDeath,
    annuity: Decimal,
    survivor_born: date,
    on: date,
    law: Law,
    social_security: Decimal = ZERO,
    offset_removal: bool = False,
    covered_months: Decimal | None = None,
) -> SurvivorAnnuity:
    """The benefit of a single survivor on a day, in dollars a month.

    `annuity` is the one paid at death (increases included) or, for an active or inactive member, the earned
    one without age reduction; `social_security` the survivor's monthly benefit when the offset began. Tier
    2 pays two thirds, Tier 1 one half (unconfirmed; 40 ILCS 5/1-160(f), 5/14-121), less half of Social
    Security from age 60, never more than half the benefit (14-119(d)). `covered_months` below 18 means no
    offset.
    NotCovered: before 2001. LawGap: Tier 2 before 2011.
    """
    share = law.value("survivor_annuity", on=on, tier=tier)
    fraction = Fraction(share.integer("numerator"), share.integer("denominator"))
    before = half_up(Fraction(annuity) * fraction)
    first = line(
        "survivor.before_offset",
        before,
        "survivor.share",
        share,
        annuity=annuity,
        numerator=share.integer("numerator"),
        denominator=share.integer("denominator"),
    )
    rule = law.value("survivor_offset", on=on)
    spared = _why_no_offset(
        coverage, status_at_death, survivor_born, on, offset_removal, covered_months, rule
    )
    offset, second = (
        (ZERO, line("survivor.offset", ZERO, spared, rule, age=rule.integer("age")))
        if spared
        else _offset(before, social_security, rule)
    )
    monthly = before - offset
    last = line("survivor.monthly", monthly, "survivor.after_offset", rule, before=before, offset=offset)
    return SurvivorAnnuity(before, offset, monthly, (first, second, last))


def _why_no_offset(
    coverage: Coverage,
    status_at_death: StatusAtDeath,
    survivor_born: date,
    on: date,
    offset_removal: bool,
    covered_months: Decimal | None,
    rule: LawValue,
) -> str:
    """The reason why there is no offset, as a message key; "" if there is one."""
    if coverage == "noncovered":
        return "survivor.no_offset.noncovered"
    if covered_months is not None and covered_months < rule.integer("least_covered_months"):
        return "survivor.no_offset.short_coverage"
    if status_at_death != "retired":
        return "survivor.no_offset.before_retirement"
    if offset_removal:
        return "survivor.no_offset.removed"
    if on < anniversary(survivor_born, rule.integer("age")):
        return "survivor.no_offset.young"
    return ""


def _offset(before: Decimal, social_security: Decimal, rule: LawValue) -> tuple[Decimal, Line]:
    half = half_up(percent_of(rule.decimal("percent"), social_security))
    limit = down(percent_of(rule.decimal("most_percent"), before))
    offset = min(half, limit)
    return offset, line(
        "survivor.offset",
        offset,
        "survivor.half_of_social_security",
        rule,
        percent=rule.decimal("percent"),
        social_security=social_security,
        half=half,
        most_percent=rule.decimal("most_percent"),
        limit=limit,
    )


@dataclass(frozen=True, slots=True)
class OccupationalDeathAnnuity:
    """A spouse's occupational death annuity, in dollars a month."""

    monthly: Decimal
    worksheet: tuple[Line, ...]


def occupational_death_annuity(
    *, final_average_compensation: Decimal, workers_compensation: Decimal, on: date, law: Law
) -> OccupationalDeathAnnuity:
    """Half of final average compensation for a spouse, less workers' compensation (40 ILCS 5/14-128).

    Both in dollars a month. NotCovered: before 2001. The amounts for children are computed by hand.
    """
    rule = law.value("occupational_death", on=on)
    share = half_up(percent_of(rule.decimal("percent"), final_average_compensation))
    monthly = max(share - workers_compensation, ZERO)
    step = line(
        "occupational_death.monthly",
        monthly,
        "occupational_death.share",
        rule,
        percent=rule.decimal("percent"),
        compensation=final_average_compensation,
        workers_compensation=workers_compensation,
    )
    return OccupationalDeathAnnuity(monthly, (step,))


def survivor_benefit_starts_on(*, died_on: date) -> date:
    """Survivors are paid for whole calendar months, from the first of the month after the death."""
    return Month.of(died_on).plus(1).first_day


def spouse_may_survive(*, married_on: date, died_on: date, law: Law) -> bool:
    """Whether a marriage (or civil union) lasted the year that makes the spouse an eligible survivor."""
    years = law.value("survivor_eligibility", on=died_on).integer("marriage_years")
    return anniversary(married_on, years) <= died_on


def spouse_paid_from(*, tier: Tier, born: date, died_on: date, child_in_care: bool, law: Law) -> date:
    """The first day a spouse is paid: the first of the month after the death, in Tier 1 not before age 50.

    With an eligible child in care a Tier 1 spouse is paid at once (40 ILCS 5/14-119, 5/14-120).
    """
    start = survivor_benefit_starts_on(died_on=died_on)
    if tier == 2 or child_in_care:
        return start
    rule = law.value("survivor_eligibility", on=died_on)
    birthday = anniversary(born, rule.integer("tier_1_spouse_age"))
    opened = birthday if birthday.day == 1 else Month.of(birthday).plus(1).first_day
    return max(start, opened)


def child_is_eligible(*, born: date, on: date, full_time_student: bool, married: bool, law: Law) -> bool:
    """Whether a child (not disabled) may be paid: unmarried, under 18, or under 22 in full-time study."""
    rule = law.value("survivor_eligibility", on=on)
    age = rule.integer("student_age" if full_time_student else "child_age")
    return not married and on < anniversary(born, age)


@dataclass(frozen=True, slots=True)
class DisabledChildLimit:
    """What a disabled child may earn less than in a calendar quarter, in dollars."""

    quarterly: Decimal
    worksheet: tuple[Line, ...]


def disabled_child_limit(*, year: int, law: Law) -> DisabledChildLimit:
    """Three times the Social Security substantial gainful activity amount of the year (unconfirmed).

    NotCovered: before the first year held. LawGap: a year not yet entered.
    """
    rule = law.value("disabled_child_earnings", on=date(year, 1, 1))
    quarterly = rule.integer("months") * rule.decimal("monthly")
    step = line(
        "disabled_child.limit",
        quarterly,
        "disabled_child.three_months",
        rule,
        months=rule.integer("months"),
        monthly=rule.decimal("monthly"),
    )
    return DisabledChildLimit(quarterly, (step,))


def member_served_long_enough(*, service_months: Decimal, died_on: date, law: Law) -> bool:
    """Whether a member who died in service had the service that opens a survivor annuity (40 ILCS 5/14-120)."""
    return service_months >= law.value("survivor_eligibility", on=died_on).integer("member_service_months")
