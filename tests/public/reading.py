"""How hard an English page reads: the Flesch-Kincaid grade of its sentences (1975), the school year that follows them.

Counted are whole sentences in paragraphs, list items and definitions of the page's main part; not headings, tables,
menus, addresses, nor bits without an end such as links in a list, which would make a page look easier than it is.
"""

import re
from html.parser import HTMLParser
from typing import NamedTuple

COUNTED = {"p", "li", "dd"}
LEFT_OUT = {"nav", "table", "script", "style", "svg", "form", "template"}
BLOCKS = COUNTED | {"h1", "h2", "h3", "div", "ul", "ol", "dl", "dt", "section", "summary", "br"}
ADDRESSES = re.compile(r"\S+@\S+|https?://\S+|[\d-]{7,}")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|\d[\d,./:%]*")
SENTENCE = re.compile(r"\S[^\n]*?(?:(?<![ap]\.m)[.!?]+(?=[\s”)]|$)|:\s*$)", re.MULTILINE)


class Reading(NamedTuple):
    """What was counted on a page."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade, to one decimal."""
        if not self.words:
            return 0.0
        return round(0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59, 1)


class _Main(HTMLParser):
    """Gathers the sentences of <main>, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_hidden = "usa-sr-only" in (dict(attrs).get("class") or "")
        if tag not in ("br", "img", "input", "link", "meta", "hr", "path"):
            self.open.append("form" if is_hidden else tag)
        if tag in BLOCKS:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() not in (tag, "form" if tag == "span" else tag):
            pass
        if tag in BLOCKS:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        where = set(self.open)
        if "main" in where and where & COUNTED and not where & LEFT_OUT:
            self.text.append(" ".join(f" {data} ".split("\n")))


def read(page: str) -> Reading:
    """Count the words, sentences and syllables of a page."""
    parser = _Main()
    parser.feed(page)
    text = ADDRESSES.sub("", "".join(parser.text))
    sentences = [words for part in SENTENCE.findall(text) if (words := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    return Reading(len(words), len(sentences), sum(map(syllables, words)))


def syllables(word: str) -> int:
    """About how many syllables an English word has: groups of vowels, without a silent e at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", re.sub(r"u(?=it[iy])", "u-", letters)))
    is_silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxzcgh]es$", letters)
    return max(1, groups - bool(is_silent))
