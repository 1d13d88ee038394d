"""The embedded fonts as plain tables: a character has a glyph and a width, nothing more happens to it."""

import io
import re
from functools import cache, cached_property
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FAMILY = "Public Sans Tabular"
FONTS = Path(__file__).parent.parent / "fonts"
STYLES = {400: "Regular", 700: "Bold"}
# What is embedded with every document: names beyond Western Europe are rendered in full, with their letters only.
EMBEDDED = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100)))) + "–—‘’“”•…€™−"
# In a paragraph of several lines a line ends at a space, or after a hyphen before a letter. Text with other places
# where a line might end (a slash, a dash) is left to the layout engine.
BREAKABLE = re.compile(r"(?:[\w .,:;()$%&'’]|(?<=\w)-(?=\w))*")
BREAK = re.compile(r" |(?<=\w-)(?=[^\W\d_])")
# White space that HTML folds.
FOLDED = re.compile(r"[\t\n\r\f]|  |^ | $")


class Unfit(Exception):
    """Words that cannot be put into the form with certainty; the message names the reason."""


class Face:
    """One font: widths in thousandths of the font size, glyphs as the hexadecimal digits that a PDF shows them by."""

    def __init__(self, weight: int) -> None:
        self.file = FONTS / f"PublicSansTabular-{STYLES[weight]}.ttf"
        font = TTFont(self.file)
        glyphs, per_em = font.getBestCmap(), font["head"].unitsPerEm
        drawn = {character: glyphs[ord(character)] for character in EMBEDDED if ord(character) in glyphs}
        self._codes = {character: f"{font.getGlyphID(glyph):04x}" for character, glyph in drawn.items()}
        self._widths = {
            character: font["hmtx"][glyph][0] * 1000 // per_em for character, glyph in drawn.items()
        }
        self.characters = {int(code, 16): character for character, code in reversed(self._codes.items())}
        self._set: dict[str, tuple[bytes, int]] = {}

    def set(self, text: str) -> tuple[bytes, int]:
        """The text as operand of TJ, and its width in thousandths. Raises `Unfit` for a character not embedded."""
        known = self._set.get(text)
        if known is None:
            if FOLDED.search(text):
                raise Unfit("white space")
            try:
                codes = "".join([self._codes[character] for character in text])
                width = sum([self._widths[character] for character in text])
            except KeyError:
                raise Unfit("character") from None
            if len(self._set) > MOST_REMEMBERED:
                self._set.clear()
            known = self._set[text] = (f"[<{codes}>] TJ".encode(), width)
        return known

    def width(self, text: str) -> int:
        return self.set(text)[1]

    @cached_property
    def program(self) -> bytes:
        """The font file to embed: the embedded characters only, each under the number it has in the whole font."""
        options = subset.Options(
            retain_gids=True, hinting=False, notdef_outline=True, glyph_names=False, name_IDs=[]
        )
        font = TTFont(self.file, recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=EMBEDDED)
        subsetter.subset(font)
        written = io.BytesIO()
        font.save(written)
        return written.getvalue()


# Texts whose glyphs are remembered: months, plans, common amounts; names come and go.
MOST_REMEMBERED = 20_000


@cache
def face(weight: int) -> Face:
    return Face(weight)


def lines(text: str, face: Face, room: float, nearly: float) -> list[str]:
    """Break a text into lines as the layout engine does: as many words on a line as there is room for.

    Widths are in thousandths of the font size. Raises `Unfit` where a line is so nearly full that rounding decides.
    """
    if face.width(text) <= room - nearly:
        return [text]
    if not BREAKABLE.fullmatch(text):
        raise Unfit("breaks")
    broken: list[str] = []
    line = ""
    for word in BREAK.split(text):
        longer = f"{line}{'' if line.endswith('-') else ' '}{word}" if line else word
        width = face.width(longer)
        if abs(width - room) < nearly:
            raise Unfit("nearly full")
        if width < room:
            line = longer
        elif not line or face.width(word) > room - nearly:
            raise Unfit("long word")
        else:
            broken.append(line)
            line = word
    return [*broken, line]
