"""How the values of case files are read: exact, and nothing but what the contract names."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from benefits.rules.facts import PaySpell, Receipt, YearContribution
from benefits.rules.months import Month

Reader = Callable[[object], Any]

# As many digits as exact arithmetic carries through every rule.
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,10})?", re.ASCII)
# So that neither an anniversary leaves the calendar nor two centuries of compounding leave exact arithmetic.
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


class WrongValue(ValueError):
    """A value of a case file is not what the contract asks for; `key` leads to it."""

    def __init__(self, message: str, *key: str) -> None:
        super().__init__(message)
        self.key = key


def number(value: object) -> Decimal:
    """An amount, percent or number of months: text, so that it is exact."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise WrongValue(f'must be a number written as text, such as "1803.60", not {value!r}')
    return Decimal(value)


def hours(value: object) -> Decimal:
    """Hours: text, or a whole number."""
    return Decimal(integer(value)) if isinstance(value, int) else number(value)


def integer(value: object) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValue(f"must be a whole number, not {value!r}")
    return value


def positive(value: object) -> int:
    """A whole number of at least 1."""
    if integer(value) < 1:
        raise WrongValue(f"must be at least 1, not {value!r}")
    return integer(value)


def calendar_year(value: object) -> int:
    """A year of four digits."""
    if not 1000 <= integer(value) <= 9999:
        raise WrongValue(f"must be a year, not {value!r}")
    return integer(value)


def yes_no(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise WrongValue(f"must be true or false, not {value!r}")
    return value


def day(value: object) -> date:
    """A TOML date."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise WrongValue(f"must be a date without quotes, such as 2026-01-19, not {value!r}")
    if not _in_range(value.year):
        raise WrongValue(f"must lie in the years {_FIRST_YEAR} to {_LAST_YEAR}, not {value}")
    return value


def month(value: object) -> Month:
    """A month, "YYYY-MM"."""
    if not isinstance(value, str):
        raise WrongValue(f'must be a month, such as "2026-06", not {value!r}')
    try:
        parsed = Month.parse(value)
    except ValueError as error:
        raise WrongValue(str(error)) from error
    if not _in_range(parsed.year):
        raise WrongValue(f"must lie in the years {_FIRST_YEAR} to {_LAST_YEAR}, not {value}")
    return parsed


def _in_range(year: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR


def choice(*choices: str | int) -> Reader:
    """One of the named words or numbers."""

    def read(value: object) -> object:
        # The type counts as well: to Python, 1.0 and true equal 1.
        if not any(type(value) is type(item) and value == item for item in choices):
            named = ", ".join(str(item) for item in choices)
            raise WrongValue(f"must be one of {named}, not {value!r}")
        return value

    return read


def listed(reader: Reader) -> Reader:
    """A list, each item of which the reader reads."""

    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WrongValue(f"must be a list, not {value!r}")
        return tuple(_inside(f"[{number}]", reader, item) for number, item in enumerate(value))

    return read


def table(**readers: Reader) -> Callable[[object], dict[str, Any]]:
    """A table with exactly these keys; one that is a word of Python is written with an underscore after it."""
    wanted = {name.rstrip("_"): reader for name, reader in readers.items()}

    def read(value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise WrongValue(f"must be a table, not {value!r}")
        for name in value:
            if name not in wanted:
                raise WrongValue("is an unknown key", name)
        for name in wanted:
            if name not in value:
                raise WrongValue("is missing", name)
        return {name: _inside(name, reader, value[name]) for name, reader in wanted.items()}

    return read


def _inside(key: str, reader: Reader, value: object) -> Any:
    try:
        return reader(value)
    except WrongValue as error:
        raise WrongValue(str(error), key, *error.key) from error


_spell = table(from_=month, months=positive, monthly=number)
_year_contribution = table(fiscal_year=calendar_year, amount=number)
_dated_amount = table(on=day, amount=number)


def pay_spell(value: object) -> PaySpell:
    """`{from, months, monthly}`."""
    spell = _spell(value)
    if not _in_range(spell["from"].plus(spell["months"] - 1).year):
        raise WrongValue(f"must end by the year {_LAST_YEAR}, not {spell['months']} later", "months")
    return PaySpell(spell["from"], spell["months"], spell["monthly"])


def year_contribution(value: object) -> YearContribution:
    """`{fiscal_year, amount}`."""
    return YearContribution(**_year_contribution(value))


def receipt(value: object) -> Receipt:
    """`{on, amount}`."""
    return Receipt(**_dated_amount(value))
