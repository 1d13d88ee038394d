"""What an estimate asks: a day and assumptions of a member; everything else besides of a stranger."""

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import BirthDateField, PlainField
from benefits.forms.fields import CountField, DayField, DollarsField, PercentField, Radios
from benefits.models.member import LAST_DAY_OF_TIER_1
from benefits.rules.assumptions import Assumptions, standard_assumptions
from benefits.rules.estimate import OLDEST_RETIREMENT
from benefits.rules.facts import Coverage, Formula
from benefits.rules.months import MONTHS_IN_A_YEAR, Month, anniversary, completed_months
from benefits.rules.what_if import Stated
from benefits.wording import say_figure
from sers_portal.base import clock

YOUNGEST_AT_WORK = 14
# More a month is a year's pay by mistake: the Governor earns less.
MOST_MONTHLY_PAY = Decimal(40_000)
ASK_FOR_DAY = gettext_lazy("Enter the day you want to retire, for example 03/01/2045.")


def first_of_month(day: date) -> date:
    """The first of a month on or after a day: annuities start then only."""
    return day if day.day == 1 else Month.of(day).plus(1).first_day


class AssumptionsForm(forms.Form):
    """What is supposed about the years to come."""

    use_required_attribute = False
    pay_growth = PercentField(
        least=0, most=10, missing=gettext_lazy("Enter how much your pay may grow a year, for example 2.75.")
    )
    inflation = PercentField(
        least=0, most=10, missing=gettext_lazy("Enter how much prices may rise a year, for example 2.5.")
    )

    @property
    def assumptions(self) -> Assumptions:
        """The assumptions chosen; of a valid form."""
        return Assumptions(self.cleaned_data["pay_growth"], self.cleaned_data["inflation"])


class EstimateForm(AssumptionsForm):
    """The day of retirement, and the assumptions. `last_day` is the last day of work of a member who left."""

    retire_on = DayField(missing=ASK_FOR_DAY)

    def __init__(
        self, data: Any = None, *, born_on: date, last_day: date | None, suggested: date | None = None
    ) -> None:
        standard = standard_assumptions()
        initial = {
            "retire_on": suggested and say_figure(suggested, "date"),
            "pay_growth": standard.pay_growth_percent,
            "inflation": standard.cpi_change_percent,
        }
        super().__init__(data, initial=initial)
        self.born_on, self.last_day = born_on, last_day

    def clean_retire_on(self) -> date:
        return check_retirement(self.cleaned_data["retire_on"], born_on=self.born_on, last_day=self.last_day)


def check_retirement(day: date, *, born_on: date, last_day: date | None) -> date:
    """The start of the annuity for a day of retirement. ValidationError: it has passed, or nobody lives so long."""
    today = clock.today()
    starts_on = first_of_month(day)
    if day <= today or starts_on <= today:
        raise ValidationError(
            _("%(day)s has passed. Choose a day to come, for example %(example)s.")
            % {"day": say_figure(day, "date"), "example": say_figure(_next_month(today), "date")}
        )
    if last_day is not None and starts_on <= last_day:
        raise ValidationError(
            _("You worked until %(day)s. Choose a day after that.") % {"day": say_figure(last_day, "date")}
        )
    if starts_on > anniversary(born_on, OLDEST_RETIREMENT):
        raise ValidationError(
            _(
                "On that day you would be %(age)d years old. Choose an earlier day, up to your age of %(most)d."
            )
            % {"age": completed_months(born_on, day) // MONTHS_IN_A_YEAR, "most": OLDEST_RETIREMENT}
        )
    return starts_on


def _next_month(today: date) -> date:
    return Month.of(today).plus(1).first_day


class NameForm(forms.Form):
    """The name a member gives an estimate."""

    use_required_attribute = False
    name = PlainField(
        missing=gettext_lazy("Give the estimate a name, for example “At 62”."),
        max_length=60,
        attrs={"autocomplete": "off"},
    )


class OfficialForm(forms.Form):
    """What a member adds to a request for an official estimate."""

    use_required_attribute = False
    note = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": gettext_lazy("This is too long. Use at most 1,000 characters.")},
    )


