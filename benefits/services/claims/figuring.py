"""What the rules make of a claim: its facts gathered from the records and the answers, and the figures from them.

Every function takes a claim and the day, and returns an `Outcome`; a refusal is part of it, never an exception.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from benefits.claim_kinds import Outcome
from benefits.models import Annuity, Claim, Member, PayRecord
from benefits.refunds_on_leaving import service_ended_on
from benefits.rules.account import Account, account
from benefits.rules.annuity import RetirementAnnuity
from benefits.rules.assumptions import standard_assumptions
from benefits.rules.estimate import annuity_at, estimate
from benefits.rules.facts import Coverage
from benefits.rules.law import Law
from benefits.rules.lump_sum_tax import from_taxed_pay, rollover_of_each
from benefits.rules.member import MemberFacts, average_pay, service_credit
from benefits.rules.money import ZERO
from benefits.rules.months import Month
from benefits.rules.refunds import alternative_excess, may_have_refund, refund_on_leaving
from benefits.rules.refusals import NotCovered, Refusal, given
from benefits.rules.tax import lump_sum_withholding
from benefits.rules.worksheet import Worksheet
from benefits.selectors import effective_records, law_in_force, member_facts
from sers_portal.base import clock

Figured = tuple[dict[str, Any], Worksheet]
Work = Callable[[MemberFacts, "Answers", Law], Figured]


class Answers:
    """A claim's answers, read as what they are. A missing or unreadable one is a `NotCovered` that names it."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers

    def text(self, name: str) -> str:
        return str(self.answers.get(name) or "").strip()

    def is_yes(self, name: str) -> bool:
        return self.answers.get(name) in (True, "true", "yes", "on")

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise NotCovered("claim.answer_missing", answer=name) from None

    def maybe_day(self, name: str) -> date | None:
        return self.day(name) if self.text(name) else None

    def money(self, name: str) -> Decimal:
        """Dollars; nothing said is nothing."""
        try:
            return Decimal(self.text(name).replace("$", "").replace(",", "") or "0").quantize(ZERO)
        except InvalidOperation:
            raise NotCovered("claim.answer_missing", answer=name) from None


def retirement(claim: Claim, on: date) -> Outcome:
    """The retirement annuity from the day applied for, and what is refunded with it (40 ILCS 5/14-107 to 14-110)."""

    def work(facts: MemberFacts, said: Answers, law: Law) -> Figured:
        if facts.left_on is None:
            facts = replace(facts, left_on=said.day("last_day"))
        starts_on = said.day("retire_on")
        service = service_credit(facts, law=law)
        compensation = average_pay(facts, service, law=law)
        removal = said.is_yes("offset_removal")
        annuity = annuity_at(facts, service, compensation, starts_on, law, removal=removal)
        if not annuity.payable:
            raise NotCovered("estimate.not_payable", on=starts_on)
        held = account(facts, law=law, on=starts_on)
        figures: dict[str, Any] = {
            "starts_on": starts_on.isoformat(),
            "monthly_annuity": annuity.monthly_annuity,
            "reduction_percent": annuity.reduction_percent,
            "offset_removal": removal,
            "formula": annuity.formula_used,
            "service_months": service.months,
            "final_average_compensation": compensation.final_average_compensation,
            "contributions_at_start": held.balance,
        }
        steps = _refunds_into(figures, member_of(claim), facts, held, annuity, said, on, law)
        # What is given back at once is not there to be paid again after a death.
        figures["contributions_at_start"] -= figures["survivor_refund"] + figures["alternative_refund"]
        return figures, (*compensation.worksheet, *annuity.worksheet, *steps)

    return figure(claim, on, work, through=on)


def refund(claim: Claim, on: date) -> Outcome:
    """All contributions without interest, what of it is rolled over, and the tax on the rest (40 ILCS 5/14-130)."""

    def work(facts: MemberFacts, said: Answers, law: Law) -> Figured:
        left_on = facts.left_on
        if left_on is None:
            raise NotCovered("claim.still_at_work")
        if not may_have_refund(left_on=left_on, on=on, law=law):
            raise NotCovered("claim.refund_too_soon", left_on=left_on)
        annuities = Annuity.objects.filter(member=claim.member, kind=Annuity.Kind.RETIREMENT)
        if annuities.exclude(state=Annuity.State.ENDED).exists():
            raise NotCovered("claim.annuity_is_paid")
        held = account(facts, law=law, on=on)
        if held.retirement + held.survivor <= ZERO:
            raise NotCovered("claim.nothing_to_refund")
        answer = refund_on_leaving(
            retirement_contributions=held.retirement,
            survivor_contributions=held.survivor,
            left_on=left_on,
            law=law,
        )
        figures = {
            "amount": answer.amount,
            "retirement_contributions": held.retirement,
            "survivor_contributions": held.survivor,
            "interest_forgone": held.interest,
            "taxable": taxable_part(facts, answer.amount, with_interest=ZERO),
        }
        steps = _tax_into(figures, said, on, law)
        return figures, (*answer.worksheet, *steps)

    return figure(claim, on, work, through=on)


def official_estimate(claim: Claim, on: date) -> Outcome:
    """The annuity on the day the member asks about, with the assumptions written into the worksheet."""

    def work(facts: MemberFacts, said: Answers, law: Law) -> Figured:
        answer = estimate(
            facts, law=law, on=on, retire_on=said.day("retire_on"), assumptions=standard_assumptions()
        )
        annuity = given(answer.annuity)
        if not annuity.payable:
            raise NotCovered("estimate.not_payable", on=answer.retire_on)
        compensation = given(answer.final_average_compensation)
        figures = {
            "starts_on": answer.retire_on.isoformat(),
            "monthly_annuity": annuity.monthly_annuity,
            "reduction_percent": annuity.reduction_percent,
            "service_months": answer.service.months,
            "final_average_compensation": compensation.final_average_compensation,
        }
        return figures, answer.worksheet

    return figure(claim, on, work, through=on)


