"""Forms: a document laid out once with tokens, and how one is filled with a person's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from notices.documents.compiled.faces import Face, Unfit, lines
from notices.documents.compiled.packing import Packed
from notices.documents.compiled.words import Words, parsed
from notices.templatetags.documents import bar_lengths

# In CSS pixels: ten times what rounding on the way was seen to make of a line, and nothing an eye sees.
NEARLY = 0.02

Broken = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """A line of text that changes, and which pieces of its page place and show it. Lengths are CSS pixels."""

    page: int
    matrix: int
    shown: int
    x: float
    y: float
    face: Face
    size: float
    # The right edge of a text that stands flush right.
    right: float | None
    room: float
    # Fixed texts and slots; or one line of a slot that takes several.
    parts: Sequence[str | int]
    line: tuple[int, int] | None
    # Whether its block holds nothing else, so that more words would simply take more lines.
    can_break: bool
    # The run that floats in the same block and takes room from this one.
    beside: int | None

    def text(self, words: Sequence[str], broken: Broken) -> str:
        if self.line is not None:
            return broken[self.line[0]][self.line[1]]
        return _said(self.parts, words)

    def lines(self, text: str) -> list[str]:
        return lines(text, self.face, self.room * 1000 / self.size, NEARLY * 1000 / self.size)


@dataclass(frozen=True)
class Bar:
    """A bar of the chart: its operator in a page's content, waiting for a length."""

    page: int
    place: int
    operator: bytes


@dataclass(frozen=True)
class Form:
    """A laid-out document whose runs and bars wait for words."""

    packed: Packed
    # The content of each page in pieces, some of which the runs and bars replace.
    pages: Sequence[Sequence[bytes]]
    runs: Sequence[Run]
    bars: Sequence[Bar]
    # The length of the longest bar.
    longest: int
    # How many lines the slots have that take more than one.
    counts: Mapping[int, int]

    def broken(self, words: Words) -> dict[int, list[str]]:
        """The lines of each slot whose words need several. Raises `Unfit` when that cannot be known."""
        found: dict[int, list[str]] = {}
        for run in self.runs:
            if run.can_break:
                slot = cast(int, run.parts[0])
                lines = run.lines(words.slots[slot])
                # Alone in two blocks: they might break in different places.
                if found.setdefault(slot, lines) != lines:
                    raise Unfit("twice")
        return {slot: lines for slot, lines in found.items() if len(lines) > 1}

    def fill(self, words: Words, broken: Broken) -> bytes:
        """The PDF with these words. Raises `Unfit` when one does not have the room it needs."""
        pages = [list(page) for page in self.pages]
        widths: list[float] = []
        for run in self.runs:
            shown, thousandths = run.face.set(run.text(words.slots, broken))
            width = thousandths * run.size / 1000
            widths.append(width)
            taken = width if run.beside is None else width + widths[run.beside]
            if taken > run.room - NEARLY:
                raise Unfit("room")
            page = pages[run.page]
            page[run.shown] = shown
            if run.right is not None:
                page[run.matrix] = b"1 0 0 -1 %.4f %.6f Tm" % (run.right - width, run.y)
        for bar, length in zip(self.bars, bar_lengths(words.bars, self.longest), strict=True):
            # A bar without length is not drawn: a rectangle of no width would still show as a hair.
            pages[bar.page][bar.place] = bar.operator % length.encode() if float(length) else b""
        return self.packed.write(
            [b"\n".join(page) for page in pages], lambda text: self._say(text, words.slots)
        )

    def _say(self, text: str, words: Sequence[str]) -> str:
        return _said(whole_slots(parsed(text), self.counts), words)


def whole_slots(parts: Sequence[str | tuple[int, int]], counts: Mapping[int, int]) -> list[str | int]:
    """The parts of a text, with the tokens of all of a slot's lines as the slot. Raises `Unfit` for half a slot."""
    whole: list[str | int] = []
    left = list(parts)
    while left:
        part = left.pop(0)
        if isinstance(part, str):
            whole.append(part)
            continue
        slot, line = part
        rest: list[str | tuple[int, int]] = []
        for number in range(1, counts.get(slot, 1)):
            rest += [" ", (slot, number)]
        if line != 0 or left[: len(rest)] != rest:
            raise Unfit("half a slot")
        del left[: len(rest)]
        whole.append(slot)
    return whole


def _said(parts: Sequence[str | int], words: Sequence[str]) -> str:
    return "".join([part if isinstance(part, str) else words[part] for part in parts])


def is_line(parts: Sequence[Any], counts: Mapping[int, int]) -> bool:
    """Whether a drawn text is one line of a slot that takes several."""
    return len(parts) == 1 and not isinstance(parts[0], str) and counts.get(parts[0][0], 1) > 1
