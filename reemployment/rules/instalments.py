"""A debt in equal monthly parts that sum to it, to the cent."""

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
