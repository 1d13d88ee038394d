"""Money: exact amounts, and the named ways in which the law lets them be rounded."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def half_up(amount: Decimal | Fraction) -> Decimal:
    """Round to the cent, half a cent away from zero: the plan's ordinary rounding."""
    if isinstance(amount, Decimal):
        return amount.quantize(CENT, ROUND_HALF_UP)
    cents, rest = divmod(abs(amount.numerator) * 100, amount.denominator)
    if rest * 2 >= amount.denominator:
        cents += 1
    return _from_cents(cents if amount >= 0 else -cents)


def down(amount: Decimal | Fraction) -> Decimal:
    """Round to the cent towards zero: for shares of a sum, and for limits that may not be passed."""
    if isinstance(amount, Decimal):
        return amount.quantize(CENT, ROUND_DOWN)
    cents = abs(amount.numerator) * 100 // amount.denominator
    return _from_cents(cents if amount >= 0 else -cents)


def percent_of(percent: Decimal, amount: Decimal) -> Decimal:
    """The exact percentage of an amount, not yet rounded."""
    return percent * amount / 100


def _from_cents(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
