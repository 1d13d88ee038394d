"""How a debt is to be paid: in one sum by a day, or in monthly instalments."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.forms.fields import CountField, DayField, Radios
from reemployment.services.repayments import MOST_INSTALMENTS

ONE_SUM, INSTALMENTS = "one_sum", "instalments"


class RepayForm(forms.Form):
    """The way to pay, and what it needs."""

    use_required_attribute = False
    way = forms.ChoiceField(
        label=gettext_lazy("How would you pay?"),
        choices=(
            (ONE_SUM, gettext_lazy("In one sum")),
            (INSTALMENTS, gettext_lazy("In monthly instalments")),
        ),
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose how you would pay.")},
    )
    pay_on = DayField(label=gettext_lazy("If in one sum: on which day?"), required=False)
    number = CountField(
        label=gettext_lazy("If in instalments: in how many months?"), most=MOST_INSTALMENTS, required=False
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("way") == ONE_SUM and "pay_on" in said and not said["pay_on"]:
            self.add_error("pay_on", _("Write the day on which you would pay."))
        if said.get("way") == INSTALMENTS and "number" in said and said["number"] < 2:
            self.add_error(
                "number", _("Write in how many months, from 2 to %(most)d.") % {"most": MOST_INSTALMENTS}
            )
        return said

    @property
    def count(self) -> int:
        """How many parts, of a valid form."""
        return int(self.cleaned_data["number"]) if self.cleaned_data["way"] == INSTALMENTS else 1


class RetireAgainForm(forms.Form):
    """Applying for the annuity again after State service."""

    use_required_attribute = False
    last_day = DayField(
        label=gettext_lazy("Last day of work"), missing=gettext_lazy("Write the last day of work.")
    )
    note = forms.CharField(
        label=gettext_lazy("What else should we know? (you do not have to say)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
