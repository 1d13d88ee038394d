"""The little markup that staff write in: paragraphs, lists and strong words. All else is plain text and stays it."""

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BULLET = "- "
STRONG = re.compile(r"\*\*(.+?)\*\*")


def to_html(text: str) -> SafeString:
    """Paragraphs are parted by an empty line, items of a list begin with "- ", **words** are strong; no other HTML."""
    return format_html_join("\n", "{}", ((_block(block),) for block in _blocks(text)))


def to_plain(text: str) -> str:
    """The same for an e-mail: without the stars, one empty line between paragraphs."""
    return "\n\n".join(STRONG.sub(r"\1", "\n".join(block)) for block in _blocks(text))


def _blocks(text: str) -> list[list[str]]:
    lines = [line.strip() for line in text.strip().splitlines()]
    blocks: list[list[str]] = [[]]
    for line in lines:
        is_item = line.startswith(BULLET)
        starts_anew = blocks[-1] and is_item != blocks[-1][0].startswith(BULLET)
        if not line or starts_anew:
            blocks.append([])
        if line:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _block(lines: list[str]) -> SafeString:
    if lines[0].startswith(BULLET):
        items = ((_strong(line.removeprefix(BULLET)),) for line in lines)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
    return format_html("<p>{}</p>", _strong(" ".join(lines)))


def _strong(text: str) -> SafeString:
    # Escaped before the stars are read: what is marked safe holds no markup but ours.
    return mark_safe(STRONG.sub(r"<strong>\1</strong>", conditional_escape(text)))  # noqa: S308
