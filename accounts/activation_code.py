"""The code of an activation letter: how it is made, how it is read back, and how it is kept.

Ten characters of Crockford's base 32 (no I, L, O, U), printed as XXXXX-XXXXX: fifty bits. The first half finds the
letter, both halves prove it: so a wrong second half counts against that one letter, and against no other.
Only keyed hashes are kept.
"""

import hmac
import secrets
from typing import NamedTuple

from django.utils.translation import gettext as _

from sers_portal.base.crockford import ALPHABET, grouped, is_offensive, read_typed
from sers_portal.base.sealing import blind_index

LENGTH = 10
HALF = 5


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


def printed(code: str) -> str:
    """As it stands in the letter: XXXXX-XXXXX."""
    return grouped(code, HALF)


def read_code(typed: str) -> str:
    """The ten characters somebody meant. Raises `ValueError` with a sentence that says what is wrong."""
    code = read_typed(typed, example="XXXXX-XXXXX")
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
