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
    ("head", gettext_lazy("As for a head of household")),
    (NONE, gettext_lazy("Nothing at all: no withholding")),
]
MOST = Decimal(9_999_999)
AMOUNTS = {
    "jobs_yearly": gettext_lazy("Taxable pay from your jobs, and your spouse’s, in a year (Step 2)"),
    "lower_pensions_yearly": gettext_lazy("Other pensions that pay less than this one, in a year (Step 2)"),
    "credits_yearly": gettext_lazy("Tax credits for children and others, in a year (Step 3)"),
    "other_income_yearly": gettext_lazy("Other income without withholding, in a year (Step 4a)"),
    "deductions_yearly": gettext_lazy("Deductions above the standard deduction, in a year (Step 4b)"),
    "extra_monthly": gettext_lazy("Extra amount to withhold each month (Step 4c)"),
}
# With pay of a job on the form, its steps 3 to 4(b) stay empty: they belong on the form W-4 of the job.
OF_THE_JOB = ("credits_yearly", "other_income_yearly", "deductions_yearly")


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
            elif amount and cleaned.get("jobs_yearly") and name in OF_THE_JOB:
                self.add_error(
                    name, _("With a job, put this on the form W-4 of the job. Leave it empty here.")
                )
        return cleaned

    @property
    def elected(self) -> ElectedForm:
        """The form W-4P of a valid form."""
        if self.cleaned_data["how"] == NONE:
            return ElectedForm(is_none=True)
        amounts: dict[str, Any] = {name: self.cleaned_data.get(name) or ZERO for name in AMOUNTS}
        return ElectedForm(filing=self.cleaned_data["how"], **amounts)
