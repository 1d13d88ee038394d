"""What of a lump sum is taxed: contributions from taxed pay are not, and what goes to another plan is not yet.

Federal law (26 U.S.C. 72, 402(c)); what the records leave open is decided here and named so.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from benefits.rules.money import ZERO, half_up
from benefits.rules.refusals import NotCovered


def from_taxed_pay(*, share: Decimal, contributed: Decimal, paid_by_member: Decimal) -> Decimal:
    """The part of a share of one month's contribution that the member paid from taxed pay, in dollars.

    The part picked up is untaxed. Which share a pick-up was for is not recorded, so each bears its part of it,
    half-up to the cent (a choice of this project).
    """
    return (
        half_up(Fraction(share) * Fraction(paid_by_member) / Fraction(contributed)) if contributed else ZERO
    )


def untaxed_after_retirement(
    *, amount: Decimal, from_taxed_pay: Decimal | None, given_back: Decimal | None
) -> Decimal:
    """What of a lump sum after retirement is not taxed, in dollars: contributions from taxed pay that no monthly payment
    gave back free of tax (26 U.S.C. 72(b), 72(e)).

    `from_taxed_pay` is what the member paid so and was not refunded, `given_back` what of it the forms 1099-R left
    untaxed; each is None where the record does not tell. Raises `NotCovered` where it takes what is not told.
    """
    if from_taxed_pay is None:
        raise NotCovered("lump_sum.taxed_pay_unknown")
    if from_taxed_pay <= ZERO:
        return ZERO
    if given_back is None:
        raise NotCovered("lump_sum.given_back_unknown", paid=from_taxed_pay)
    return min(max(from_taxed_pay - given_back, ZERO), amount)


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
