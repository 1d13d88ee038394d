"""Social Security numbers: their shape, their keyed hashes, and how little of them is ever shown."""

import re

from sers_portal.base.sealing import blind_index

# The Social Security Administration never issues area 000, 666 or 900–999, group 00 or serial 0000.
VALID = re.compile(r"^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$")


def clean_ssn(text: str) -> str:
    """Nine digits from how people write the number. Raises `ValueError` with a sentence that says what is wrong."""
    digits = re.sub(r"[\s-]", "", text)
    if not VALID.match(digits):
        raise ValueError("A Social Security number has nine digits, for example 123-45-6789.")
    return digits


def last_four_index(ssn: str) -> str:
    """The keyed hash under which the last four digits are found; staff search it together with a birth date."""
    return blind_index(ssn[-4:], purpose="Person.ssn_last_four")
