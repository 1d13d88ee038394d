"""What the rules make of claims after a death: survivor annuities, occupational death, and the lump sum."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import Sum

from benefits.claim_kinds import Outcome
from benefits.models import (
    OPEN_STATES,
    Annuity,
    AnnuityAmount,
    Claim,
    Designation,
    LumpSum,
    Member,
    Payment,
)
from benefits.rules.account import account
from benefits.rules.after_death import has_survivor_service, pay_at_death
from benefits.rules.annuity import earned_annuity
from benefits.rules.death import lump_sum_death
from benefits.rules.facts import StatusAtDeath
from benefits.rules.law import Law
from benefits.rules.lump_sum_tax import untaxed_after_retirement
from benefits.rules.member import MemberFacts, average_pay, service_credit
from benefits.rules.money import ZERO
from benefits.rules.refusals import NotCovered, Refusal, answer_or_refusal
from benefits.rules.survivors import (
    child_is_eligible,
    occupational_death_annuity,
    spouse_may_survive,
    spouse_paid_from,
    survivor_annuity,
    survivor_benefit_starts_on,
)
from benefits.rules.worksheet import Worksheet
from benefits.services.claims.figuring import Answers, Figured, figure, member_of, taxable_part
from benefits.services.claims.taxed_pay import contributed_from_taxed_pay, given_back_untaxed

SPOUSES = ("spouse", "civil_union_partner")


def survivor(claim: Claim, on: date) -> Outcome:
    """A single survivor's monthly annuity (40 ILCS 5/14-118 to 14-121, 5/1-160(f))."""

    def work(facts: MemberFacts, said: Answers, law: Law) -> Figured:
        died_on, born, relation = _day_of_death(claim, said), said.day("born_on"), said.text("relation")
        _check_single(claim)
        starts_on = _survivor_starts_on(facts, said, died_on, born, relation, law)
        status, annuity, retired, compensation, steps = _annuity_at_death(claim, facts, died_on, law)
        service = service_credit(facts, law=law)
        answer = survivor_annuity(
            tier=facts.tier,
            coverage=facts.coverage,
            status_at_death=status,
            annuity=annuity,
            survivor_born=born,
            on=starts_on,
            law=law,
            social_security=said.money("social_security"),
            offset_removal=bool(retired and retired.offset_removal),
            covered_months=_covered_months(facts, retired, service.months),
        )
        figures = {
            "died_on": died_on.isoformat(),
            "starts_on": starts_on.isoformat(),
            "monthly_annuity": answer.monthly,
            "before_offset": answer.before_offset,
            "offset": answer.offset,
            "status_at_death": status,
            "formula": retired.formula if retired else facts.formula,
            "service_months": retired.service_months if retired else service.months,
            # The pay that the figure rests on: at work it may be another than the average.
            "final_average_compensation": compensation,
        }
        return figures, (*steps, *answer.worksheet)

    return figure(claim, on, work, through=_last_day_of_facts(claim, on))


def occupational_death(claim: Claim, on: date) -> Outcome:
    """Half of final average compensation for a spouse, less workers' compensation (40 ILCS 5/14-128)."""

    def work(facts: MemberFacts, said: Answers, law: Law) -> Figured:
        if said.text("relation") not in SPOUSES:
            raise NotCovered("claim.occupational_for_children")
        died_on = _day_of_death(claim, said)
        service = service_credit(facts, law=law)
        compensation = pay_at_death(
            facts, answer_or_refusal(lambda: average_pay(facts, service, law=law)), law=law, on=died_on
        )
        answer = occupational_death_annuity(
            final_average_compensation=compensation,
            workers_compensation=said.money("workers_compensation"),
            on=died_on,
            law=law,
        )
        figures = {
            "died_on": died_on.isoformat(),
            "starts_on": survivor_benefit_starts_on(died_on=died_on).isoformat(),
            "monthly_annuity": answer.monthly,
            "status_at_death": "active",
            "formula": facts.formula,
            "service_months": service.months,
            "final_average_compensation": compensation,
        }
        return figures, answer.worksheet

    return figure(claim, on, work, through=_last_day_of_facts(claim, on))


