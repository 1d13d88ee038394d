"""Words in templates that no translator would ever see, and dates in the English order."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.base import Lexer, TokenType

# Whose words reach a reader without standing between tags.
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|data-label)=(?:"([^"]*)"|'([^']*)')""")
UNSPOKEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{3,}")
# Names, addresses, abbreviations: the same in both languages.
NAMES = {
    "SERS", "PDF", "Parkway", "Veterans", "Box", "Springfield", "Michael", "Bilandic", "Building", "North", "LaSalle",
    "Street", "Suite", "Chicago", "illinois", "gov", "srs", "sers", "ILCS", "State", "Employees", "Retirement", "System",
    "nbsp", "middot", "rarr", "larr", "times", "Illinois", "CSV", "JSON", "https", "www",
}  # fmt: skip
FIXED_ORDER = re.compile(r"""\|(?:date|time):["'](?![A-Z_]{4,}["']|c["']|Y-m-d["']|[FlYj]["'])([^"']+)""")
OPENING = ("blocktranslate", "blocktrans", "comment")


def find_plain_text(path: Path) -> list[str]:
    """Each piece of untranslated text of a template, with the template's name."""
    name = path.relative_to(settings.BASE_DIR).as_posix()
    return [f"{name}: {words!r}" for words in _pieces(_without_calls(path.read_text()))]


def find_fixed_orders(path: Path) -> list[str]:
    """Each date printed in an order of one language's own, instead of a named format."""
    name = path.relative_to(settings.BASE_DIR).as_posix()
    return [f'{name}: date:"{order}"' for order in FIXED_ORDER.findall(path.read_text())]


def _without_calls(source: str) -> str:
    """A template's text without its tags, variables, comments and whatever stands in blocks to translate."""
    kept, waited_for = [], ""
    for token in Lexer(source).tokenize():
        tag = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if waited_for:
            waited_for = "" if tag == waited_for else waited_for
        elif tag in OPENING:
            waited_for = f"end{tag}"
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        else:
            # What stands for a variable must not glue the words on its sides together, nor end a tag.
            kept.append(" ")
    return UNSPOKEN.sub(" ", "".join(kept))


def _pieces(text: str) -> Iterator[str]:
    spoken = (first or second for first, second in SPOKEN.findall(text))
    for piece in (*TAG.split(text), *spoken):
        if set(WORD.findall(piece)) - NAMES:
            yield " ".join(piece.split())
