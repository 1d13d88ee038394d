"""Amounts, days and spans of time as statements write them, in the language that is switched on."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
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
    """A day in words: December 31, 2025."""
    return _day(on, get_language())


def month_name(number: int) -> str:
    """The name of a month by its number."""
    return _month_name(number, get_language())


# Thousands of statements name the same days: said once for each language.
@lru_cache(maxsize=50_000)
def _day(on: date, language: str | None) -> str:
    return say_figure(on, "date")


@lru_cache
def _month_name(number: int, language: str | None) -> str:
    return date_format(date(2000, number, 1), "F")


def span(months: Decimal | int) -> str:
    """Months as years and months, short enough for a narrow column: 21 years 8 months."""
    return say_figure(Decimal(months), "duration").replace(_(" and "), " ")


def percent(share: Decimal) -> str:
    return say_figure(share, "percent")


def total(amounts: list[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def not_given() -> str:
    """What stands where a figure would, and where the reason is."""
    return _("See the notes")