def lump_sum(claim: Claim, on: date) -> Outcome:
    """The lump sum at a death, and whom the member's form names for it (40 ILCS 5/14-116, 5/14-117)."""

    def work(facts: MemberFacts, said: Answers, law: Law) -> Figured:
        died_on, member = _day_of_death(claim, said), member_of(claim)
        if LumpSum.objects.filter(member=member, kind=LumpSum.Kind.DEATH).exists():
            raise NotCovered("claim.lump_sum_given")
        retired = _retirement_of(member)
        held = account(facts, law=law, on=died_on)
        service = service_credit(facts, law=law)
        is_survived = _is_survived(claim, facts, said, died_on, law)
        is_active = facts.left_on is None or facts.left_on >= died_on
        status: StatusAtDeath = "retired" if retired else "active" if is_active else "inactive"
        interest = held.retirement_interest if is_survived else held.interest
        compensation = answer_or_refusal(lambda: average_pay(facts, service, law=law))
        answer = lump_sum_death(
            status_at_death=status,
            survivor_annuity_payable=is_survived,
            law=law,
            retirement_contributions=retired.contributions_at_start if retired else held.retirement,
            survivor_contributions=ZERO if retired else held.survivor,
            # A retired member's balance at the start has its interest in it.
            interest=ZERO if retired else interest,
            service_months=service.months,
            final_average_compensation=None
            if isinstance(compensation, Refusal) or status != "active"
            else pay_at_death(facts, compensation, law=law, on=died_on),
            annuity_paid=_paid(member, died_on),
        )
        if not answer.amount:
            raise NotCovered("claim.no_lump_sum")
        figures = {
            "died_on": died_on.isoformat(),
            "amount": answer.amount,
            "taxable": _taxable_after_retirement(retired, facts, answer.amount, died_on, law)
            if retired
            else taxable_part(facts, answer.amount, with_interest=interest),
            "payees": _payees(member, died_on),
        }
        return figures, answer.worksheet

    return figure(claim, on, work, through=_last_day_of_facts(claim, on))


def _taxable_after_retirement(
    retired: Annuity, facts: MemberFacts, amount: Decimal, died_on: date, law: Law
) -> Decimal | Refusal:
    """The taxable part, or why staff must enter it; the other figures stand."""
    return answer_or_refusal(
        lambda: (
            amount
            - untaxed_after_retirement(
                amount=amount,
                from_taxed_pay=contributed_from_taxed_pay(retired, facts, law=law),
                given_back=given_back_untaxed(retired, died_on=died_on),
            )
        )
    )


def _last_day_of_facts(claim: Claim, on: date) -> date:
    """Facts of a death are those up to it, as far as the answers tell the day."""
    died_on = answer_or_refusal(lambda: _day_of_death(claim, Answers(claim.answer_data)))
    return on if isinstance(died_on, Refusal) else min(on, died_on)


def _day_of_death(claim: Claim, said: Answers) -> date:
    """The day on record, where the death is recorded already; else the day that is told."""
    recorded = claim.member.person.died_on if claim.member is not None else None
    return recorded or said.day("died_on")


def _covered_months(facts: MemberFacts, retired: Annuity | None, months: Decimal) -> Decimal | None:
    """Months of service covered by Social Security: of a retiree those the annuity was granted on."""
    if facts.coverage != "covered":
        return None
    return retired.service_months if retired is not None else months


def _check_single(claim: Claim) -> None:
    others = Claim.objects.filter(member=claim.member, kind=claim.kind, state__in=OPEN_STATES)
    paid = Annuity.objects.filter(member=claim.member).exclude(kind=Annuity.Kind.RETIREMENT)
    if others.exclude(pk=claim.pk).exists() or paid.exclude(state=Annuity.State.ENDED).exists():
        raise NotCovered("survivor.several_claimants")


