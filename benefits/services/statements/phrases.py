"""Amounts, days and spans of time as statements write them, in the language that is switched on."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.rules.money import ZERO
from benefits.wording import say_figure

# In a table where a month has no payment: no zero that could be mistaken for an amount.
NOTHING = "–"


def dollars(amount: Decimal) -> str:
    """Dollars and cents: $2,301.44."""
    return say_figure(amount, "money")


def whole_dollars(amount: Decimal) -> str:
    """Dollars without cents, for a bar of a chart."""
    return f"${amount:,.0f}"


def day(on: date) -> str:
    return say_figure(on, "date")


def month_name(number: int) -> str:
    return date_format(date(2000, number, 1), "F")


def span(months: Decimal | int) -> str:
    """Months as years and months: 21 years and 8 months."""
    return say_figure(Decimal(months), "duration")


def percent(share: Decimal) -> str:
    return say_figure(share, "percent")


def total(amounts: "list[Decimal]") -> Decimal:
    return sum(amounts, ZERO)


def not_given() -> str:
    """What stands where a figure would, and where the reason is."""
    return _("See the notes")