class WhatIfForm(AssumptionsForm):
    """Everything the public calculator asks. Nothing of it is kept."""

    born_on = BirthDateField()
    membership_on = DayField(missing=gettext_lazy("Enter the day you first joined, for example 06/01/2008."))
    formula = forms.ChoiceField(
        choices=[
            ("regular", gettext_lazy("Regular formula (most employees)")),
            ("alternative", gettext_lazy("Alternative formula (security jobs, for example in corrections)")),
            ("police", gettext_lazy("Alternative formula, as a police officer")),
        ],
        widget=Radios,
        error_messages={
            "required": gettext_lazy("Choose your formula. Most employees have the regular one.")
        },
    )
    coverage = forms.ChoiceField(
        choices=[
            ("covered", gettext_lazy("Yes, Social Security is taken from my pay")),
            ("noncovered", gettext_lazy("No")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose whether Social Security covers your job.")},
    )
    is_at_work = forms.ChoiceField(
        choices=[
            ("yes", gettext_lazy("Yes, and until I retire")),
            ("no", gettext_lazy("No, I have left")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose whether you work for the State now.")},
    )
    left_on = DayField(required=False)
    service_years = CountField(most=60, missing=gettext_lazy("Enter the years of service you have so far."))
    service_months = CountField(most=11, required=False)
    pay_kind = forms.ChoiceField(
        choices=[
            ("now", gettext_lazy("My monthly pay now, or when I left")),
            ("average", gettext_lazy("My final average compensation, from my yearly statement")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose which amount you enter.")},
    )
    pay = DollarsField(missing=gettext_lazy("Enter the pay of one month, for example $4,850.00."))
    retire_on = DayField(missing=ASK_FOR_DAY)
    spouse_born_on = BirthDateField(required=False)
    field_order = (
        "born_on", "membership_on", "formula", "coverage", "is_at_work", "left_on", "service_years",
        "service_months", "pay_kind", "pay", "retire_on", "spouse_born_on", "pay_growth", "inflation",
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        standard = standard_assumptions()
        initial = {"pay_growth": standard.pay_growth_percent, "inflation": standard.cpi_change_percent}
        super().__init__(data, initial=initial)

    def clean_membership_on(self) -> date:
        joined: date = self.cleaned_data["membership_on"]
        born_on = self.cleaned_data.get("born_on")
        if joined > clock.today():
            raise ValidationError(_("This day is still to come. Enter the day you first joined."))
        if born_on and joined < anniversary(born_on, YOUNGEST_AT_WORK):
            raise ValidationError(_("You were a child then. Check this day and your birth date."))
        return joined

    def clean_pay(self) -> Decimal:
        pay: Decimal = self.cleaned_data["pay"]
        if not pay:
            raise ValidationError(_("Enter an amount above zero."))
        if pay > MOST_MONTHLY_PAY:
            raise ValidationError(_("This looks like the pay of a year. Enter the pay of one month."))
        return pay

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_left_on(cleaned)
        self._check_service(cleaned)
        if {"born_on", "retire_on"} <= cleaned.keys():
            try:
                cleaned["retire_on"] = check_retirement(
                    cleaned["retire_on"], born_on=cleaned["born_on"], last_day=cleaned.get("left_on")
                )
            except ValidationError as error:
                self.add_error("retire_on", error)
        return cleaned

    def _check_left_on(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("is_at_work") != "no":
            cleaned["left_on"] = None
            return
        left_on = cleaned.get("left_on")
        if left_on is None and "left_on" not in self.errors:
            self.add_error("left_on", _("Enter your last day of work, for example 06/30/2019."))
        elif left_on and left_on > clock.today():
            self.add_error("left_on", _("This day is still to come. If you still work, choose “Yes” above."))
        elif left_on and cleaned.get("membership_on") and left_on < cleaned["membership_on"]:
            self.add_error("left_on", _("This is before the day you joined. Check both days."))

    def _check_service(self, cleaned: dict[str, Any]) -> None:
        born_on, years = cleaned.get("born_on"), cleaned.get("service_years")
        if born_on is None or years is None:
            return
        longest = completed_months(anniversary(born_on, YOUNGEST_AT_WORK), clock.today())
        if self._service(cleaned) > longest:
            self.add_error("service_years", _("That is longer than you can have worked. Check the years."))

    @staticmethod
    def _service(cleaned: dict[str, Any]) -> int:
        return int(cleaned["service_years"]) * MONTHS_IN_A_YEAR + int(cleaned.get("service_months") or 0)

    @property
    def stated(self) -> Stated:
        """The answers as facts; of a valid form."""
        told = self.cleaned_data
        formula = "regular" if told["formula"] == "regular" else "alternative"
        return Stated(
            tier=1 if told["membership_on"] <= LAST_DAY_OF_TIER_1 else 2,
            formula=cast(Formula, formula),
            coverage=cast(Coverage, told["coverage"]),
            born_on=told["born_on"],
            left_on=told["left_on"],
            service_months=Decimal(self._service(told)),
            pay=told["pay"],
            is_final_average=told["pay_kind"] == "average",
            spouse_born_on=told["spouse_born_on"],
            is_police=told["formula"] == "police",
        )
