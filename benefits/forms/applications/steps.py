"""A step of an application: a form whose answers can be kept as plain values, shown again, and read to the claimant."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import NameField, PlainField
from benefits.forms.fields import DayField, Radios
from sers_portal.base import clock
from sers_portal.base.templatetags.portal import money

Answers = Mapping[str, Any]
FIRST_YEAR = 1900


class StepForm(forms.Form):
    """One question, or a few that belong together. `given` holds the answers of the other steps."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, given: Answers | None = None, **options: Any) -> None:
        self.given: Answers = given or {}
        super().__init__(data, initial=self._shown(), **options)

    @classmethod
    def is_answered(cls, given: Answers) -> bool:
        """Whether this step was sent in once, right as it then was."""
        return all(name in given for name in cls.base_fields)

    @classmethod
    def again(cls, given: Answers) -> "StepForm":
        """The form filled in with what was kept, judged anew: an answer of another step may have changed."""
        typed = {name: as_typed(given.get(name)) for name in cls.base_fields}
        return cls({name: value for name, value in typed.items() if value is not None}, given=given)

    def answers(self) -> dict[str, Any]:
        """The answers of a valid form as plain values: ISO days, amounts as texts, yes and no as true and false."""
        return {name: _plain(self.cleaned_data.get(name)) for name in self.fields}

    def in_words(self) -> list[tuple[str, str]]:
        """Question and answer of a valid form, as they are read to the claimant before sending in."""
        return [
            (str(field.label), _say(field, self.cleaned_data.get(name)))
            for name, field in self.fields.items()
        ]

    def _shown(self) -> dict[str, Any]:
        kept = {name: as_typed(self.given.get(name)) for name in self.base_fields}
        return {name: value for name, value in kept.items() if value is not None}


class YesNo(forms.ChoiceField):
    """Yes or no; its value is true or false."""

    def __init__(self, *, label: Any, missing: Any = "", **options: Any) -> None:
        super().__init__(
            label=label,
            choices=(("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))),
            widget=Radios,
            error_messages={
                "required": missing or gettext_lazy("Choose yes or no."),
                "invalid_choice": gettext_lazy("Choose yes or no."),
            },
            **options,
        )

    def clean(self, value: Any) -> Any:
        return super().clean(value) == "yes"


class Choice(forms.ChoiceField):
    """One of a few, as radio buttons."""

    def __init__(self, *, missing: Any, **options: Any) -> None:
        messages = {"required": missing, "invalid_choice": gettext_lazy("Choose one of those in the list.")}
        super().__init__(widget=Radios, error_messages=messages, **options)


class PastDayField(DayField):
    """A day that is over, in any usual writing."""

    def to_python(self, value: Any) -> Any:
        day = super().to_python(value)
        if day is not None and day > clock.today():
            raise ValidationError(_("This day is still to come. Check the year."))
        if day is not None and day.year < FIRST_YEAR:
            raise ValidationError(_("Check the year: it is before 1900."))
        return day


class LineField(PlainField):
    """One line of text."""

    def __init__(
        self, *, missing: Any = "", max_length: int = 120, autocomplete: str = "off", **options: Any
    ) -> None:
        super().__init__(
            missing=missing, max_length=max_length, attrs={"autocomplete": autocomplete}, **options
        )


class FullNameField(NameField):
    """A person's whole name."""

    def __init__(self, *, missing: Any = "", autocomplete: str = "off", **options: Any) -> None:
        super().__init__(missing=missing, autocomplete=autocomplete, **options)


class TextField(forms.CharField):
    """A few sentences or lines."""

    def __init__(self, *, missing: Any = "", most: int = 1000, rows: int = 4, **options: Any) -> None:
        messages = {
            "required": missing,
            "max_length": gettext_lazy("This is too long. Write at most %(limit_value)d characters."),
            "null_characters_not_allowed": gettext_lazy(
                "There is a hidden character in what you typed. Type it by hand instead of pasting it."
            ),
        }
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=most, strip=True, widget=widget, error_messages=messages, **options)


class Understood(forms.BooleanField):
    """A box that must be ticked."""

    def __init__(self, *, missing: Any, **options: Any) -> None:
        super().__init__(error_messages={"required": missing}, **options)


def as_typed(answer: Any) -> Any:
    """A kept answer as a form would have had it typed; None where there is none."""
    if answer is None:
        return None
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    try:
        return f"{date.fromisoformat(str(answer)):%m/%d/%Y}"
    except ValueError:
        return str(answer)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _say(field: forms.Field, value: Any) -> str:
    if isinstance(field, YesNo | forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, ""))  # type: ignore[arg-type]
    if isinstance(value, date):
        return str(date_format(value, "DATE_FORMAT"))
    return money(value) if isinstance(value, Decimal) else str(value or "")
