"""From the rules' answers to an estimate's record: one shape for records of members and for answers of strangers."""

from dataclasses import replace
from datetime import date

from benefits.rules.annuity import NO_REDUCTION, RetirementAnnuity
from benefits.rules.assumptions import Assumptions
from benefits.rules.compensation import FinalAverageCompensation
from benefits.rules.estimate import Choice, Estimate, estimate
from benefits.rules.facts import Coverage
from benefits.rules.increases import AnnualIncreases
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts
from benefits.rules.months import completed_months
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.rules.retirement_ages import AgeAnnuity, annuities_by_age
from benefits.rules.standing import EarliestAnnuity
from benefits.rules.what_if import Stated, WhatIf, what_if
from benefits.rules.worksheet import Worksheet
from benefits.services.estimates.record import AtAge, EstimateRecord, Figure, Start, mark_of


def figure_estimate(
    facts: MemberFacts, *, law: Law, on: date, retire_on: date, assumptions: Assumptions
) -> EstimateRecord:
    """The estimate of a member's own record. NotCovered as `rules.estimate.estimate`."""
    answer = estimate(facts, law=law, on=on, retire_on=retire_on, assumptions=assumptions)
    earliest = answer.reduced if isinstance(answer.reduced, EarliestAnnuity) else answer.unreduced
    record = _record(
        answer,
        supposed=answer.supposed,
        ages=ages_of(facts, law=law, on=on, assumptions=assumptions, earliest=earliest),
        dates=(on, retire_on, facts.born_on),
        law=law,
        assumptions=assumptions,
        coverage=facts.coverage,
        has_spouse=facts.spouse_born_on is not None,
        is_at_work=facts.left_on is None,
    )
    if not record.is_payable:
        return record
    share = answer.refund
    refund = None if share is None else _figure(share.amount, share.worksheet, answer.supposed)
    death = answer.death_benefit
    told = death if isinstance(death, Refusal) else (death.amount, death.worksheet)
    return replace(record, refund=refund, death_benefit=_told(told, answer.supposed))


def figure_what_if(
    stated: Stated, *, law: Law, on: date, retire_on: date, assumptions: Assumptions
) -> EstimateRecord:
    """The estimate of what somebody stated. NotCovered as `rules.what_if.what_if`."""
    answer = what_if(stated, law=law, on=on, retire_on=retire_on, assumptions=assumptions)
    return _record(
        answer,
        supposed=answer.supposed,
        ages=_bars(answer.ages),
        dates=(on, retire_on, stated.born_on),
        law=law,
        assumptions=assumptions,
        coverage=stated.coverage,
        has_spouse=stated.spouse_born_on is not None,
        is_at_work=stated.left_on is None,
    )


def ages_of(
    facts: MemberFacts,
    *,
    law: Law,
    on: date,
    assumptions: Assumptions,
    earliest: EarliestAnnuity | Refusal | None,
) -> tuple[AtAge, ...]:
    """The bars of the chart; none where no start can be told."""
    if not isinstance(earliest, EarliestAnnuity):
        return ()
    points = answer_or_refusal(
        lambda: annuities_by_age(facts, law=law, on=on, assumptions=assumptions, earliest=earliest)
    )
    return () if isinstance(points, Refusal) else _bars(points)


def start_of(earliest: EarliestAnnuity | Refusal | None, *, is_at_work: bool) -> Start | Figure | None:
    """The first start and its annuity, or why it cannot be told. That work goes on until then is an assumption."""
    if earliest is None:
        return None
    if isinstance(earliest, Refusal):
        return _refused(earliest)
    annuity = earliest.annuity
    mark = "assumption" if is_at_work else mark_of(annuity.worksheet)
    return Start(earliest.starts_on, Figure(annuity.monthly_annuity, None, annuity.worksheet, mark))


