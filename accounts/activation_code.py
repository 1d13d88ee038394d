"""The code of an activation letter: how it is made, how it is read back, and how it is kept.

Ten characters of Crockford's base 32 (no I, L, O, U), printed as XXXXX-XXXXX: fifty bits. The first half finds the
letter, both halves prove it: so a wrong second half counts against that one letter, and against no other.
Only keyed hashes are kept.
"""

import hmac
import secrets
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from sers_portal.base.sealing import blind_index

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
HALF = 5
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
# What phones and word processors make of a space or a hyphen.
SEPARATORS = frozenset(" \t\r\n\u00a0\u2009\u202f-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212_.")

# A code is drawn anew when it reads as one of these, digits read as the letters they look like.
DIGITS_AS_LETTERS = str.maketrans("0123456789V", "OIZEASGTBGU")
OFFENSIVE = (Path(__file__).parent / "offensive_words.txt").read_text().split()


class Hashes(NamedTuple):
    """What is kept of a code: the hash of its first half, and the hash of the whole."""

    finder: str
    whole: str


def new_code() -> str:
    """Ten characters nobody can guess, and nobody minds reading."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        if not is_offensive(code):
            return code


def is_offensive(code: str) -> bool:
    """Whether a word that hurts can be read in it, across the hyphen too."""
    read = code.translate(DIGITS_AS_LETTERS)
    # 1 is read as L as readily as I.
    return any(word.replace("L", "I") in text for text in (code, read) for word in OFFENSIVE)


def printed(code: str) -> str:
    """As it stands in the letter: XXXXX-XXXXX."""
    return f"{code[:HALF]}-{code[HALF:]}"


def read_code(typed: str) -> str:
    """The ten characters somebody meant. Raises `ValueError` with a sentence that says what is wrong."""
    kept = [character for character in typed.strip() if character not in SEPARATORS]
    if foreign := next((character for character in kept if not character.isascii()), None):
        raise ValueError(_not_plain(foreign))
    code = "".join(kept).upper().translate(LOOK_ALIKES)
    if unknown := next((character for character in code if character not in ALPHABET), None):
        raise ValueError(_not_in_codes(unknown))
    if len(code) != LENGTH:
        raise ValueError(
            _("A code has 10 letters and digits; you typed %(count)d. Compare it with the letter.")
            % {"count": len(code)}
        )
    return code


def hashes(code: str) -> Hashes:
    """The keyed hashes of a code as `read_code` gives it."""
    return Hashes(
        finder=blind_index(code[:HALF], purpose="ActivationLetter.finder"),
        whole=blind_index(code, purpose="ActivationLetter.code"),
    )


def is_same(one: str, other: str) -> bool:
    """Compare two hashes in a time that tells nothing."""
    return hmac.compare_digest(one, other)


def _not_plain(character: str) -> str:
    if not character.isprintable():
        return _(
            "There is a hidden character in what you typed. Type the code by hand instead of pasting it."
        )
    return _(
        "“%(character)s” comes from another alphabet or keyboard, even if it looks right. "
        "Type the code with plain letters A to Z and digits 0 to 9."
    ) % {"character": character}


def _not_in_codes(character: str) -> str:
    if character == "U":
        return _("The letter U is in no code. Look at the letter again: it may be a V.")
    if not character.isprintable():
        return _(
            "There is a hidden character in what you typed. Type the code by hand instead of pasting it."
        )
    return _("“%(character)s” is in no code. A code has letters and digits, like XXXXX-XXXXX.") % {
        "character": character
    }
