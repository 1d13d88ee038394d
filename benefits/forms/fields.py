"""Form fields for days, money and percents, as people write them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.forms.fields import PlainField, read_day

MONEY = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,2})?")
PERCENT = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,2})?")


class DayField(PlainField):
    """A day, written in any usual way: 03/04/2060, 3-4-2060, 2060-03-04, March 4, 2060, 4 March 2060."""

    def __init__(self, *, missing: Any = "", **options: Any) -> None:
        attrs = {"autocomplete": options.pop("autocomplete", "off"), "inputmode": "text"}
        super().__init__(missing=missing, max_length=40, attrs=attrs, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        text: str = super().to_python(value)
        return read_day(text, example="03/01/2045") if text else None


class DollarsField(PlainField):
    """An amount in dollars, with or without $, commas and cents."""

    def __init__(self, *, missing: Any, **options: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "decimal"}
        super().__init__(missing=missing, max_length=20, attrs=attrs, **options)

    def to_python(self, value: Any) -> Any:
        text: str = super().to_python(value)
        if not text:
            return None
        # Any space: pasted from a page or a table they are often not the ordinary one.
        plain = "".join(text.replace("$", "").split())
        if not MONEY.fullmatch(plain):
            raise ValidationError(_("Write an amount in dollars, for example $4,850.00 or 4850."))
        return Decimal(plain.replace(",", ""))


class PercentField(PlainField):
    """Percent a year within limits, with or without the sign."""

    def __init__(self, *, least: int, most: int, missing: Any, **options: Any) -> None:
        self.least, self.highest = Decimal(least), Decimal(most)
        attrs = {"autocomplete": "off", "inputmode": "decimal"}
        super().__init__(missing=missing, max_length=10, attrs=attrs, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        text: str = super().to_python(value)
        if not text:
            return None
        plain = text.replace("%", "").strip()
        if not PERCENT.fullmatch(plain):
            raise ValidationError(_("Write a percentage, for example 2.5."))
        percent = Decimal(plain.replace(",", "."))
        if not self.least <= percent <= self.highest:
            raise ValidationError(
                _("Choose a percentage from %(least)s to %(most)s.")
                % {"least": self.least, "most": self.highest}
            )
        return percent


class CountField(PlainField):
    """A whole number within limits; empty is none."""

    def __init__(self, *, most: int, missing: Any = "", **options: Any) -> None:
        self.highest = most
        attrs = {"autocomplete": "off", "inputmode": "numeric"}
        super().__init__(missing=missing, max_length=4, attrs=attrs, **options)

    def to_python(self, value: Any) -> Any:
        text: str = super().to_python(value)
        if not text:
            return 0 if not self.required else None
        if not (text.isascii() and text.isdigit()) or int(text) > self.highest:
            raise ValidationError(_("Write a whole number from 0 to %(most)d.") % {"most": self.highest})
        return int(text)


class Radios(forms.RadioSelect):
    """Radio buttons of which the first can be linked to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"class": "usa-radio__input"}, **options)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, "0" if index is None else index)
