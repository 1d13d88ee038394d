"""The code printed on every letter and e-mail of ours, by which anybody can check at /check/ that it is ours.

It follows from the id of the document or e-mail under a secret key, so it never rests anywhere: kept is only a keyed hash
to find the row by. Twelve characters are sixty bits: with ten million messages sent, a guess hits one in 10¹¹ tries.
"""

import hashlib
import hmac
from itertools import count
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from sers_portal.base.crockford import ALPHABET, grouped, is_offensive, read_typed
from sers_portal.base.sealing import blind_index

LENGTH = 12
GROUP = 4
BITS = 5
EXAMPLE = "XXXX-XXXX-XXXX"


def code_of(id: UUID) -> str:
    """The twelve characters of a document or e-mail."""
    return next(code for drawn in count() if not is_offensive(code := _drawn(id, drawn)))


def printed(code: str) -> str:
    """As it stands on paper: XXXX-XXXX-XXXX."""
    return grouped(code, GROUP)


def printed_code_of(id: UUID) -> str:
    """The code of a document or e-mail, as it is printed on it."""
    return printed(code_of(id))


def index_of(code: str) -> str:
    """The keyed hash under which a code's row is found."""
    return blind_index(code, purpose="check code")


def index_of_id(id: UUID) -> str:
    """The keyed hash that the row of this id keeps."""
    return index_of(code_of(id))


def read_code(typed: str) -> str:
    """The twelve characters somebody meant. Raises `ValueError` with a sentence that says what is wrong."""
    code = read_typed(typed, example=EXAMPLE)
    if len(code) != LENGTH:
        raise ValueError(
            _(
                "The code has 12 letters and digits; you typed %(count)d. Compare it with the letter or e-mail."
            )
            % {"count": len(code)}
        )
    return code


def _drawn(id: UUID, number: int) -> str:
    key = settings.BLIND_INDEX_KEY.encode()
    digest = hmac.new(key, f"check code of {id}, {number}".encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest, "big")
    return "".join(ALPHABET[(bits >> (BITS * place)) % len(ALPHABET)] for place in range(LENGTH))
