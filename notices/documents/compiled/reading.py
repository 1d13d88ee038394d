"""Where the layout engine put each token: the lines of a page as drawn, and the room their boxes give them."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from notices.documents.compiled.faces import Face, Unfit
from notices.documents.compiled.words import TOKEN

CODES = re.compile(rb"<([0-9a-f]+)>")
# Half a CSS pixel: two boxes that touch do not overlap.
TOUCH = 0.5


@dataclass(frozen=True)
class Drawn:
    """A line of text in a page's content: the operators that place and show it, its font and what it says."""

    matrix: int
    shown: int
    x: float
    y: float
    face: Face
    size: float
    text: str


@dataclass(frozen=True)
class Line:
    """A line of text in the layout, and what its block gives it. Lengths are CSS pixels."""

    text: str
    x: float
    y: float
    room: float
    # The right edge of the block when its lines stand flush right.
    right: float | None
    # Whether the block simply takes another line when its words are more.
    can_break: bool
    block: Any
    # The block that floats in the same parent and takes room from this line.
    beside: Any


def content_of(stream: pydyf.Stream) -> list[bytes]:
    """A page's operators, one by one, without the corrections of 0 that the engine writes after each glyph."""
    return [_bytes(item).replace(b">0<", b"") for item in stream.stream]


def _bytes(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    return bytes(item.data) if isinstance(item, pydyf.Object) else str(item).encode("ascii")


def drawn_tokens(content: Sequence[bytes], faces: Mapping[bytes, Face]) -> Iterator[Drawn]:
    """The lines that show a token, in the order in which they are drawn."""
    face, size, matrix = None, 0.0, 0
    for place, item in enumerate(content):
        if item.endswith(b" Tf"):
            name, points, _ = item.split()
            face, size = faces[name[1:]], float(points)
        elif item.endswith(b" Tm"):
            matrix = place
        elif item.endswith(b"] TJ") and face is not None:
            text = _said(item, face)
            if TOKEN.search(text):
                x, y = content[matrix].split()[4:6]
                yield Drawn(matrix, place, float(x), float(y), face, size, text)


def _said(item: bytes, face: Face) -> str:
    codes = b"".join(CODES.findall(item)).decode()
    return "".join(
        face.characters.get(int(codes[at : at + 4], 16), "\ufffd") for at in range(0, len(codes), 4)
    )


def lines_of(page: Any) -> list[Line]:
    """Every line of text on a page, in reading order. `page` is a page box of the layout engine."""
    floats: list[tuple[Any, Any]] = []
    return list(_lines(page, [], floats))


def _lines(box: Any, above: list[Any], floats: list[tuple[Any, Any]]) -> Iterator[Line]:
    rows = [child for child in _children(box) if _kind(child) == "LineBox"]
    for row in rows:
        yield from _in_row(row, box, above, floats, is_only=len(rows) == 1)
    for child in _children(box):
        if _kind(child) != "LineBox":
            if child.is_floated():
                floats.append((child, box))
            yield from _lines(child, [*above, box], floats)


def _in_row(
    row: Any, block: Any, above: list[Any], floats: list[tuple[Any, Any]], *, is_only: bool
) -> Iterator[Line]:
    texts = [box for box in row.descendants() if _kind(box) == "TextBox" and box.text.strip()]
    room, beside = _room(block, above, floats)
    for text in texts:
        if len(texts) > 1 and TOKEN.search(text.text):
            raise Unfit("mixed line")
        yield Line(
            text=text.text,
            x=text.position_x,
            y=text.position_y + text.baseline,
            room=room,
            right=_right(block),
            can_break=is_only and beside is None and not _shrinks(block) and room < math.inf,
            block=block,
            beside=beside,
        )


def _room(block: Any, above: list[Any], floats: list[tuple[Any, Any]]) -> tuple[float, Any]:
    width, beside = block.width, None
    if _shrinks(block):
        width = above[-1].width
    elif block.style["white_space"] == "nowrap":
        width = math.inf
    else:
        for floating, parent in floats:
            if floating not in above and floating is not block and _overlap(floating, block):
                if parent is not above[-1] or not _shrinks(floating):
                    raise Unfit("float")
                beside = floating
    return width, beside


def _shrinks(block: Any) -> bool:
    """Whether a block is as wide as its words."""
    return bool(block.is_floated() and block.style["width"] == "auto")


def _overlap(floating: Any, block: Any) -> bool:
    top, left = block.content_box_y(), block.content_box_x()
    return bool(
        floating.position_x < left + block.width - TOUCH
        and floating.position_x + floating.margin_width() > left + TOUCH
        and floating.position_y < top + block.height - TOUCH
        and floating.position_y + floating.margin_height() > top + TOUCH
    )


def _right(block: Any) -> float | None:
    aligned = block.style["text_align_all"]
    if aligned not in ("start", "left", "end", "right"):
        raise Unfit("alignment")
    return block.content_box_x() + block.width if aligned in ("end", "right") else None


def _children(box: Any) -> list[Any]:
    # Absolutely placed boxes stand behind a placeholder.
    return [getattr(child, "_box", child) for child in getattr(box, "children", ())]


def _kind(box: Any) -> str:
    return type(box).__name__
