"""Which words of a document change from person to person, and the tokens that stand for them in a form."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from notices.documents.compiled.faces import Unfit

# The same for everyone who gets the same form. All other texts of a content are slots.
FIXED = {
    "version",
    "language",
    "kind",
    "title",
    "as_of",
    "heading",
    "columns",
    "reciprocal_systems",
    "law_edition",
    "contact",
}
TOKEN = re.compile(r"Qz([a-j]{4})([a-j])x*")
LETTERS = str.maketrans("0123456789", "abcdefghij")
MOST_SLOTS = 10_000
MOST_LINES = 10


@dataclass
class Words:
    """What changes in one document: its slots' texts in order and its bars' values. `shape` is all the rest."""

    shape: Hashable = ()
    slots: list[str] = field(default_factory=list)
    bars: list[dict[str, Any]] = field(default_factory=list)


def read(context: Mapping[str, Any]) -> Words:
    """Take a context apart. Two contexts of the same shape differ in their slots and bars only.

    Raises `Unfit` for a context that is not made of plain values.
    """
    words = Words()
    words.shape = _read(context, "", words)
    return words


def _read(value: Any, name: str, words: Words) -> Hashable:
    if isinstance(value, str):
        if name in FIXED:
            return value
        words.slots.append(value)
        return bool(value)
    if isinstance(value, Mapping):
        if name == "bars":
            words.bars.append(dict(value))
            return tuple(_read(value[key], key, words) for key in BAR_TEXTS)
        return tuple(
            (key, part if _is_style(key, value) else _read(part, key, words)) for key, part in value.items()
        )
    if isinstance(value, Sequence):
        return tuple([_read(part, name, words) for part in value])
    if value is None or isinstance(value, int | float | Decimal):
        return value
    raise Unfit("content")


def replaced(context: Mapping[str, Any], tokens: Sequence[str]) -> dict[str, Any]:
    """The same context with tokens in its slots, save the empty ones, and bars of distinct lengths."""
    found: dict[str, Any] = _replaced(context, "", iter(tokens))
    return found


def _replaced(value: Any, name: str, tokens: Iterator[str]) -> Any:
    if isinstance(value, str):
        if name in FIXED:
            return value
        token = next(tokens)
        return token if value else ""
    if isinstance(value, Mapping):
        if name == "bars":
            return {key: _replaced(value[key], key, tokens) for key in BAR_TEXTS}
        return {
            key: part if _is_style(key, value) else _replaced(part, key, tokens)
            for key, part in value.items()
        }
    if isinstance(value, Sequence):
        parts = [_replaced(part, name, tokens) for part in value]
        return _descending(parts) if name == "bars" else parts
    return value


BAR_TEXTS = ("label", "text")


def _descending(bars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**bar, "value": str(len(bars) - place)} for place, bar in enumerate(bars)]


def _is_style(key: str, parent: Mapping[str, Any]) -> bool:
    """A section's id names its style; the id of the document is printed."""
    return key == "id" and "heading" in parent


def token(slot: int, line: int = 0) -> str:
    """The word that stands for a line of a slot: letters only, found nowhere else."""
    return "Qz" + f"{slot:04d}{line}".translate(LETTERS)


def parsed(text: str) -> list[str | tuple[int, int]]:
    """A drawn text as its fixed parts and, for each token, the slot and line it stands for."""
    parts: list[str | tuple[int, int]] = []
    place = 0
    for found in TOKEN.finditer(text):
        parts += [text[place : found.start()], (_number(found[1]), _number(found[2]))]
        place = found.end()
    return [part for part in (*parts, text[place:]) if part != ""]


def _number(letters: str) -> int:
    return int("".join(str(ord(letter) - ord("a")) for letter in letters))
