"""Make the two fonts that are embedded in every document from the full Public Sans of the design system.

    python notices/documents/fonts/prepare.py FOLDER_WITH_PUBLIC_SANS_TTF

Kept are the Latin letters (all names of Western, Central and Eastern Europe and of Vietnam) and the signs of
ordinary print. Digits become the tabular ones, a little narrower than Public Sans draws them, so that amounts
stand in columns without asking for a feature each time. Shaping tables and hinting go: what remains is a
character, a glyph and a width, which makes the files small and the layout of a line plain arithmetic.
"""

import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]

FAMILY = "Public Sans Tabular"
SIGNS = "–—‘’‚“”„†‡•…‹›€™−≈≠≤≥½¼¾"
CHARACTERS = {
    *range(0x20, 0x7F),
    *range(0xA0, 0xAD),
    *range(0xAE, 0x180),
    *range(0x218, 0x21C),
    *range(0x1EA0, 0x1EFA),
} | set(map(ord, SIGNS))
# Of 2,000 units to the em; Public Sans's own tabular digits are 1,400 wide, as wide as its "w".
DIGIT_WIDTHS = {"Regular": 1220, "Bold": 1270}
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def prepare(source: Path, target: Path, style: str) -> None:
    """Write the font for documents made from one full font file."""
    font = TTFont(source, recalcTimestamp=False)
    use_tabular_digits(font, DIGIT_WIDTHS[style])
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=["*"], notdef_outline=True, glyph_names=False
    )
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    round_widths(font)
    rename(font, style)
    font.save(target)


def use_tabular_digits(font: TTFont, digit_width: int) -> None:
    """Let the digits' code points mean the tabular glyphs, all of one width."""
    outlines = font["glyf"]
    for digit in DIGITS:
        glyph = f"{digit}.tf"
        width, bearing = font["hmtx"][glyph]
        shift = (digit_width - width) // 2
        move(outlines[glyph], shift)
        outlines[glyph].recalcBounds(outlines)
        font["hmtx"][glyph] = (digit_width, bearing + shift)
        for table in font["cmap"].tables:
            table.cmap.update({code: glyph for code, name in table.cmap.items() if name == digit})


def move(outline: Glyph, units: int) -> None:
    """Move an outline sideways, be it drawn or composed of others."""
    if outline.isComposite():
        for component in outline.components:
            component.x += units
    else:
        outline.coordinates.translate((units, 0))


def round_widths(font: TTFont) -> None:
    """Make every width an even number: whole thousandths of an em, the unit in which a PDF states widths."""
    for glyph, (width, bearing) in font["hmtx"].metrics.items():
        font["hmtx"][glyph] = (width + width % 2, bearing)


def rename(font: TTFont, style: str) -> None:
    """Give the changed font a name of its own, so that it is never mixed up with Public Sans."""
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"PublicSansTabular-{style}"}
    for record in list(font["name"].names):
        if record.nameID in (16, 17, 3):
            font["name"].removeNames(nameID=record.nameID)
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    for style in DIGIT_WIDTHS:
        file = f"PublicSans-{style}.ttf"
        prepare(Path(sys.argv[1]) / file, Path(__file__).parent / f"PublicSansTabular-{style}.ttf", style)
