"""How a table is handed out: its rows by their owner, its columns by name, sealed ones masked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

NINE_DIGITS = re.compile(r"\b(\d{3})[- ]?(\d{2})[- ]?(\d{4})\b")
# Where a table's rows name their owner by something else than a foreign key.
BY_PERSON_ID, BY_ACCOUNT_ID = "by the person's id", "by the account's id"


@dataclass(frozen=True)
class Table:
    """A table as it is handed out. `columns` may follow foreign keys; `masked` computes what rests sealed."""

    name: str
    model: str
    # The way from a row to its person; or to the account's, or one of the two above.
    owner: str
    columns: tuple[str, ...]
    masked: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def way_to_account(self) -> str:
        """The way from a row to the account it belongs to; "" where rows belong to a record, not to an account."""
        if self.model == "accounts.User":
            return "pk"
        way, _, last = self.owner.rpartition("__")
        return way if last == "person" and way in ("user", "delegate") else ""


def words(columns: str) -> tuple[str, ...]:
    """Columns, named in one line."""
    return tuple(columns.split())


def last_four(attribute: str) -> Callable[[Any], str]:
    """The last four characters of a sealed number."""
    return lambda row: str(getattr(row, attribute))[-4:]


def without_numbers(attribute: str) -> Callable[[Any], str]:
    """A sealed text, with nothing but the last four digits of what looks like a Social Security number."""
    return lambda row: NINE_DIGITS.sub(r"xxx-xx-\3", str(getattr(row, attribute)))
