"""Form fields that read what people type about themselves, and say plainly what is wrong with it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import activation_code
from accounts.names import is_latin
from accounts.ssn import clean_ssn
from sers_portal.base import clock

SHORTEST_MEMBER_ID, LONGEST_MEMBER_ID = 6, 9
FIRST_YEAR = 1900
NUMERIC_DATE = re.compile(r"([0-9]{1,2})[/. -]+([0-9]{1,2})[/. -]+([0-9]{1,4})")
DIGITS_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
YEAR_FIRST_DATE = re.compile(r"([0-9]{4})[/. -]([0-9]{1,2})[/. -]([0-9]{1,2})")
WORDS_DATE = re.compile(r"([a-z]{3,10})\.? ([0-9]{1,2}),? ([0-9]{1,4})")
DAY_FIRST_DATE = re.compile(r"([0-9]{1,2})(?: de)? ([a-z]{3,10})\.?,?(?: de)? ([0-9]{1,4})")
ORDINAL = re.compile(r"(?<=[0-9])(st|nd|rd|th)\b")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic"),
        start=1,
    )
    for name in names.split()
}


class NotEchoed(forms.TextInput):
    """Shows what is being typed, and never sends it back: for numbers that must not stand in a page."""

    def format_value(self, value: Any) -> None:
        return None


class PlainField(forms.CharField):
    """One line of text without hidden characters: those that turn the direction of writing, and NUL, hide a meaning."""

    too_long = gettext_lazy("This is too long. Use at most %(limit)d characters.")

    def __init__(self, *, missing: Any, max_length: int, attrs: Mapping[str, str], **options: Any) -> None:
        widget = options.pop("widget", forms.TextInput)
        self.most = max_length
        super().__init__(widget=widget(attrs=dict(attrs)), error_messages={"required": missing}, **options)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if hidden := [
            character for character in text if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")
        ]:
            raise ValidationError(self.words_for_hidden(hidden))
        if len(text) > self.most:
            raise ValidationError(self.too_long % {"limit": self.most})
        return super().to_python(text)

    def words_for_hidden(self, hidden: list[str]) -> str:
        return _("There is a hidden character in what you typed. Type it by hand instead of pasting it.")


class NameField(PlainField):
    """A given or family name in Latin letters."""

    def __init__(self, *, missing: Any, autocomplete: str, **options: Any) -> None:
        attrs = {"autocomplete": autocomplete, "spellcheck": "false"}
        super().__init__(missing=missing, max_length=80, attrs=attrs, **options)

    def to_python(self, value: Any) -> str:
        name: str = super().to_python(value)
        if not is_latin(name):
            raise ValidationError(
                _(
                    "Use letters of the English or Spanish alphabet. Some letters look alike but come from another."
                )
            )
        if name and (
            not any(character.isalpha() for character in name)
            or any(not _may_stand_in_name(character) for character in name)
        ):
            raise ValidationError(_("A name has letters, spaces, hyphens, periods and apostrophes only."))
        return name


def _may_stand_in_name(character: str) -> bool:
    return (
        character.isalpha()
        or unicodedata.category(character) == "Mn"
        or character in " -.,'\u2019\u2018\u00b4`"
    )


class BirthDateField(PlainField):
    """A day of birth, in any of the ways people write one in this country."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            missing=gettext_lazy("Enter the birth date, for example 01/31/1960."),
            max_length=30,
            attrs={"autocomplete": "bday", "inputmode": "text"},
            **options,
        )

    def to_python(self, value: Any) -> Any:
        text: str = super().to_python(value)
        return read_birth_date(text) if text else None


def read_birth_date(text: str) -> date:
    """The day meant by "1/31/1960", "01-31-1960", "01 31 1960", "01311960", "1960-01-31" or "January 31, 1960"."""
    born_on = read_day(text)
    if born_on > clock.today():
        raise ValidationError(_("This day is still to come. Check the year."))
    if born_on.year < FIRST_YEAR:
        raise ValidationError(_("Check the year: it is before 1900."))
    return born_on


