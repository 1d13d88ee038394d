"""Codes that people read off paper and type: Crockford's base 32 (no I, L, O, U), five bits a character."""

from pathlib import Path

from django.utils.translation import gettext as _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
# What phones and word processors make of a space or a hyphen.
SEPARATORS = frozenset(" \t\r\n\u00a0\u2009\u202f-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212_.")

# A code is drawn anew when it reads as one of these, digits read as the letters they look like.
DIGITS_AS_LETTERS = str.maketrans("0123456789V", "OIZEASGTBGU")
OFFENSIVE = (Path(__file__).parent / "offensive_words.txt").read_text().split()


def is_offensive(code: str) -> bool:
    """Whether a word that hurts can be read in it, across the hyphen too."""
    read = code.translate(DIGITS_AS_LETTERS)
    # 1 is read as L as readily as I.
    return any(word.replace("L", "I") in text for text in (code, read) for word in OFFENSIVE)


def grouped(code: str, size: int) -> str:
    """As it is printed: groups of so many characters with hyphens between them."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def read_typed(typed: str, *, example: str) -> str:
    """The characters somebody meant, however many. Raises `ValueError` with a sentence that says what is wrong."""
    kept = [character for character in typed.strip() if character not in SEPARATORS]
    if foreign := next((character for character in kept if not character.isascii()), None):
        raise ValueError(_not_plain(foreign))
    code = "".join(kept).upper().translate(LOOK_ALIKES)
    if unknown := next((character for character in code if character not in ALPHABET), None):
        raise ValueError(_not_in_codes(unknown, example))
    return code


def _not_plain(character: str) -> str:
    if not character.isprintable():
        return _hidden()
    return _(
        "“%(character)s” comes from another alphabet or keyboard, even if it looks right. "
        "Type the code with plain letters A to Z and digits 0 to 9."
    ) % {"character": character}


def _not_in_codes(character: str, example: str) -> str:
    if character == "U":
        return _("The letter U is in no code. Look at the letter again: it may be a V.")
    if not character.isprintable():
        return _hidden()
    return _("“%(character)s” is in no code. A code has letters and digits, like %(example)s.") % {
        "character": character,
        "example": example,
    }


def _hidden() -> str:
    return _("There is a hidden character in what you typed. Type the code by hand instead of pasting it.")