def figure(claim: Claim, on: date, work: Work, *, through: date) -> Outcome:
    law = law_in_force(on=on)
    if claim.member is None:
        refusal = NotCovered("claim.no_member")
        return Outcome(law.edition, {"answers": claim.answer_data}, refusal=refusal)
    facts = member_facts([claim.member.pk], through=through)[claim.member.pk]
    kept = {"answers": claim.answer_data, "through": through.isoformat(), "record": to_plain(facts)}
    try:
        figures, worksheet = work(facts, Answers(claim.answer_data), law)
    except Refusal as refusal:
        return Outcome(law.edition, kept, refusal=refusal)
    # Where the rules leave one figure to people, the others stand beside what is entered.
    known = {name: value for name, value in figures.items() if not isinstance(value, Refusal)}
    left = next((value for value in figures.values() if isinstance(value, Refusal)), None)
    return Outcome(law.edition, kept, computed=to_plain(known), worksheet=worksheet, refusal=left)


def to_plain(value: Any) -> Any:
    """Facts and figures as JSON holds them; amounts as texts, to the digit."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict") and not isinstance(value, Month):
        return {key: to_plain(one) for key, one in value._asdict().items()}
    if isinstance(value, (list, tuple)) and not isinstance(value, Month):
        return [to_plain(one) for one in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def member_of(claim: Claim) -> Member:
    assert claim.member is not None
    return claim.member


def _survivor_share(facts: MemberFacts, held: Account, said: Answers) -> Decimal:
    return held.survivor if facts.spouse_born_on is None and said.is_yes("survivor_refund") else ZERO


def _refunds_into(
    figures: dict[str, Any],
    member: Member,
    facts: MemberFacts,
    held: Account,
    annuity: RetirementAnnuity,
    said: Answers,
    on: date,
    law: Law,
) -> Worksheet:
    """Add what is refunded with an annuity, what of each is taxable, and the tax, one rollover election for both."""
    survivor = _survivor_share(facts, held, said)
    excess, excess_taxed = _excess(member, facts, annuity, law)
    survivor_taxable = max(survivor - _survivor_part_taxed(facts), ZERO)
    taxable = (survivor_taxable, excess - excess_taxed)
    figures["survivor_refund"], figures["survivor_refund_taxable"] = survivor, taxable[0]
    figures["alternative_refund"], figures["alternative_refund_taxable"] = excess, taxable[1]
    rolled_over = rollover_of_each(taxable=taxable, elected=said.money("rollover_amount"))
    return tuple(
        step
        for gross, part, rolled in zip((survivor, excess), taxable, rolled_over, strict=True)
        if gross
        for step in lump_sum_withholding(taxable=part, rolled_over=rolled, on=on, law=law).worksheet
    )


def _survivor_part_taxed(facts: MemberFacts) -> Decimal:
    """What of the survivor contributions came from taxed pay."""
    return sum(
        (
            from_taxed_pay(
                share=row.survivor,
                contributed=row.retirement + row.survivor,
                paid_by_member=row.retirement + row.survivor - row.picked_up,
            )
            for row in facts.pay
        ),
        ZERO,
    )


def _excess(
    member: Member, facts: MemberFacts, annuity: RetirementAnnuity, law: Law
) -> tuple[Decimal, Decimal]:
    """What was contributed under the alternative formula beyond the regular one, where it earned nothing; and what of
    it came from taxed pay."""
    if facts.formula != "alternative" or annuity.formula_used == "alternative":
        return ZERO, ZERO
    # What a refund on leaving gave back is not given back again.
    ended = service_ended_on([member.pk], through=clock.today()).get(member.pk, date.min)
    rows = effective_records(
        PayRecord.objects.filter(member=member, formula="alternative", paid_on__gt=ended)
    )
    amount = taxed = ZERO
    columns = (
        "coverage",
        "paid_on",
        "pensionable",
        "retirement_contribution",
        "survivor_contribution",
        "picked_up",
    )
    for coverage, paid_on, pensionable, retirement_share, survivor_share, picked_up in rows.values_list(
        *columns
    ):
        part = alternative_excess(
            coverage=cast(Coverage, coverage), paid_on=paid_on, pensionable=pensionable, law=law
        ).amount
        whole = retirement_share + survivor_share
        amount += part
        taxed += from_taxed_pay(share=part, contributed=whole, paid_by_member=whole - picked_up)
    return amount, min(taxed, amount)


def taxable_part(facts: MemberFacts, amount: Decimal, *, with_interest: Decimal) -> Decimal:
    """The taxable part: all but what pay records show as paid by the member, from taxed pay.

    Balances carried over count as taxable: the record does not tell how they were paid, and too much withheld comes
    back with the tax return.
    """
    paid = sum((row.retirement + row.survivor - row.picked_up for row in facts.pay), ZERO)
    return max(amount - paid, with_interest)


def _tax_into(figures: dict[str, Any], said: Answers, on: date, law: Law) -> Worksheet:
    """Add rollover, tax and net to the figures of a lump sum."""
    # Only what would be taxed may go to another plan (law.md 10).
    rolled_over = min(said.money("rollover_amount"), figures["taxable"])
    answer = lump_sum_withholding(taxable=figures["taxable"], rolled_over=rolled_over, on=on, law=law)
    figures["rolled_over"] = rolled_over
    figures["federal_tax"] = answer.withheld
    figures["net"] = figures["amount"] - rolled_over - answer.withheld
    return answer.worksheet
