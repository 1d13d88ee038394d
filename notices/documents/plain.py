"""What a document was made from, as JSON and back: days and amounts come back as what they were."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

DAY, AMOUNT = "day:", "amount:"
TEXT = "text:"


def to_plain(value: Any) -> Any:
    """The value in words of JSON. `TypeError` for what a document's content is not made of."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return f"{AMOUNT}{value}"
    if isinstance(value, date):
        return f"{DAY}{value.isoformat()}"
    if isinstance(value, str):
        return f"{TEXT}{value}" if value.startswith((DAY, AMOUNT, TEXT)) else str(value)
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [to_plain(part) for part in value]
    raise TypeError(f"a document's content holds no {type(value).__name__}")


def from_plain(value: Any) -> Any:
    """The value that `to_plain` was given."""
    if isinstance(value, Mapping):
        return {key: from_plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [from_plain(part) for part in value]
    if not isinstance(value, str):
        return value
    kind, rest = value[: value.find(":") + 1], value[value.find(":") + 1 :]
    if kind == DAY:
        return date.fromisoformat(rest)
    if kind == AMOUNT:
        return Decimal(rest)
    return rest if kind == TEXT else value
