"""Who would receive what if a member died today: the statute's survivors and the nominated beneficiaries, told apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import Q, Sum

from accounts.models import Person
from benefits.models import (
    Annuity,
    AnnuityAmount,
    Beneficiary,
    Designation,
    FamilyMember,
    InsuranceEnrolment,
    Member,
    Payment,
)
from benefits.rules.account import account
from benefits.rules.after_death import AfterDeath, after_death, has_survivor_service, pay_at_death
from benefits.rules.compensation import FinalAverageCompensation
from benefits.rules.death import LumpSumDeath, beneficiary_shares, lump_sum_death
from benefits.rules.facts import StatusAtDeath
from benefits.rules.family import SPOUSES, FamilyFacts, Judged, Relation, judge_family
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts, Service, average_pay, service_credit
from benefits.rules.money import ZERO
from benefits.rules.refusals import NotCovered, Refusal, answer_or_refusal, given
from benefits.rules.survivors import (
    OccupationalDeathAnnuity,
    SurvivorAnnuity,
    occupational_death_annuity,
    survivor_annuity,
)
from benefits.selectors import law_in_force, member_facts

# More than any benefit of Social Security: what is left after the largest offset is the least a survivor has.
LARGEST_SOCIAL_SECURITY = Decimal(1_000_000)


@dataclass(frozen=True)
class Relative:
    """One of the family on record, and whether they would be paid."""

    family: FamilyMember
    judged: Judged


@dataclass(frozen=True)
class Nominated:
    """Somebody the member's form names, with their part of the lump sum in dollars; None while there is no amount."""

    beneficiary: Beneficiary
    amount: Decimal | None


@dataclass(frozen=True)
class Monthly:
    """A single survivor's annuity in dollars a month: before any offset, and the least that is left after it."""

    annuity: SurvivorAnnuity
    least: Decimal


@dataclass(frozen=True)
class IfIDied:
    """What a death today would bring. A figure that cannot be given is the refusal that says why."""

    status: StatusAtDeath
    relatives: list[Relative]
    monthly: Monthly | Refusal | None
    lump_sum: LumpSumDeath | Refusal
    designation: Designation | None
    primary: list[Nominated]
    contingent: list[Nominated]
    at_work: OccupationalDeathAnnuity | Refusal | None
    life_insurance: InsuranceEnrolment | None

    @property
    def survivors(self) -> list[Relative]:
        """Those who would be paid each month, or whose case a person judges."""
        return [relative for relative in self.relatives if relative.judged.is_payable]


def if_i_died(member: Member, *, on: date) -> IfIDied:
    """What would be paid if the member died on a day. At most twelve queries, however long the history."""
    law = law_in_force(on=on)
    facts = member_facts([member.pk], through=on)[member.pk]
    service = service_credit(facts, law=law)
    own = Annuity.objects.filter(member=member, kind=Annuity.Kind.RETIREMENT)
    retired = own.exclude(state=Annuity.State.ENDED).first()
    family = list(FamilyMember.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), member=member))
    judged = judge_family(
        [_family_facts(one) for one in family],
        tier=facts.tier,
        has_service=retired is not None or has_survivor_service(facts, service, law=law, on=on),
        on=on,
        law=law,
    )
    relatives = [Relative(*pair) for pair in zip(family, judged, strict=True)]
    survivors = [relative for relative in relatives if relative.judged.is_payable]
    death = _Death(facts, service, survivors, law, on)
    lump_sum = death.lump_sum_of_retired(retired) if retired else death.lump_sum()
    designation = Designation.objects.filter(member=member, superseded_on=None).first()
    named = list(designation.beneficiaries.all()) if designation else []
    return IfIDied(
        status="retired" if retired else "active" if facts.left_on is None else "inactive",
        relatives=relatives,
        monthly=death.monthly_of_retired(retired) if retired else death.monthly(),
        lump_sum=lump_sum,
        designation=designation,
        primary=_shares(named, Beneficiary.Rank.PRIMARY, lump_sum, law),
        contingent=[Nominated(one, None) for one in named if one.rank == Beneficiary.Rank.CONTINGENT],
        at_work=death.at_work() if retired is None and facts.left_on is None else None,
        life_insurance=_life_insurance(member.person),
    )


