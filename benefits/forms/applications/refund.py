"""What an application for a refund asks, and the rollover election that goes with any lump sum."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.forms.applications.retirement import DAY_HINT
from benefits.forms.applications.steps import Answers, LineField, PastDayField, StepForm, Understood, YesNo
from benefits.forms.fields import DollarsField


class LeftForm(StepForm):
    """The last day on the payroll; a refund is for those who have left."""

    last_day = PastDayField(
        label=gettext_lazy("Last day on the payroll"),
        missing=gettext_lazy("Write the last day you were on the payroll."),
        help_text=DAY_HINT,
    )

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        return day


class ConsequencesForm(StepForm):
    """What a refund ends, read and understood."""

    understood = Understood(
        label=gettext_lazy("I have read this, and I want the refund anyway."),
        missing=gettext_lazy("Tick the box if you want the refund. If you do not, leave this page."),
    )


class RolloverChoiceForm(StepForm):
    """Whether something goes straight to another plan."""

    rolls_over = YesNo(
        label=gettext_lazy("Shall any of it go straight to another retirement plan or an IRA?"),
    )


class RolloverForm(StepForm):
    """How much, and where it goes."""

    rollover_amount = DollarsField(
        label=gettext_lazy("How much"),
        missing=gettext_lazy("Write how much is to go to the plan or IRA."),
        help_text=gettext_lazy(
            "In dollars. If you want all of it to go there, write an amount larger than the refund."
        ),
    )
    rollover_to = LineField(
        label=gettext_lazy("Name of the plan or IRA"),
        missing=gettext_lazy("Write the name of the plan or IRA, as its papers have it."),
    )
    rollover_address = LineField(
        label=gettext_lazy("Address of the plan or IRA"),
        missing=gettext_lazy("Write the address to which the plan or IRA wants the check sent."),
        max_length=200,
    )
    rollover_account = LineField(
        required=False,
        label=gettext_lazy("Your account number there, if you have one"),
        max_length=40,
    )

    def clean_rollover_amount(self) -> Any:
        amount: Decimal = self.cleaned_data["rollover_amount"]
        if not amount:
            raise ValidationError(_("Write an amount above zero, or go back and choose no."))
        return amount


def rolls_over(given: Answers) -> bool:
    """Something goes to another plan."""
    return given.get("rolls_over") is True
