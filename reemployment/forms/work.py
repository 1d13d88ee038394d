"""What a retiree tells of their work: a notice, a day, the end, and which weekdays they plan."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import PlainField
from benefits.forms.fields import CountField, DayField, Radios
from benefits.models import Employer
from benefits.services.statements.record_sections import RECIPROCAL_SYSTEMS
from reemployment.models import WorkKind
from reemployment.models.notice import STATE_KINDS
from reemployment.selectors import Retiree
from reemployment.services import notices
from reemployment.services.trouble import WorkRefused

DAYS_IN_A_YEAR = 366
INCENTIVE_YEARS = (2002, 2003)
OTHER_SYSTEMS = tuple(name for name in RECIPROCAL_SYSTEMS if name != "State Employees'")
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


class KindForm(forms.Form):
    """What sort of work it is."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of work is it?"),
        choices=WorkKind.choices,
        widget=Radios,
        error_messages={
            "required": gettext_lazy("Choose the kind of work."),
            "invalid_choice": gettext_lazy("Choose one of the kinds in the list."),
        },
    )


class NoticeForm(forms.Form):
    """For whom and from when; what else is asked depends on the kind of work and on the retiree."""

    use_required_attribute = False
    starts_on = DayField(
        label=gettext_lazy("First day of work"), missing=gettext_lazy("Write the first day of work.")
    )
    other_system = forms.ChoiceField(
        label=gettext_lazy("Does another Illinois public retirement system pay you a pension too?"),
        required=False,
        choices=[("", gettext_lazy("No other system")), *((name, name) for name in OTHER_SYSTEMS)],
    )
    field_order = ("employer", "employer_name", "starts_on", "expected_days", "incentive", "other_system")

    def __init__(self, *args: Any, someone: Retiree, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.someone, self.kind = someone, kind
        if kind in STATE_KINDS:
            self.fields["employer"] = _agency_field()
        else:
            self.fields["employer_name"] = _employer_field()
        if kind == WorkKind.RECIPROCAL_SUSPENSION:
            self._ask_of_suspension()
        if kind == WorkKind.TEMPORARY:
            self.fields["expected_days"] = CountField(
                label=_("How many days do you expect to work this calendar year?"),
                most=DAYS_IN_A_YEAR,
                missing=_("Write how many days you expect; a guess is fine."),
            )
        if kind == WorkKind.CONTRACT and someone.tier == 1 and _retired_in_incentive_years(someone):
            self.fields["incentive"] = forms.ChoiceField(
                label=_("Did you retire under the 2002 early retirement incentive?"),
                choices=YES_NO,
                widget=Radios,
                error_messages={"required": _("Say whether you retired under the incentive.")},
            )
        self.order_fields(self.field_order)

    def _ask_of_suspension(self) -> None:
        system, day = self.fields["other_system"], self.fields["starts_on"]
        system.label, system.required = _("Which system suspends your pension?"), True
        system.error_messages["required"] = _("Choose the system that suspends your pension.")
        system.choices = [("", _("Choose the system")), *((name, name) for name in OTHER_SYSTEMS)]  # type: ignore[attr-defined]
        day.label = _("From which day does it suspend your pension?")
        day.error_messages["required"] = _("Write the day from which the other pension is suspended.")

    def clean_starts_on(self) -> date:
        starts_on: date = self.cleaned_data["starts_on"]
        try:
            notices.check_start(self.someone, starts_on)
        except WorkRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return starts_on

    @property
    def answers(self) -> dict[str, Any]:
        """What the service is given, of a valid form."""
        said = self.cleaned_data
        employer = said.get("employer")
        return {
            "kind": self.kind,
            "employer": employer,
            "employer_name": employer.name if employer else said["employer_name"],
            "starts_on": said["starts_on"],
            "expected_days": said.get("expected_days"),
            "other_system": said["other_system"],
            "is_of_2002_incentive": said.get("incentive") == "yes",
        }


class DayForm(forms.Form):
    """One day that was worked."""

    use_required_attribute = False
    day = DayField(
        label=gettext_lazy("A day you worked"), missing=gettext_lazy("Write the day, for example 03/04/2026.")
    )


class EndForm(forms.Form):
    """The last day of the work."""

    use_required_attribute = False
    ended_on = DayField(
        label=gettext_lazy("Last day of work"), missing=gettext_lazy("Write the last day of work.")
    )


class WeekdaysForm(forms.Form):
    """Which weekdays are planned, from when to when."""

    use_required_attribute = False
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which weekdays?"),
        coerce=int,
        choices=[
            (0, gettext_lazy("Monday")),
            (1, gettext_lazy("Tuesday")),
            (2, gettext_lazy("Wednesday")),
            (3, gettext_lazy("Thursday")),
            (4, gettext_lazy("Friday")),
            (5, gettext_lazy("Saturday")),
            (6, gettext_lazy("Sunday")),
        ],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        error_messages={"required": gettext_lazy("Choose at least one weekday.")},
    )
    first = DayField(label=gettext_lazy("From"), missing=gettext_lazy("Write the first day of your plan."))
    last = DayField(label=gettext_lazy("To"), missing=gettext_lazy("Write the last day of your plan."))
    with_holidays = forms.BooleanField(
        label=gettext_lazy("Plan State holidays too"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
    )

    def __init__(self, *args: Any, year: int, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year, self.today = year, today

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        for name, day in (("first", first), ("last", last)):
            if day is not None and day.year != self.year:
                self.add_error(
                    name, _("This plan is for %(year)d. Write a day in that year.") % {"year": self.year}
                )
        if first is not None and first.year == self.year and first < self.today:
            self.add_error("first", _("That day is past. Plan from today on."))
        if first is not None and last is not None and last < first:
            self.add_error("last", _("The last day is before the first. Write a later day."))
        return said


def read_days(typed: Iterable[str]) -> set[date]:
    """The days of a calendar's boxes. Raises `WorkRefused` for what no page of ours sends."""
    try:
        return {date.fromisoformat(one) for one in typed}
    except ValueError as error:
        raise WorkRefused(_("One of the days could not be read. Load the page again.")) from error


def _agency_field() -> forms.Field:
    return forms.ModelChoiceField(
        label=_("Which State agency?"),
        queryset=Employer.objects.all(),
        empty_label=_("Choose the agency"),
        error_messages={
            "required": _("Choose the State agency. If it is not in the list, call us at 217-785-7444."),
            "invalid_choice": _(
                "This agency is not known. Choose one from the list, or call us at 217-785-7444."
            ),
        },
    )


def _employer_field() -> forms.Field:
    return PlainField(
        label=_("Name of the employer"),
        missing=_("Write the name of the employer."),
        max_length=120,
        attrs={"autocomplete": "organization"},
    )


def _retired_in_incentive_years(someone: Retiree) -> bool:
    return someone.annuity.starts_on.year in INCENTIVE_YEARS
