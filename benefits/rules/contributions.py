"""Member contributions, and the part of them that the employer picks up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.facts import Coverage, Formula, Tier
from benefits.rules.law import Law
from benefits.rules.money import ZERO, half_up, percent_of
from benefits.rules.worksheet import Line, line


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one pay record contributes, in dollars."""

    pensionable: Decimal
    retirement: Decimal
    survivor: Decimal
    total: Decimal
    paid_by_member: Decimal
    picked_up: Decimal
    worksheet: tuple[Line, ...]


def contribution(
    *,
    tier: Tier,
    formula: Formula,
    coverage: Coverage,
    paid_on: date,
    earnings: Decimal,
    law: Law,
    pensionable_so_far: Decimal = ZERO,
    picked_up: bool = False,
) -> Contribution:
    """Contributions on one pay record, each share rounded to the cent (40 ILCS 5/14-133(a)).

    `pensionable_so_far` is what already counted in the calendar year of `paid_on`; with `picked_up` the
    employer pays the typical points. NotCovered: paid before 1990, or a pick-up before 1992. LawGap: a Tier
    2 year without a cap.
    """
    shares = _shares(tier, formula, coverage, paid_on, earnings, law, pensionable_so_far)
    if not picked_up:
        return shares
    rates = law.value("contributions", on=paid_on, formula=formula, coverage=coverage)
    typical = law.value("pick_up", on=paid_on, formula=formula)
    points = rates.decimal("retirement") + rates.decimal("survivor") - typical.decimal("points")
    paid = half_up(percent_of(max(points, Decimal(0)), shares.pensionable))
    picked = shares.total - paid
    steps = (
        line(
            "contribution.paid_by_member",
            paid,
            "contribution.remaining_points",
            typical,
            percent=points,
            pensionable=shares.pensionable,
        ),
        line(
            "contribution.picked_up",
            picked,
            "contribution.rest_picked_up",
            typical,
            total=shares.total,
            paid=paid,
        ),
    )
    return _divide(shares, paid, picked, steps)


def contribution_as_recorded(
    *,
    tier: Tier,
    formula: Formula,
    coverage: Coverage,
    paid_on: date,
    earnings: Decimal,
    picked_up_amount: Decimal,
    law: Law,
    pensionable_so_far: Decimal = ZERO,
) -> Contribution:
    """Contributions on a pay record that states what was actually picked up: the record rules.

    Otherwise as `contribution`.
    """
    shares = _shares(tier, formula, coverage, paid_on, earnings, law, pensionable_so_far)
    typical = law.value("pick_up", on=paid_on, formula=formula) if picked_up_amount else None
    if typical is None:
        return shares
    paid = shares.total - picked_up_amount
    step = line(
        "contribution.paid_by_member",
        paid,
        "contribution.record_rules",
        typical,
        total=shares.total,
        picked_up=picked_up_amount,
    )
    return _divide(shares, paid, picked_up_amount, (step,))


def _divide(shares: Contribution, paid: Decimal, picked: Decimal, steps: tuple[Line, ...]) -> Contribution:
    return Contribution(
        pensionable=shares.pensionable,
        retirement=shares.retirement,
        survivor=shares.survivor,
        total=shares.total,
        paid_by_member=paid,
        picked_up=picked,
        worksheet=shares.worksheet + steps,
    )


def _shares(
    tier: Tier,
    formula: Formula,
    coverage: Coverage,
    paid_on: date,
    earnings: Decimal,
    law: Law,
    so_far: Decimal,
) -> Contribution:
    pensionable, steps = pensionable_earnings(
        tier=tier, paid_on=paid_on, earnings=earnings, pensionable_so_far=so_far, law=law
    )
    rates = law.value("contributions", on=paid_on, formula=formula, coverage=coverage)
    shares = []
    for name in ("retirement", "survivor"):
        percent = rates.decimal(name)
        share = half_up(percent_of(percent, pensionable))
        shares.append(share)
        label = "contribution." + name
        steps.append(
            line(label, share, "contribution.share", rates, percent=percent, pensionable=pensionable)
        )
    retirement, survivor = shares
    total = retirement + survivor
    steps.append(
        line("contribution.total", total, "contribution.sum", rates, retirement=retirement, survivor=survivor)
    )
    return Contribution(pensionable, retirement, survivor, total, total, ZERO, tuple(steps))


def pensionable_earnings(
    *, tier: Tier, paid_on: date, earnings: Decimal, pensionable_so_far: Decimal, law: Law
) -> tuple[Decimal, list[Line]]:
    """The part of a pay record that counts: all of it in Tier 1, up to the calendar year's cap in Tier 2.

    40 ILCS 5/1-160(b). LawGap: no cap is held for the year.
    """
    if tier == 1:
        everything = law.value("pensionable_earnings", on=paid_on)
        return earnings, [line("contribution.pensionable", earnings, "contribution.all_counts", everything)]
    limit = law.value("tier_2_year", on=paid_on)
    cap = limit.decimal("cap")
    room = max(cap - pensionable_so_far, ZERO)
    pensionable = min(earnings, room)
    left = line(
        "contribution.room",
        room,
        "contribution.cap_of_year",
        law.value("tier_2_cap_year", on=paid_on),
        cap=cap,
        so_far=pensionable_so_far,
        year=paid_on.year,
    )
    counted = line(
        "contribution.pensionable", pensionable, "contribution.up_to_cap", limit, earnings=earnings
    )
    return pensionable, [left, counted]
