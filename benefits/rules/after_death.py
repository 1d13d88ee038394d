"""What would be paid if a member died: a spouse month by month, and the nominated beneficiaries at once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.account import Account
from benefits.rules.annuity import earned_annuity
from benefits.rules.compensation import FinalAverageCompensation
from benefits.rules.compensation_at_death import full_time_compensation, part_time_compensation
from benefits.rules.death import LumpSumDeath, lump_sum_death
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts, Service
from benefits.rules.money import ZERO
from benefits.rules.refusals import Refusal, answer_or_refusal, given
from benefits.rules.survivors import SurvivorAnnuity, survivor_annuity


@dataclass(frozen=True, slots=True)
class AfterDeath:
    """What would be paid if the member died on the day, in dollars: a spouse a month, and beneficiaries at once.

    `spouse_monthly` is None without an eligible spouse. The day a spouse's payments begin depends on ages and
    children; this is the amount.
    """

    spouse_monthly: SurvivorAnnuity | Refusal | None
    lump_sum: LumpSumDeath | Refusal


def after_death(
    facts: MemberFacts,
    service: Service,
    compensation: FinalAverageCompensation | Refusal,
    contributions: Account | Refusal,
    *,
    law: Law,
    on: date,
) -> AfterDeath:
    """What a death on the day would bring, for a member not yet retired (40 ILCS 5/14-116 to 14-121)."""
    spouse = answer_or_refusal(lambda: _spouse_annuity(facts, service, compensation, law, on))
    return AfterDeath(
        spouse_monthly=spouse,
        lump_sum=answer_or_refusal(
            lambda: _lump_sum(
                facts, service, compensation, contributions, law, on, is_survived=spouse is not None
            )
        ),
    )


def has_survivor_service(facts: MemberFacts, service: Service, *, law: Law, on: date) -> bool:
    """Whether there is service enough for a survivor annuity: 18 months at work, or vested after leaving."""
    if facts.left_on is None:
        return service.months >= law.value("survivor_eligibility", on=on).integer("member_service_months")
    rule = law.value(
        "retirement_eligibility", on=facts.left_on, tier=facts.tier, formula="regular", route="age"
    )
    return service.months + service.reciprocal >= rule.integer("service")


def _spouse_annuity(
    facts: MemberFacts, service: Service, compensation: FinalAverageCompensation | Refusal, law: Law, on: date
) -> SurvivorAnnuity | None:
    if facts.spouse_born_on is None or not has_survivor_service(facts, service, law=law, on=on):
        return None
    earned, _ = earned_annuity(
        tier=facts.tier,
        formula=facts.formula,
        coverage=facts.coverage,
        service_months=service.months,
        alternative_months=service.alternative,
        final_average_compensation=pay_at_death(facts, compensation, law=law, on=on),
        on=facts.left_on or on,
        law=law,
    )
    return survivor_annuity(
        tier=facts.tier,
        coverage=facts.coverage,
        status_at_death="active" if facts.left_on is None else "inactive",
        annuity=earned,
        survivor_born=facts.spouse_born_on,
        on=on,
        law=law,
    )


def pay_at_death(
    facts: MemberFacts, compensation: FinalAverageCompensation | Refusal, *, law: Law, on: date
) -> Decimal:
    """The monthly pay that death benefits are figured on (40 ILCS 5/14-103.12(b)), in dollars.

    At work full time: the average, or the rate of pay on record if that is greater; part time: the last full
    month's pay, of all jobs. After leaving: the average.
    """
    average = given(compensation).final_average_compensation
    if facts.left_on is not None:
        return average
    if not facts.is_full_time:
        last = _pay_of_last_month(facts)
        return part_time_compensation(last_full_month=last, on=on, law=law).final_average_compensation
    if facts.final_monthly_rate is None:
        return average
    return full_time_compensation(
        final_average_compensation=average, pay_basis="monthly", rate=facts.final_monthly_rate, on=on, law=law
    ).final_average_compensation


def _pay_of_last_month(facts: MemberFacts) -> Decimal | None:
    """What was earned in the last month on record, in all jobs of it together; None without any."""
    earned = [row for row in facts.pay if row.earns_service]
    if not earned:
        return None
    last = max(row.month for row in earned)
    return sum((row.earnings for row in earned if row.month == last), ZERO)


def _lump_sum(
    facts: MemberFacts,
    service: Service,
    compensation: FinalAverageCompensation | Refusal,
    contributions: Account | Refusal,
    law: Law,
    on: date,
    *,
    is_survived: bool,
) -> LumpSumDeath:
    held = given(contributions)
    return lump_sum_death(
        status_at_death="active" if facts.left_on is None else "inactive",
        survivor_annuity_payable=is_survived,
        law=law,
        retirement_contributions=held.retirement,
        survivor_contributions=held.survivor,
        interest=held.retirement_interest if is_survived else held.interest,
        service_months=service.months,
        final_average_compensation=None if is_survived else pay_at_death(facts, compensation, law=law, on=on),
    )
