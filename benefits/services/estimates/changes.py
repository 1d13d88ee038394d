"""What changed since an estimate was saved, and why: from its frozen facts, one cause after the other.

The saved estimate is figured again with one thing changed at a time: the law, then the record, then the assumptions,
then the day. What each step adds is what that cause changed; together they make the whole difference.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.models import SavedEstimate
from benefits.rules.assumptions import Assumptions
from benefits.rules.estimate import annuity_alone
from benefits.rules.member import MemberFacts, PayFacts
from benefits.rules.money import ZERO
from benefits.rules.months import Month
from benefits.rules.refusals import Refusal
from benefits.services.estimates.frozen_facts import facts_from_json
from benefits.services.estimates.record import EstimateRecord, record_from_json
from benefits.services.estimates.saving import Basis
from benefits.wording import say_figure


@dataclass(frozen=True, slots=True)
class Change:
    """One cause of a difference, what it comes to in dollars a month, and what happened."""

    cause: str
    difference: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A saved estimate against a newer one: both annuities, and what led from one to the other.

    An annuity that is not payable counts as none. `refusal` says why there is nothing to compare.
    """

    before: Decimal | None
    after: Decimal | None
    changes: tuple[Change, ...]
    refusal: Refusal | None = None

    @property
    def difference(self) -> Decimal:
        """What all changes come to, in dollars a month."""
        return (self.after or ZERO) - (self.before or ZERO)


def compare(saved: SavedEstimate, *, with_: EstimateRecord, basis: Basis) -> Comparison:
    """Why a new estimate differs from a saved one of the same member."""
    before = record_from_json(saved.record)
    told, now = before.annuity.amount, with_.annuity.amount
    refusal = before.annuity.refusal or with_.annuity.refusal
    if refusal is not None:
        return Comparison(told, now, (), refusal)
    try:
        changes = tuple(_changes(saved, before, with_, basis))
    except Refusal as why:
        return Comparison(told, now, (), why)
    return Comparison(told, now, tuple(change for change in changes if change.difference or change.reasons))


def _changes(
    saved: SavedEstimate, before: EstimateRecord, after: EstimateRecord, basis: Basis
) -> Iterator[Change]:
    facts = facts_from_json(saved.facts)
    told = before.annuity.amount or ZERO

    by_law = _monthly(facts, basis, before, before.assumptions, on=before)
    law_reasons = _law_reasons(before, after, by_law != told)
    yield Change(_("The law or the way of figuring"), by_law - told, law_reasons)

    is_same_record = facts == basis.facts
    by_record = (
        by_law if is_same_record else _monthly(basis.facts, basis, before, before.assumptions, on=after)
    )
    yield Change(_("Your record"), by_record - by_law, tuple(_record_reasons(facts, basis.facts)))

    is_same_day, are_same_assumptions = (
        before.retire_on == after.retire_on,
        before.assumptions == after.assumptions,
    )
    now = after.annuity.amount or ZERO
    # What is known is not figured again.
    by_assumptions = (
        now
        if is_same_day
        else by_record
        if are_same_assumptions
        else _monthly(basis.facts, basis, before, after.assumptions, on=after)
    )
    reasons = tuple(_assumption_reasons(before.assumptions, after.assumptions))
    yield Change(_("The assumptions"), by_assumptions - by_record, reasons)

    yield Change(_("The day of retirement"), now - by_assumptions, tuple(_day_reasons(before, after)))


def _monthly(
    facts: MemberFacts, basis: Basis, about: EstimateRecord, assumptions: Assumptions, *, on: EstimateRecord
) -> Decimal:
    annuity = annuity_alone(
        facts, law=basis.law, on=on.figured_on, retire_on=about.retire_on, assumptions=assumptions
    )
    return annuity.monthly_annuity if annuity.payable else ZERO


def _law_reasons(before: EstimateRecord, after: EstimateRecord, differs: bool) -> tuple[str, ...]:
    if before.law_edition != after.law_edition:
        return (_("The law held here is a newer edition: a figure was added, confirmed or corrected."),)
    if differs:
        return (_("The law is the same; the way it is figured here was corrected."),)
    return ()


def _record_reasons(before: MemberFacts, after: MemberFacts) -> Iterator[str]:
    yield from _pay_reasons(_by_month(before), _by_month(after))
    if before.grants != after.grants:
        yield _("Service that does not come from pay was added or changed.")
    if before.left_on != after.left_on and after.left_on is not None:
        yield _("You left State service on %(day)s.") % {"day": say_figure(after.left_on, "date")}
    if before.left_on is not None and after.left_on is None:
        yield _("You are at work for the State again.")
    if (before.tier, before.formula, before.coverage) != (after.tier, after.formula, after.coverage):
        yield _("Your tier, formula or Social Security coverage on record changed.")
    if before.spouse_born_on != after.spouse_born_on:
        yield _("What is on record about your spouse changed.")


def _pay_reasons(before: dict[Month, list[PayFacts]], after: dict[Month, list[PayFacts]]) -> Iterator[str]:
    added = sorted(after.keys() - before.keys())
    if added:
        yield ngettext(
            "%(count)d month of pay was added (%(first)s): %(together)s.",
            "%(count)d months of pay were added (%(first)s to %(last)s): %(together)s together.",
            len(added),
        ) % {
            "count": len(added),
            "first": say_figure(added[0], "month"),
            "last": say_figure(added[-1], "month"),
            "together": say_figure(sum((row.earnings for m in added for row in after[m]), ZERO), "money"),
        }
    corrected = sorted(month for month in before if before[month] != after.get(month))
    if corrected:
        yield ngettext(
            "The record of %(first)s was corrected.",
            "The records of %(count)d months from %(first)s to %(last)s were corrected.",
            len(corrected),
        ) % {
            "count": len(corrected),
            "first": say_figure(corrected[0], "month"),
            "last": say_figure(corrected[-1], "month"),
        }


def _by_month(facts: MemberFacts) -> dict[Month, list[PayFacts]]:
    months: dict[Month, list[PayFacts]] = {}
    for row in facts.pay:
        months.setdefault(row.month, []).append(row)
    return months


def _assumption_reasons(before: Assumptions, after: Assumptions) -> Iterator[str]:
    for words, was, now in (
        (
            _("Pay growth is supposed to be %(now)s a year instead of %(was)s."),
            before.pay_growth_percent,
            after.pay_growth_percent,
        ),
        (
            _("Inflation is supposed to be %(now)s a year instead of %(was)s."),
            before.cpi_change_percent,
            after.cpi_change_percent,
        ),
    ):
        if was != now:
            yield words % {"was": say_figure(was, "percent"), "now": say_figure(now, "percent")}


def _day_reasons(before: EstimateRecord, after: EstimateRecord) -> Iterator[str]:
    if before.retire_on != after.retire_on:
        yield _("The annuity starts on %(now)s instead of %(was)s.") % {
            "was": say_figure(before.retire_on, "date"),
            "now": say_figure(after.retire_on, "date"),
        }
