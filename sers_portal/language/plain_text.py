"""Words in templates that no translator would ever see, dates in the English order, and times before a full stop."""

import re
from collections.abc import Iterator

from django.template.base import Lexer, TokenType

# Whose words reach a reader without standing between tags.
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|data-label)=(?:"([^"]*)"|'([^']*)')""")
UNSPOKEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"(?<![/A-Za-zÀ-ÿ])[A-Za-zÀ-ÿ]{3,}")
# Names, addresses, abbreviations: the same in both languages.
NAMES = {
    "SERS", "PDF", "Parkway", "Veterans", "Box", "Springfield", "Michael", "Bilandic", "Building", "North", "LaSalle",
    "Street", "Suite", "Chicago", "illinois", "gov", "srs", "sers", "ILCS", "State", "Employees", "Retirement", "System",
    "nbsp", "middot", "rarr", "larr", "times", "Illinois", "CSV", "JSON", "https", "www", "English", "Español", "The", "Informer",
}  # fmt: skip
# A name of sers_portal/formats, a machine's order, or a single part such as the weekday is right in any language.
FIXED_ORDER = re.compile(
    r"""\|(?:date|time):["'](?![A-Z_]{4,}["']|c["']|Y-m(?:-d)?["']|[FlDYj]["'])([^"']+)"""
    r"""|date_format\((?:[^"()\n]|\([^"()\n]*\))*"(?![A-Z_]{4,}"|[FlDYj]")([^"\n]+)\""""
)
# "9:32 a.m." ends in a full stop of its own. Messages of Python call a moment `at` or `time`.
BOUND_TIME = re.compile(r"""\b(\w+)=\S+\|(?:date|time):["'][^"']*(?:TIME_FORMAT|g:i)""")
OPENING = ("blocktranslate", "blocktrans", "comment")
# Blocks whose words are for machines.
UNSPOKEN_BLOCKS = ("robots", "body_class", "main_class")


def find_plain_text(template: str) -> list[str]:
    """Each piece of a template's text that no translator would see."""
    return list(_pieces(_without_calls(template)))


def find_fixed_orders(source: str) -> list[str]:
    """Each date that a template or a Python file prints in the order of one language, instead of a named format."""
    return [in_template or in_python for in_template, in_python in FIXED_ORDER.findall(source)]


def find_times_before_a_stop(source: str) -> list[str]:
    """Each sentence's end that would print a time and a full stop: "9:32 a.m.."."""
    names = "|".join({"at", "time", *BOUND_TIME.findall(source)})
    ends = rf"""%\((?:{names})\)s\.|\{{\{{ ?(?:{names}) ?\}}\}}\.|(?:TIME_FORMAT|g:i a)["'] ?\}}\}}\."""
    return re.findall(ends, source)


def _without_calls(source: str) -> str:
    """A template's text without its tags, variables, comments and whatever stands in blocks to translate."""
    kept, waited_for = [], ""
    for token in Lexer(source).tokenize():
        tag = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if waited_for:
            waited_for = "" if tag == waited_for else waited_for
        elif tag in OPENING or (tag == "block" and token.contents.endswith(UNSPOKEN_BLOCKS)):
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