def read_day(text: str, *, example: str = "01/31/1960") -> date:
    """Any day, past or to come, written in any of these ways, or day first: "31 January 1960", "January 31st, 1960".

    ValidationError says what is wrong with it, and gives the example.
    """
    shown = {"example": example}
    parts = _parts_of_day(text)
    if parts is None:
        raise ValidationError(_("Write month, day and year, for example %(example)s.") % shown)
    year, month, day = parts
    if year < 100:
        raise ValidationError(_("Write the year with four digits, for example %(example)s.") % shown)
    try:
        return date(year, month, day)
    except ValueError:
        words = _("There is no such day. Write month, day and year, for example %(example)s.")
        raise ValidationError(words % shown) from None


def _parts_of_day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as they are written, in English or Spanish; None where it is no day. Not judged."""
    plain = ORDINAL.sub("", " ".join(text.casefold().split()))
    if found := YEAR_FIRST_DATE.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := DIGITS_DATE.fullmatch(plain) or NUMERIC_DATE.fullmatch(plain):
        return int(found[3]), int(found[1]), int(found[2])
    if (found := WORDS_DATE.fullmatch(plain)) and found[1][:3] in MONTHS:
        return int(found[3]), MONTHS[found[1][:3]], int(found[2])
    if (found := DAY_FIRST_DATE.fullmatch(plain)) and found[2][:3] in MONTHS:
        return int(found[3]), MONTHS[found[2][:3]], int(found[1])
    return None


class NumberField(PlainField):
    """A Social Security number or a Member ID: digits, as either is written. Never echoed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            missing=gettext_lazy("Enter your Social Security number or your Member ID."),
            max_length=20,
            attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"},
            widget=NotEchoed,
            **options,
        )

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        if not typed:
            return ""
        digits = re.sub(r"[\s\-\u2010-\u2014\u2212]", "", typed)
        if not (digits.isascii() and digits.isdigit()):
            raise ValidationError(
                _(
                    "Use the digits 0 to 9 only, for example 123-45-6789 or the 6 to 9 digits of your Member ID."
                )
            )
        if not SHORTEST_MEMBER_ID <= len(digits) <= LONGEST_MEMBER_ID:
            raise ValidationError(
                _("A Social Security number has 9 digits and a Member ID 6 to 9; you typed %(count)d.")
                % {"count": len(digits)}
            )
        if digits != typed.strip():
            _check_written_as_ssn(typed, digits)
        return digits


def _check_written_as_ssn(typed: str, digits: str) -> None:
    # Only a Social Security number is written in groups; nine digits in a row may be a Member ID.
    if "-" in typed:
        try:
            clean_ssn(digits)
        except ValueError:
            raise ValidationError(
                _("This is not a Social Security number. Check it; it looks like 123-45-6789.")
            ) from None


class ZipField(PlainField):
    """Five digits, or nine."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            missing=gettext_lazy("Enter the ZIP code of the address we have for you."),
            max_length=12,
            attrs={"autocomplete": "postal-code", "inputmode": "numeric"},
            **options,
        )

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        if typed and not re.fullmatch(r"[0-9]{5}([ -]?[0-9]{4})?", typed):
            raise ValidationError(_("A ZIP code has five digits, for example 62704."))
        return typed[:5]


class CodeField(PlainField):
    """The code of an activation letter, however it is typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            missing=gettext_lazy("Type the code from your letter."),
            max_length=40,
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
            **options,
        )

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        try:
            return activation_code.read_code(typed) if typed else ""
        except ValueError as reason:
            raise ValidationError(str(reason)) from reason


class PinField(PlainField):
    """A PIN of four digits; which of them are refused is judged where birth date and numbers are known."""

    def __init__(self, *, missing: Any, **options: Any) -> None:
        super().__init__(
            missing=missing,
            max_length=20,
            attrs={"autocomplete": "off", "inputmode": "numeric"},
            widget=forms.PasswordInput,
            **options,
        )

    def to_python(self, value: Any) -> str:
        pin: str = super().to_python(value)
        if pin and not re.fullmatch(r"[0-9]{4}", pin):
            raise ValidationError(_("A PIN is four digits, 0 to 9."))
        return pin
