"""Compose a form: have the document laid out with tokens, and find in what was drawn where each of them stands."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pydyf

from notices.documents.compiled import packing, reading
from notices.documents.compiled.faces import FAMILY, Face, Unfit, face
from notices.documents.compiled.forms import Bar, Form, Run, is_line, whole_slots
from notices.documents.compiled.words import MOST_LINES, MOST_SLOTS, Words, parsed, replaced, token

# Lays out a context with whole fonts, and hands over the document and its PDF before that is written.
LayOut = Callable[[Mapping[str, Any], Callable[[Any, pydyf.PDF], None]], None]

RECTANGLE = re.compile(rb"(\S+) (\S+) (\S+) (\S+) re")
# Of the room of a line, what the token of a line takes that is to stand alone: two of them fit on none.
SHARE = 0.75


def compose(
    context: Mapping[str, Any], words: Words, lay_out: LayOut, frame: Form | None, counts: Mapping[int, int]
) -> Form:
    """The form for contexts of this shape whose slots take so many lines. `frame` is the form with one line each.

    Raises `Unfit` when the layout holds something that cannot be filled with certainty.
    """
    if len(words.slots) > MOST_SLOTS or max(counts.values(), default=1) > MOST_LINES:
        raise Unfit("too many")
    tokens = [_tokens(slot, counts.get(slot, 1), frame) for slot in range(len(words.slots))]
    try:
        lay_out(replaced(context, tokens), _handed_over(words, counts))
    except _Composed as composed:
        return composed.form
    raise AssertionError("the document was not handed over")


class _Composed(Exception):
    """Ends the layout engine's work early: what it would write is not wanted."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form


def _handed_over(words: Words, counts: Mapping[int, int]) -> Callable[[Any, pydyf.PDF], None]:
    def hand_over(document: Any, pdf: pydyf.PDF) -> None:
        raise _Composed(_form(document, pdf, words, counts))

    return hand_over


def _tokens(slot: int, count: int, frame: Form | None) -> str:
    if count == 1 or frame is None:
        return token(slot)
    (run,) = [run for run in frame.runs if run.can_break and run.parts == [slot]]
    tokens = [token(slot, number) for number in range(count)]
    wanted = SHARE * run.room * 1000 / run.size
    padding = int((wanted - run.face.width(tokens[0])) / run.face.width("x"))
    if padding < 0:
        raise Unfit("narrow")
    return " ".join(word + "x" * padding for word in tokens)


def _form(document: Any, pdf: pydyf.PDF, words: Words, counts: Mapping[int, int]) -> Form:
    objects = {item.reference: item for item in pdf.objects}
    faces = {font.hash.encode(): _face(font) for font in document.fonts.values()}
    _embed(document, pdf)
    runs: list[Run] = []
    bars: list[tuple[Bar, float]] = []
    pages, unchanging = [], {}
    for number, (page, reference) in enumerate(zip(document.pages, pdf.page_references, strict=True)):
        stream = objects[objects[reference]["Contents"]]
        content = reading.content_of(stream)
        drawn = list(reading.drawn_tokens(content, faces))
        page_runs = _runs(number, drawn, page, counts, len(runs))
        page_bars = _bars(number, content)
        start = _first_change(content, drawn)
        segments, places = _condensed(content, start, page_runs, page_bars)
        runs += [_moved(run, places) for run in page_runs]
        bars += [(replace(bar, place=places[bar.place]), length) for bar, length in page_bars]
        unchanging[stream.number] = b"\n".join(content[:start])
        pages.append(segments)
    _check(runs, bars, words)
    packed = packing.pack(pdf, unchanging)
    longest = round(bars[0][1]) if bars else 0
    return Form(packed, pages, runs, [bar for bar, _length in bars], longest, counts)


