"""Names as people type them, compared with names as they are on file: kindly, but in one place."""

import re
import unicodedata

SUFFIX = re.compile(r"[\s,]+(?:jr|sr|ii|iii|iv|v|2nd|3rd|4th)\.?$")
# Letters that do not come apart into a plain letter and an accent.
UNACCENTED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def are_same_names(typed: str, on_file: str) -> bool:
    """Whether two family names are one: case, accents, hyphens, spaces, apostrophes and Jr. or III aside.

    A name that has nothing left after that (it was all punctuation) is the same as none.
    """
    return bool(bare_name(typed)) and bare_name(typed) == bare_name(on_file)


def bare_name(name: str) -> str:
    """The letters of a name alone: "O'Brien-Núñez, Jr." becomes "obriennunez"."""
    folded = unicodedata.normalize("NFKD", name).casefold().translate(UNACCENTED)
    without_suffix = SUFFIX.sub("", folded.strip())
    return "".join(character for character in without_suffix if character.isalnum())


def is_latin(name: str) -> bool:
    """Whether every letter of a name is of the alphabet English and Spanish are written with."""
    return all(
        not character.isalpha() or unicodedata.name(character, "").startswith("LATIN") for character in name
    )
