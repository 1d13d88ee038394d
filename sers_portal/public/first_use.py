"""Finds the first use of each difficult word on a page, and makes it a link to its meaning.

Running text comes first; then what is folded away, such as a working; then headings and the heads of tables. Never marked
are links, buttons, forms' labels, figures in tables, and what only a screen reader reads.
"""

import re
from collections.abc import Callable, Mapping, Set
from functools import lru_cache

from sers_portal.public.glossary import TERMS, Term

TAG = re.compile(
    r"<!--.*?-->|<(/?)([a-z][a-z0-9]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.DOTALL | re.IGNORECASE
)
RUNNING = frozenset({"p", "li", "dd", "dt"})
FOLDED = frozenset({"details"})
HEADS = frozenset({"h2", "h3", "th", "table"})
NEVER = frozenset(
    {
        "a",
        "blockquote",
        "button",
        "caption",
        "h1",
        "h4",
        "label",
        "legend",
        "script",
        "select",
        "style",
        "summary",
    }
    | {"svg", "textarea"}
)
# What is looked through in turn: the elements whose text counts, and those that are passed over.
TURNS = (
    (RUNNING, NEVER | FOLDED | HEADS),
    (RUNNING, NEVER | HEADS),
    (HEADS - {"table"}, NEVER),
)
HIDDEN = "usa-sr-only"

Link = Callable[[Term, str], str]


def mark_first_uses(html: str, *, language: str, explained: Mapping[str, object], link: Link) -> str:
    """The page with each word at its first use as `link` makes it; words in `explained` are left as they are."""
    words = _words(language)
    # Most words are not on the page: looking for each is far quicker than for any of them.
    page = html.casefold()
    wanted = {term.id for form, term in words.items() if form in page} - set(explained)
    for counts, passed_over in TURNS:
        html = _look_through(
            html, counts, passed_over, lambda text: _marked(text, words, wanted, link), wanted
        )
    return html


def _look_through(
    html: str, counts: Set[str], passed_over: Set[str], mark: Callable[[str], str], wanted: Set[str]
) -> str:
    done: list[str] = []
    at, depth = 0, 0
    while wanted and (tag := TAG.search(html, at)):
        text = html[at : tag.start()]
        done.append(mark(text) if depth else text)
        is_end, name, attributes = tag[1], (tag[2] or "").lower(), tag[3] or ""
        at = tag.end()
        if name and not is_end and (name in passed_over or HIDDEN in attributes):
            end = html.find(f"</{name}>", at)
            at = end if end >= 0 else at
        elif name in counts:
            depth += -1 if is_end else 1
        done.append(html[tag.start() : at])
    return "".join(done) + html[at:]


def _marked(text: str, words: Mapping[str, Term], wanted: set[str], link: Link) -> str:
    def first_use(found: re.Match[str]) -> str:
        term = words[found[0].casefold()]
        if term.id not in wanted:
            return found[0]
        wanted.discard(term.id)
        return link(term, found[0])

    return _pattern(tuple(words)).sub(first_use, text)


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


@lru_cache
def _words(language: str) -> dict[str, Term]:
    """Each form of each difficult word in a language, which is the one in use."""
    return {form.casefold(): term for term in TERMS if term.forms for form in str(term.forms).split("|")}
