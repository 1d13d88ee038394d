"""Telephone numbers as people type them."""

import phonenumbers

REGION = "US"


def as_e164(typed: str) -> str:
    """The number in the form it is kept in ("+12175550123"); "" when it is none."""
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        return ""
    is_possible = phonenumbers.is_possible_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if is_possible else ""
