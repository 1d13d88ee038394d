"""Whom the statute names after a death: each of the family as SERS knows it, and whether they would be paid."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from benefits.rules.facts import Tier
from benefits.rules.law import Law
from benefits.rules.months import anniversary
from benefits.rules.survivors import (
    child_is_eligible,
    spouse_may_survive,
    spouse_paid_from,
    survivor_benefit_starts_on,
)

Relation = Literal["spouse", "civil_union_partner", "child", "parent"]
Verdict = Literal[
    "paid",
    "if_unmarried",
    "married_too_short",
    "too_old",
    "by_hand",
    "after_closer_family",
    "too_little_service",
]
# Who would share in a monthly benefit, as far as the record tells.
PAYABLE = ("paid", "if_unmarried", "by_hand")
SPOUSES = ("spouse", "civil_union_partner")


class FamilyFacts(NamedTuple):
    """One of the family: a spouse with the wedding's day, a child, a parent."""

    relation: Relation
    born_on: date
    since_on: date | None
    is_disabled: bool
    is_full_time_student: bool


class Judged(NamedTuple):
    """Whether somebody would be paid each month if the member died on the day, why not, and from which day."""

    verdict: Verdict
    paid_from: date | None = None
    # The first day on which the marriage has lasted long enough, or the birthday that ends a child's benefit.
    turns_on: date | None = None

    @property
    def is_payable(self) -> bool:
        """Whether they would share in the monthly benefit, or a person must judge it."""
        return self.verdict in PAYABLE


def judge_family(
    family: Sequence[FamilyFacts], *, tier: Tier, has_service: bool, on: date, law: Law
) -> list[Judged]:
    """Each of the family in their order (40 ILCS 5/14-118 to 14-121; Tier 2 handbook, Survivor benefits).

    `has_service`: the member is retired, or has the service that opens a survivor annuity. Children count as
    unmarried where the record does not say; parents only where there is neither spouse nor child.
    """
    if not has_service:
        return [Judged("too_little_service") for _ in family]
    closer = [_judge(one, family, tier=tier, on=on, law=law) for one in family]
    has_closer = any(judged is not None and judged.is_payable for judged in closer)
    last = Judged("after_closer_family") if has_closer else Judged("by_hand")
    return [judged or last for judged in closer]


def _judge(
    one: FamilyFacts, family: Sequence[FamilyFacts], *, tier: Tier, on: date, law: Law
) -> Judged | None:
    """None for a parent, who waits for the others' judgement."""
    if one.relation in SPOUSES:
        in_care = any(_is_eligible_child(other, on, law) for other in family)
        return _judge_spouse(one, tier=tier, child_in_care=in_care, on=on, law=law)
    if one.relation == "child":
        return _judge_child(one, on, law)
    return None


def _judge_spouse(one: FamilyFacts, *, tier: Tier, child_in_care: bool, on: date, law: Law) -> Judged:
    if one.since_on is None or not spouse_may_survive(married_on=one.since_on, died_on=on, law=law):
        years = law.value("survivor_eligibility", on=on).integer("marriage_years")
        return Judged(
            "married_too_short", turns_on=anniversary(one.since_on, years) if one.since_on else None
        )
    start = spouse_paid_from(tier=tier, born=one.born_on, died_on=on, child_in_care=child_in_care, law=law)
    return Judged("paid", paid_from=start)


def _judge_child(one: FamilyFacts, on: date, law: Law) -> Judged:
    if one.is_disabled:
        return Judged("by_hand")
    rule = law.value("survivor_eligibility", on=on)
    age = rule.integer("student_age" if one.is_full_time_student else "child_age")
    if not _is_eligible_child(one, on, law):
        return Judged("too_old", turns_on=anniversary(one.born_on, age))
    start = survivor_benefit_starts_on(died_on=on)
    return Judged("if_unmarried", paid_from=start, turns_on=anniversary(one.born_on, age))


def _is_eligible_child(one: FamilyFacts, on: date, law: Law) -> bool:
    return one.relation == "child" and child_is_eligible(
        born=one.born_on,
        on=survivor_benefit_starts_on(died_on=on),
        full_time_student=one.is_full_time_student,
        married=False,
        law=law,
    )
