"""The PIN of four digits by which staff know a person on the telephone: which are refused, and how it is kept.

It never signs anybody in. It is kept as Argon2 over an HMAC with the installation's pepper: ten thousand PINs are soon
tried, so that the hash alone must not be enough to try them.
"""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

LENGTH = 4
RISING = "01234567890"


def check_choice(pin: str, *, born_on: date, ssn: str = "", phone: str = "") -> None:
    """Raise `ValueError` with a sentence when a PIN is one that others would guess.

    `ssn` is nine digits or empty, `phone` a number in any writing or empty.
    """
    if not (len(pin) == LENGTH and pin.isascii() and pin.isdigit()):
        raise ValueError(_("A PIN is four digits, 0 to 9."))
    if pin[:2] == pin[2:]:
        raise ValueError(_("Do not repeat digits, as in 1111 or 1212. Choose another PIN."))
    if pin in RISING or pin in RISING[::-1]:
        raise ValueError(_("Do not use digits in a row, as in 1234 or 4321. Choose another PIN."))
    if pin in set(_of_birth(born_on)):
        raise ValueError(
            _("Do not use the year or the day of your birth: others know them. Choose another PIN.")
        )
    if pin in {_last_four(ssn), _last_four(phone)}:
        raise ValueError(
            _("Do not use the last four digits of your Social Security or phone number. Choose another PIN.")
        )


def hash_pin(pin: str, *, owner: UUID) -> str:
    """What is kept of a PIN; `owner` is the public id of the registration, so that no two hashes can be swapped."""
    return make_password(_peppered(pin, owner))


def is_pin(pin: str, *, owner: UUID, kept: str) -> bool:
    """Whether this is the PIN that was hashed."""
    return check_password(_peppered(pin, owner), kept)


def _of_birth(born_on: date) -> Iterator[str]:
    for written in ("%Y", "%m%d", "%d%m"):
        yield born_on.strftime(written).zfill(LENGTH)


def _last_four(number: str) -> str:
    return "".join(digit for digit in number.partition(";")[0] if digit.isdigit())[-LENGTH:]


def _peppered(pin: str, owner: UUID) -> str:
    return hmac.new(settings.PIN_PEPPER.encode(), f"{owner}:{pin}".encode(), hashlib.sha256).hexdigest()
