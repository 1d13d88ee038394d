"""Figures that staff enter instead of the rules': a field for each, in the way people write it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from benefits import claim_kinds
from benefits.admin.claim_forms import MISSING_REASON
from benefits.claim_kinds import Figure
from benefits.forms.applications.retirement import DAY_HINT
from benefits.forms.fields import DayField, DollarsField
from benefits.models import Claim

# What a bare number is counted in.
NUMBER_HINTS: dict[str, Any] = {
    "percent": _("In percent, for example 6.5"),
    "duration": _("In months, for example 26 years and 9 months: 321"),
    "number": "",
}
MISSING = _("Enter a figure.")
WRONG_NUMBER: dict[str, Any] = {
    "required": MISSING,
    "invalid": _("Write a number, for example 321.25."),
    "min_value": _("This cannot be below zero."),
}


class EnterForm(forms.Form):
    """Figures that staff enter instead of the rules': each with its own field, then reason and source."""

    use_required_attribute = False

    def __init__(self, *args: Any, claim: Claim, computed: Mapping[str, Any] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.figures = claim_kinds.of(claim.kind).figures
        for figure in self.figures:
            self.fields[figure.name] = _field(figure, (computed or {}).get(figure.name))
        self.fields["entered_reason"] = forms.CharField(
            max_length=500, label=_("Why you enter them"), error_messages={"required": MISSING_REASON}
        )
        self.fields["source"] = forms.CharField(
            max_length=300,
            label=_("Where they come from"),
            error_messages={"required": _("Say where the figures come from, so that they can be checked.")},
        )

    def entered(self) -> dict[str, Any]:
        """The figures as the calculation keeps them."""
        return {
            figure.name: _to_plain(self.cleaned_data[figure.name])
            for figure in self.figures
            if self.cleaned_data.get(figure.name) not in (None, "", [])
        }


class PayeesField(forms.CharField):
    """Who is paid, a line each: name; relationship; percent."""

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        return [self._payee(line) for line in lines]

    def _payee(self, line: str) -> dict[str, str]:
        parts = [part.strip() for part in line.split(";")]
        if len(parts) != 3 or not parts[0]:
            raise ValidationError(_("Write each on a line of its own: name; relationship; percent."))
        try:
            percent = Decimal(parts[2].rstrip("% "))
        except ArithmeticError:
            raise ValidationError(_("The percent is not a number: %(line)s"), params={"line": line}) from None
        return {"name": parts[0], "relationship": parts[1], "percent": str(percent)}


def _field(figure: Figure, computed: Any) -> forms.Field:
    wanted = {"required": figure.is_required, "label": figure.words, "initial": computed}
    missing = {"required": MISSING}
    if figure.way == "money":
        return DollarsField(missing=MISSING, **wanted)
    if figure.way in NUMBER_HINTS:
        return forms.DecimalField(
            min_value=0,
            max_digits=8,
            decimal_places=4,
            help_text=NUMBER_HINTS[figure.way],
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages=WRONG_NUMBER,
            **wanted,
        )
    if figure.way == "date":
        initial = f"{date.fromisoformat(computed):%m/%d/%Y}" if computed else None
        return DayField(missing=MISSING, help_text=DAY_HINT, **{**wanted, "initial": initial})
    if figure.choices:
        choices = [("", "–"), *figure.choices] if not figure.is_required else list(figure.choices)
        return forms.ChoiceField(choices=choices, error_messages=missing, **wanted)
    if figure.way == "yes_no":
        return forms.BooleanField(**{**wanted, "required": False})
    if figure.way == "payees":
        lines = "\n".join(f"{p['name']}; {p['relationship']}; {p['percent']}" for p in computed or [])
        return PayeesField(
            **{**wanted, "initial": lines},
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("A line for each: name; relationship; percent"),
        )
    return forms.CharField(max_length=60, error_messages=missing, **wanted)


def _to_plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
