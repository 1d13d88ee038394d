"""Column kinds the records share: money, percents and names as the field writes them."""

from decimal import Decimal
from typing import Any

from django.db import models

ZERO = Decimal("0.00")


class MoneyField(models.DecimalField):  # type: ignore[type-arg]  # its parameters are the stubs' own
    """Dollars and cents, exact."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_digits", 12)
        options.setdefault("decimal_places", 2)
        super().__init__(**options)


def dollars(amount: Decimal) -> str:
    """Dollars and cents: 1234.5 becomes "$1,234.50"; below zero "-$1,234.50"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(amount):,.2f}"


def at_least(name: str, **limits: Decimal | int) -> models.CheckConstraint:
    """A constraint that no row goes below these limits: `at_least("pay_not_negative", earnings=0)`."""
    condition = models.Q(**{f"{field}__gte": limit for field, limit in limits.items()})
    return models.CheckConstraint(name=name, condition=condition)
