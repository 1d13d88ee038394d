"""Reference numbers of claims: short enough to say on the telephone, hard to mistype, and no secret."""

import secrets

from django.utils.translation import gettext as _

from benefits import claim_kinds
from benefits.models import Claim
from sers_portal.base.crockford import ALPHABET, grouped, is_offensive, read_typed

LENGTH = 8
GROUP = 4
EXAMPLE = "R-7K3M-92QX"


def new_reference(kind: str) -> str:
    """A number nobody has yet, beginning with its kind's letter."""
    letter = claim_kinds.of(kind).letter
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        reference = f"{letter}-{grouped(code, GROUP)}"
        if not is_offensive(code) and not Claim.objects.filter(reference=reference).exists():
            return reference


def read_reference(typed: str) -> str:
    """The number somebody meant, however it is written. Raises `ValueError` with a sentence."""
    text = typed.strip()
    letter, rest = text[:1].upper(), read_typed(text[1:], example=EXAMPLE)
    if not (letter.isascii() and letter.isalpha()) or len(rest) != LENGTH:
        raise ValueError(_("A reference number looks like %(example)s.") % {"example": EXAMPLE})
    return f"{letter}-{grouped(rest, GROUP)}"