def _condensed(
    content: Sequence[bytes], start: int, runs: Sequence[Run], bars: Sequence[tuple[Bar, float]]
) -> tuple[list[bytes], dict[int, int]]:
    """A page's content from `start` as few pieces: the operators that change stand alone. Says which is which."""
    changing = {run.shown for run in runs} | {run.matrix for run in runs if run.right is not None}
    changing |= {bar.place for bar, _length in bars}
    if min(changing, default=start) < start:
        raise Unfit("order")
    pieces: list[bytes] = []
    places: dict[int, int] = {}
    begun = start
    for place in (*sorted(changing), len(content)):
        if begun < place:
            pieces.append(b"\n".join(content[begun:place]))
        if place < len(content):
            places[place] = len(pieces)
            pieces.append(content[place])
        begun = place + 1
    return pieces, places


def _moved(run: Run, places: Mapping[int, int]) -> Run:
    return replace(run, shown=places[run.shown], matrix=places.get(run.matrix, -1))


def _face(font: Any) -> Face:
    if font.family != FAMILY:
        raise Unfit("font")
    return face(font.weight)


def _embed(document: Any, pdf: pydyf.PDF) -> None:
    """Put the short font programs where the engine put the whole files."""
    programs = {font.file_content: _face(font).program for font in document.fonts.values()}
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and len(item.stream) == 1 and item.stream[0] in programs:
            program = programs[item.stream[0]]
            item.stream, item.extra["Length1"] = [program], len(program)


def _first_change(content: Sequence[bytes], drawn: Sequence[reading.Drawn]) -> int:
    """Where the changing part of a page begins: all backgrounds and rules are drawn before the first text."""
    if not drawn:
        return len(content)
    place = drawn[0].matrix
    while content[place] not in (b"/Span", b"/Artifact"):
        place -= 1
    return place


def _runs(
    number: int,
    drawn: Sequence[reading.Drawn],
    page: Any,
    counts: Mapping[int, int],
    before: int,
) -> list[Run]:
    lines = {
        (line.text, round(line.x, 3), round(line.y, 3)): line for line in reading.lines_of(page._page_box)
    }
    runs: list[Run] = []
    blocks: dict[int, int] = {}
    for one in drawn:
        line = lines.get((one.text, round(one.x, 3), round(one.y, 3)))
        if line is None:
            raise Unfit("unknown line")
        parts = parsed(one.text)
        single = parts[0] if is_line(parts, counts) else None
        whole = [] if single else whole_slots(parts, counts)
        blocks[id(line.block)] = before + len(runs)
        runs.append(
            Run(
                page=number,
                matrix=one.matrix,
                shown=one.shown,
                x=one.x,
                y=one.y,
                face=one.face,
                size=one.size,
                right=line.right,
                room=line.room,
                parts=whole,
                line=single,  # type: ignore[arg-type]
                can_break=line.can_break and len(whole) == 1,
                beside=_beside(line, blocks),
            )
        )
    return runs


def _beside(line: reading.Line, blocks: Mapping[int, int]) -> int | None:
    if line.beside is None:
        return None
    if id(line.beside) not in blocks:
        raise Unfit("float")
    return blocks[id(line.beside)]


def _bars(number: int, content: Sequence[bytes]) -> list[tuple[Bar, float]]:
    """The rectangles of the figure, with their lengths."""
    bars: list[tuple[Bar, float]] = []
    inside = False
    for place, item in enumerate(content):
        if item == b"/Figure":
            inside = True
        elif item == b"EMC":
            inside = False
        elif inside and (found := RECTANGLE.fullmatch(item)):
            operator = b"%b %b %%b %b re" % (found[1], found[2], found[4])
            bars.append((Bar(number, place, operator), float(found[3])))
    return bars


def _check(runs: Sequence[Run], bars: Sequence[tuple[Bar, float]], words: Words) -> None:
    """Every slot was drawn, and the bars are the bars."""
    seen = {part for run in runs for part in (*run.parts, *(run.line or ())[:1]) if isinstance(part, int)}
    unseen = {slot for slot, text in enumerate(words.slots) if text} - seen
    if len(bars) != len(words.bars):
        raise Unfit("bars")
    for place, (_bar, length) in enumerate(bars):
        if abs(length - bars[0][1] * (len(bars) - place) / len(bars)) > BAR_ROUNDING:
            raise Unfit("bars")
    # A chart's description is in the tags only.
    if len(unseen) > 1:
        raise Unfit("unseen")


BAR_ROUNDING = 0.01