def _record(
    answer: Estimate | WhatIf,
    *,
    supposed: Worksheet,
    ages: tuple[AtAge, ...],
    dates: tuple[date, date, date],
    law: Law,
    assumptions: Assumptions,
    coverage: Coverage,
    has_spouse: bool,
    is_at_work: bool,
) -> EstimateRecord:
    figured_on, retire_on, born_on = dates
    compensation, annuity = answer.final_average_compensation, answer.annuity
    before = (*supposed, *_steps(compensation))
    is_payable = isinstance(annuity, RetirementAnnuity) and annuity.payable
    plain, removal = answer.plain, answer.with_offset_removal
    below = (*before, *_steps(annuity))
    return EstimateRecord(
        figured_on=figured_on,
        retire_on=retire_on,
        law_edition=law.edition,
        assumptions=assumptions,
        age_months=completed_months(born_on, retire_on),
        service_months=answer.service.months,
        reciprocal_months=answer.service.reciprocal,
        is_payable=is_payable,
        reduction_percent=annuity.reduction_percent
        if isinstance(annuity, RetirementAnnuity)
        else NO_REDUCTION,
        is_covered=coverage == "covered",
        has_spouse=has_spouse,
        final_average=_compensation(compensation, supposed),
        annuity=_annuity(annuity, before),
        with_removal=_annuity(_annuity_of(removal), before) if coverage == "covered" and is_payable else None,
        spouse=_spouse(plain, below),
        spouse_least=_spouse_least(plain, below),
        spouse_with_removal=_spouse(removal, below),
        refund=None,
        death_benefit=None,
        increases=_increases(answer.increases, below),
        januaries=() if isinstance(answer.increases, Refusal) else answer.increases.increases,
        unreduced=start_of(answer.unreduced, is_at_work=is_at_work),
        reduced=start_of(answer.reduced, is_at_work=is_at_work),
        ages=ages,
    )


def _bars(points: tuple[AgeAnnuity, ...]) -> tuple[AtAge, ...]:
    return tuple(
        AtAge(age, starts_on, None, False)
        if isinstance(annuity, Refusal) or not annuity.payable
        else AtAge(age, starts_on, annuity.monthly_annuity, bool(annuity.reduction_percent))
        for age, starts_on, annuity in points
    )


def _steps(answer: object) -> Worksheet:
    return getattr(answer, "worksheet", ())


def _figure(amount: object, worksheet: Worksheet, before: Worksheet = ()) -> Figure:
    """A figure that rests on its own steps and on those before them; told with its own."""
    return Figure(amount, None, worksheet, mark_of((*before, *worksheet)))  # type: ignore[arg-type]


def _refused(refusal: Refusal) -> Figure:
    return Figure(None, refusal, (), "law")


def _told(answer: Refusal | tuple[object, Worksheet], before: Worksheet) -> Figure:
    return _refused(answer) if isinstance(answer, Refusal) else _figure(*answer, before)


def _compensation(answer: FinalAverageCompensation | Refusal, supposed: Worksheet) -> Figure:
    if isinstance(answer, Refusal):
        return _refused(answer)
    return _figure(answer.final_average_compensation, (*supposed, *answer.worksheet))


def _annuity_of(choice: Choice | Refusal) -> RetirementAnnuity | Refusal:
    return choice if isinstance(choice, Refusal) else choice.annuity


def _annuity(answer: RetirementAnnuity | Refusal, before: Worksheet) -> Figure:
    if isinstance(answer, Refusal):
        return _refused(answer)
    if not answer.payable:
        return Figure(None, None, answer.worksheet, mark_of((*before, *answer.worksheet)))
    return _figure(answer.monthly_annuity, answer.worksheet, before)


def _spouse(choice: Choice | Refusal, before: Worksheet) -> Figure | None:
    """A spouse's benefit before Social Security takes anything off."""
    answer = None if isinstance(choice, Refusal) else choice.spouse_monthly
    if answer is None:
        return None
    if isinstance(answer, Refusal):
        return _refused(answer)
    return _figure(answer.before_offset, answer.worksheet[:1], before)


def _spouse_least(choice: Choice | Refusal, before: Worksheet) -> Figure | None:
    """What the deepest offset leaves; None where there is none."""
    answer = None if isinstance(choice, Refusal) else choice.spouse_least
    if answer is None or isinstance(answer, Refusal) or not answer.offset:
        return None
    # The offset's own step names a Social Security benefit that nobody stated.
    return _figure(answer.monthly, answer.worksheet[-1:], before)


def _increases(answer: AnnualIncreases | Refusal, before: Worksheet) -> Figure:
    if isinstance(answer, Refusal):
        return _refused(answer)
    return _figure(answer.increases[-1].monthly if answer.increases else None, answer.worksheet, before)
