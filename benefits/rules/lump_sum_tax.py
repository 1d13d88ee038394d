"""What of a lump sum is taxed: contributions from taxed pay are not, and what goes to another plan is not yet.

Federal law (26 U.S.C. 72, 402(c)); what the records leave open is decided here and named so.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from benefits.rules.money import ZERO, half_up


def from_taxed_pay(*, share: Decimal, contributed: Decimal, paid_by_member: Decimal) -> Decimal:
    """The part of a share of one month's contribution that the member paid from taxed pay, in dollars.

    The part picked up is untaxed. Which share a pick-up was for is not recorded, so each bears its part of it,
    half-up to the cent (a choice of this project).
    """
    return (
        half_up(Fraction(share) * Fraction(paid_by_member) / Fraction(contributed)) if contributed else ZERO
    )


def rollover_of_each(*, taxable: Sequence[Decimal], elected: Decimal) -> tuple[Decimal, ...]:
    """What of an election, made once for several lump sums, each gives, in dollars: in order, its taxable part at most."""
    left, parts = elected, []
    for amount in taxable:
        parts.append(min(amount, left))
        left -= parts[-1]
    return tuple(parts)


def taxable_of_each(*, parts: Sequence[Decimal], gross: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The taxable parts of shares, none above its share: a cent too much for one is taken over by the next.

    Shares and taxable parts are each divided and rounded for themselves, the cents left over going to the first.
    """
    carried, found = ZERO, []
    for part, share in zip(parts, gross, strict=True):
        found.append(min(part + carried, share))
        carried += part - found[-1]
    return tuple(found)
