"""A debt in monthly parts that sum to it, to the cent."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.months import Month

CENTS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment: the day it is due, and dollars."""

    due_on: date
    amount: Decimal


def due_days(*, agreed_on: date, number: int) -> tuple[date, ...]:
    """The last days of the months after the agreement, one for each instalment."""
    return tuple(Month.of(agreed_on).plus(count + 1).last_day for count in range(number))


def instalments(*, debt: Decimal, due_on: tuple[date, ...]) -> tuple[Part, ...]:
    """The debt in dollars in as many parts as there are days: equal to the cent, the cents left over in the first ones.

    ValueError: no day, or a debt of fewer cents than parts.
    """
    cents = int(debt * CENTS)
    if not due_on or cents < len(due_on):
        raise ValueError(f"{debt} cannot be paid in {len(due_on)} parts")
    each, left = divmod(cents, len(due_on))
    return tuple(Part(day, Decimal(each + (place < left)) / CENTS) for place, day in enumerate(due_on))


def withheld_parts(*, debt: Decimal, first: Month, number: int) -> tuple[Part, ...]:
    """The debt in dollars as it is kept back from monthly payments, from a first month on.

    One and the same amount a month, rounded up to the cent, and the rest in the last month; where cents are few it takes
    fewer months. Each part is due at its month's end. ValueError: no month, or no debt.
    """
    cents = int(debt * CENTS)
    if number < 1 or cents < 1:
        raise ValueError(f"{debt} cannot be kept back in {number} months")
    each = -(-cents // number)
    amounts = [min(each, cents - taken) for taken in range(0, cents, each)]
    return tuple(
        Part(first.plus(place).last_day, Decimal(amount) / CENTS) for place, amount in enumerate(amounts)
    )
