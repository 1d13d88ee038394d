"""The form W-4P in plain words."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.forms.fields import DollarsField, Radios
from benefits.rules.money import ZERO
from benefits.rules.tax import ElectedForm

NONE = "none"
HOW = [
    ("single", gettext_lazy("As for a single person, or married filing separately")),
    ("married", gettext_lazy("As for a married couple filing jointly, or a qualifying surviving spouse")),
    (NONE, gettext_lazy("Nothing at all: no withholding")),
]
MOST = Decimal(9_999_999)
AMOUNTS = {
    "credits_yearly": gettext_lazy("Tax credits for children and others, in a year (Step 3)"),
    "other_income_yearly": gettext_lazy("Other income without withholding, in a year (Step 4a)"),
    "deductions_yearly": gettext_lazy("Deductions above the standard deduction, in a year (Step 4b)"),
    "extra_monthly": gettext_lazy("Extra amount to withhold each month (Step 4c)"),
}


class W4PForm(forms.Form):
    """How much federal tax is to be withheld: a filing status with amounts, or nothing."""

    use_required_attribute = False
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    how = forms.ChoiceField(
        label=gettext_lazy("How shall we withhold?"),
        choices=HOW,
        widget=Radios,
        error_messages={
            "required": gettext_lazy("Choose how we shall withhold."),
            "invalid_choice": gettext_lazy("Choose one of the answers in the list."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in AMOUNTS.items():
            self.fields[name] = DollarsField(label=label, missing="", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in AMOUNTS:
            amount = cleaned.get(name)
            if amount is not None and amount > MOST:
                self.add_error(name, _("This is too much. Check the amount; it may be too long."))
            elif amount and cleaned.get("how") == NONE:
                self.add_error(name, _("Leave this empty if nothing is to be withheld."))
        return cleaned

    @property
    def elected(self) -> ElectedForm:
        """The form W-4P of a valid form."""
        if self.cleaned_data["how"] == NONE:
            return ElectedForm(is_none=True)
        amounts: dict[str, Any] = {name: self.cleaned_data.get(name) or ZERO for name in AMOUNTS}
        return ElectedForm(filing=self.cleaned_data["how"], **amounts)
