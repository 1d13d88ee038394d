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


def as_written(number: str) -> str:
    """A number kept as E.164, as people in the United States write it ("(217) 555-0123")."""
    known = phonenumbers.parse(number)
    is_at_home = phonenumbers.region_code_for_country_code(known.country_code or 0) == REGION
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(known, style.NATIONAL if is_at_home else style.INTERNATIONAL)