@dataclass(frozen=True)
class _Death:
    """The facts of a death on the day, and what follows from them."""

    facts: MemberFacts
    service: Service
    survivors: Sequence[Relative]
    law: Law
    on: date

    @property
    def _compensation(self) -> FinalAverageCompensation | Refusal:
        return answer_or_refusal(lambda: average_pay(self.facts, self.service, law=self.law))

    @property
    def _only(self) -> Relative:
        """The one survivor. NotCovered: there are several, or a person must judge."""
        if len(self.survivors) > 1:
            raise NotCovered("survivor.several_claimants")
        if self.survivors[0].judged.verdict == "by_hand":
            raise NotCovered("claim.survivor_by_hand")
        return self.survivors[0]

    def monthly(self) -> Monthly | Refusal | None:
        """For a member not retired; the same figure as on the statement."""
        if not self.survivors:
            return None

        def figure() -> Monthly:
            annuity = given(self._after_death(self._only).spouse_monthly)
            assert annuity is not None
            return Monthly(annuity, annuity.monthly)

        return answer_or_refusal(figure)

    def monthly_of_retired(self, retired: Annuity) -> Monthly | Refusal | None:
        """For a member whose annuity is granted: a share of what is payable now."""
        if not self.survivors:
            return None
        amounts = AnnuityAmount.objects.filter(annuity=retired, from_on__lte=self.on).order_by("-from_on")
        payable = amounts.values_list("monthly", flat=True).first() or retired.original_monthly

        def figure(social_security: Decimal) -> SurvivorAnnuity:
            survivor = self._only
            start = survivor.judged.paid_from or self.on
            return survivor_annuity(
                tier=self.facts.tier,
                coverage=self.facts.coverage,
                status_at_death="retired",
                annuity=payable,
                survivor_born=survivor.family.born_on,
                # A survivor too young for the offset now comes of age: the least is what is left then.
                on=start if not social_security else date(self.on.year + 100, 1, 1),
                law=self.law,
                social_security=social_security,
                offset_removal=retired.offset_removal,
                covered_months=retired.service_months if retired.coverage == "covered" else None,
            )

        def range_of() -> Monthly:
            annuity = figure(ZERO)
            # The offset is a spouse's: children never reach its age.
            is_spouse = self._only.family.relation in SPOUSES
            return Monthly(annuity, figure(LARGEST_SOCIAL_SECURITY).monthly if is_spouse else annuity.monthly)

        return answer_or_refusal(range_of)

    def lump_sum(self) -> LumpSumDeath | Refusal:
        """For a member not retired."""
        return self._after_death(self.survivors[0] if self.survivors else None).lump_sum

    def lump_sum_of_retired(self, retired: Annuity) -> LumpSumDeath | Refusal:
        """For a member whose annuity is granted: what is left of the contributions, if nobody is paid each month."""
        standing = Payment.objects.standing().filter(annuity=retired, paid_on__lte=self.on)
        paid = standing.aggregate(total=Sum("gross"))
        return answer_or_refusal(
            lambda: lump_sum_death(
                status_at_death="retired",
                survivor_annuity_payable=bool(self.survivors),
                law=self.law,
                retirement_contributions=retired.contributions_at_start,
                annuity_paid=paid["total"] or ZERO,
            )
        )

    def at_work(self) -> OccupationalDeathAnnuity | Refusal | None:
        """A spouse's annuity if the work itself caused the death, before workers' compensation."""
        if not any(one.judged.verdict == "paid" for one in self.survivors):
            return None
        return answer_or_refusal(
            lambda: occupational_death_annuity(
                final_average_compensation=pay_at_death(
                    self.facts, self._compensation, law=self.law, on=self.on
                ),
                workers_compensation=ZERO,
                on=self.on,
                law=self.law,
            )
        )

    def _after_death(self, survivor: Relative | None) -> AfterDeath:
        # The rule knows one survivor by their birth date: the spouse, or here whoever is left.
        born_on = survivor.family.born_on if survivor else None
        held = answer_or_refusal(lambda: account(self.facts, law=self.law, on=self.on))
        facts = replace(self.facts, spouse_born_on=born_on)
        return after_death(facts, self.service, self._compensation, held, law=self.law, on=self.on)


def _family_facts(one: FamilyMember) -> FamilyFacts:
    return FamilyFacts(
        cast(Relation, one.relation), one.born_on, one.since_on, one.is_disabled, one.is_full_time_student
    )


def _shares(
    named: Sequence[Beneficiary], rank: str, lump_sum: LumpSumDeath | Refusal, law: Law
) -> list[Nominated]:
    ranked = [one for one in named if one.rank == rank]
    if isinstance(lump_sum, Refusal) or not lump_sum.amount or not ranked:
        return [Nominated(one, None) for one in ranked]
    percents = [one.percent for one in ranked]
    divided = answer_or_refusal(
        lambda: beneficiary_shares(amount=lump_sum.amount, percents=percents, law=law)
    )
    if isinstance(divided, Refusal):
        return [Nominated(one, None) for one in ranked]
    return [Nominated(*pair) for pair in zip(ranked, divided.amounts, strict=True)]


def _life_insurance(person: Person) -> InsuranceEnrolment | None:
    plan = InsuranceEnrolment.Plan.LIFE
    return InsuranceEnrolment.objects.filter(person=person, plan=plan, until_on=None).first()
