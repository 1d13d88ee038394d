"""What an application for the retirement annuity asks."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.forms.applications.steps import (
    Answers,
    Choice,
    FullNameField,
    PastDayField,
    StepForm,
    TextField,
    YesNo,
)
from benefits.forms.fields import DayField
from sers_portal.base import clock

FURTHEST_AHEAD = timedelta(days=366)
DAY_HINT = gettext_lazy("Month, day and year, for example 06/30/2026")


class LastDayForm(StepForm):
    """The last day on the payroll."""

    last_day = DayField(
        label=gettext_lazy("Last day of work"),
        missing=gettext_lazy("Write the last day you work, or worked, for the State."),
        help_text=DAY_HINT,
    )

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day > clock.today() + FURTHEST_AHEAD:
            raise ValidationError(
                _("This is more than a year away. You can apply in the year before your last day.")
            )
        if day.year < 1950:
            raise ValidationError(_("Check the year: it is before 1950."))
        return day


class StartForm(StepForm):
    """The first month of the annuity."""

    retire_on = DayField(
        label=gettext_lazy("First day of your annuity"),
        missing=gettext_lazy("Write the day your annuity is to start."),
        help_text=gettext_lazy("The first day of a month, for example 07/01/2026"),
    )

    def clean_retire_on(self) -> date:
        day: date = self.cleaned_data["retire_on"]
        if day.day != 1:
            raise ValidationError(
                _("An annuity starts on the first day of a month. Write for example %(day)s.")
                % {"day": f"{next_first(day):%m/%d/%Y}"}
            )
        last_day = _day(self.given.get("last_day"))
        if last_day is not None and day <= last_day:
            raise ValidationError(
                _("An annuity starts after your last day of work. The earliest is %(day)s.")
                % {"day": f"{next_first(last_day):%m/%d/%Y}"}
            )
        return day


class OffsetForm(StepForm):
    """The Social Security offset removal option."""

    offset_removal = YesNo(
        label=gettext_lazy("Do you choose the Social Security offset removal option?"),
    )


class SpouseForm(StepForm):
    """A spouse or civil union partner at retirement."""

    is_married = YesNo(label=gettext_lazy("Are you married, or in a civil union?"))
    spouse_name = FullNameField(required=False, label=gettext_lazy("Name of your spouse or partner"))
    spouse_born_on = PastDayField(
        required=False, label=gettext_lazy("Birth date of your spouse or partner"), help_text=DAY_HINT
    )
    spouse_married_on = PastDayField(
        required=False, label=gettext_lazy("Day of the wedding or civil union"), help_text=DAY_HINT
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_married"):
            missing = {
                "spouse_name": _("Write the name of your spouse or partner."),
                "spouse_born_on": _("Write the birth date of your spouse or partner."),
                "spouse_married_on": _("Write the day of the wedding or civil union."),
            }
            for name, words in missing.items():
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, words)
        return cleaned


class ChildrenForm(StepForm):
    """Children who could have a survivor benefit."""

    has_children = YesNo(
        label=gettext_lazy(
            "Do you have unmarried children under 18, in full-time study under 22, or disabled?"
        )
    )
    children = TextField(
        required=False,
        label=gettext_lazy("If yes: name and birth date of each, one on a line"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("has_children") and not cleaned.get("children") and "children" not in self.errors:
            self.add_error("children", _("Write the name and the birth date of each child."))
        return cleaned


class SurvivorRefundForm(StepForm):
    """Survivor contributions back, where there is nobody for a survivor benefit."""

    survivor_refund = YesNo(label=gettext_lazy("Do you want your survivor contributions back?"))


class TaxForm(StepForm):
    """How federal income tax is withheld."""

    tax = Choice(
        label=gettext_lazy("How do you want federal income tax withheld?"),
        missing=gettext_lazy("Choose how tax is to be withheld."),
        choices=(
            ("default", gettext_lazy("As the law says when no form is on file: single, nothing else")),
            ("w4p", gettext_lazy("By my own form W-4P, online or on paper, before the first payment")),
        ),
    )


class PaymentForm(StepForm):
    """How the annuity is paid."""

    pay_by = Choice(
        label=gettext_lazy("How do you want to be paid?"),
        missing=gettext_lazy("Choose how you want to be paid."),
        choices=(
            ("direct_deposit", gettext_lazy("Direct deposit to my bank account")),
            ("check", gettext_lazy("A check in the mail")),
        ),
    )


def next_first(day: date) -> date:
    """The first day of the month after a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def is_alone(given: Answers) -> bool:
    """Nobody is named who could have a survivor benefit."""
    return given.get("is_married") is False and given.get("has_children") is False


def _day(answer: Any) -> date | None:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None