def _survivor_starts_on(
    facts: MemberFacts, said: Answers, died_on: date, born: date, relation: str, law: Law
) -> date:
    """The first day of a survivor's payments. NotCovered where the claimant is no eligible survivor."""
    if relation in SPOUSES:
        if not spouse_may_survive(married_on=said.day("married_on"), died_on=died_on, law=law):
            raise NotCovered("claim.married_too_short", died_on=died_on)
        return spouse_paid_from(
            tier=facts.tier, born=born, died_on=died_on, child_in_care=said.is_yes("child_in_care"), law=law
        )
    starts_on = survivor_benefit_starts_on(died_on=died_on)
    if relation != "child" or said.is_yes("is_disabled"):
        raise NotCovered("claim.survivor_by_hand")
    is_student = said.is_yes("full_time_student")
    if not child_is_eligible(
        born=born, on=starts_on, full_time_student=is_student, married=said.is_yes("is_married"), law=law
    ):
        raise NotCovered("claim.child_not_eligible")
    return starts_on


def _retirement_of(member: Member) -> Annuity | None:
    return Annuity.objects.filter(member=member, kind=Annuity.Kind.RETIREMENT).order_by("-starts_on").first()


def _annuity_at_death(
    claim: Claim, facts: MemberFacts, died_on: date, law: Law
) -> tuple[StatusAtDeath, Decimal, Annuity | None, Decimal, Worksheet]:
    """What the member was, the annuity that survivors share (the one paid at death, or the one earned), and the pay
    that it rests on."""
    retired = _retirement_of(member_of(claim))
    if retired is not None:
        amounts = AnnuityAmount.objects.filter(annuity=retired, from_on__lte=died_on).order_by("-from_on")
        paid = amounts.values_list("monthly", flat=True).first() or retired.original_monthly
        return "retired", paid, retired, retired.final_average_compensation or ZERO, ()
    is_active = facts.left_on is None or facts.left_on >= died_on
    at_death = replace(facts, left_on=None) if is_active else facts
    service = service_credit(facts, law=law)
    if not has_survivor_service(at_death, service, law=law, on=died_on):
        raise NotCovered("claim.too_little_service")
    compensation = answer_or_refusal(lambda: average_pay(facts, service, law=law))
    pay = pay_at_death(at_death, compensation, law=law, on=died_on)
    earned, steps = earned_annuity(
        tier=facts.tier,
        formula=facts.formula,
        coverage=facts.coverage,
        service_months=service.months,
        alternative_months=service.alternative,
        final_average_compensation=pay,
        on=died_on if is_active else cast(date, facts.left_on),
        law=law,
    )
    return "active" if is_active else "inactive", earned, None, pay, steps


def _is_survived(claim: Claim, facts: MemberFacts, said: Answers, died_on: date, law: Law) -> bool:
    """Whether a survivor annuity is payable: claimed and not denied, or said so, or a spouse is on record."""
    if said.text("survivor_annuity_payable"):
        return said.is_yes("survivor_annuity_payable")
    claimed = Claim.objects.filter(member=claim.member, kind="survivor")
    if claimed.exclude(state__in=["draft", "denied", "withdrawn"]).exists():
        return True
    if facts.spouse_born_on is None:
        return False
    service = service_credit(facts, law=law)
    return _retirement_of(member_of(claim)) is not None or has_survivor_service(
        facts, service, law=law, on=died_on
    )


def _paid(member: Member, died_on: date) -> Decimal:
    """The annuity paid through the month of the death; what came back is not paid, what was paid too long is owed."""
    paid = Payment.objects.standing().filter(
        annuity__member=member, annuity__kind=Annuity.Kind.RETIREMENT, month__lte=died_on
    )
    total: Decimal = paid.aggregate(total=Sum("gross", default=ZERO))["total"]
    return total


def _payees(member: Member, died_on: date) -> list[dict[str, str]]:
    """Primary beneficiaries of the form in force, or the contingents where no primary is named."""
    form = Designation.objects.filter(member=member, signed_on__lte=died_on, superseded_on=None).first()
    named = list(form.beneficiaries.all()) if form else []
    primary = [one for one in named if one.rank == "primary"]
    chosen = sorted(primary or named, key=lambda one: one.position)
    if not chosen:
        raise NotCovered("claim.nobody_named")
    return [
        {"name": one.name, "relationship": one.relationship, "percent": str(one.percent)} for one in chosen
    ]
