"""What an application for a survivor benefit asks."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import PlainField
from benefits.forms.applications.retirement import DAY_HINT
from benefits.forms.applications.steps import Answers, Choice, FullNameField, PastDayField, StepForm, YesNo
from benefits.forms.fields import DollarsField

LAST_FOUR, SHORTEST_MEMBER_ID, WHOLE_SSN = 4, 6, 9
RELATIONS = (
    ("spouse", gettext_lazy("Husband or wife")),
    ("civil_union_partner", gettext_lazy("Civil union partner")),
    ("child", gettext_lazy("Child")),
    ("parent", gettext_lazy("Parent")),
)
COUPLE = ("spouse", "civil_union_partner")


class EndOfNumberField(PlainField):
    """A Member ID, or the last four digits of a Social Security number; of nine digits only the last four are kept."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
        super().__init__(missing="", max_length=20, attrs=attrs, required=False, **options)

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        digits = re.sub(r"[\s\-.\u2010-\u2015\u2212]", "", typed)
        if not digits:
            return ""
        if not (digits.isascii() and digits.isdigit()):
            raise ValidationError(
                _("Write digits only: the Member ID, or the last four digits of the Social Security number.")
            )
        if len(digits) == WHOLE_SSN:
            return digits[-LAST_FOUR:]
        if len(digits) != LAST_FOUR and not SHORTEST_MEMBER_ID <= len(digits) < WHOLE_SSN:
            raise ValidationError(
                _(
                    "Write the last four digits of the Social Security number, or a Member ID of six to nine digits."
                )
            )
        return digits


class WhoDiedForm(StepForm):
    """Who died, and when: enough to find the record, and no more."""

    member_name = FullNameField(
        label=gettext_lazy("Full name of the person who died"),
        missing=gettext_lazy("Write the name of the person who died."),
    )
    member_born_on = PastDayField(
        label=gettext_lazy("Their birth date"),
        missing=gettext_lazy("Write the birth date of the person who died."),
        help_text=DAY_HINT,
    )
    member_number = EndOfNumberField(
        label=gettext_lazy("Their Member ID, or the last four digits of their Social Security number"),
        help_text=gettext_lazy("If you do not know either, leave it empty."),
    )
    died_on = PastDayField(
        label=gettext_lazy("Day of death"),
        missing=gettext_lazy("Write the day of death."),
        help_text=DAY_HINT,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        born_on, died_on = cleaned.get("member_born_on"), cleaned.get("died_on")
        if born_on and died_on and died_on < born_on:
            self.add_error("died_on", _("The day of death is before the birth date. Check both."))
        return cleaned


class RelationForm(StepForm):
    """What the claimant was to the member."""

    relation = Choice(
        label=gettext_lazy("What were you to the person who died?"),
        missing=gettext_lazy("Choose what you were to the person who died."),
        choices=RELATIONS,
    )


class AboutYouForm(StepForm):
    """The claimant's birth date."""

    born_on = PastDayField(
        label=gettext_lazy("Your birth date"),
        missing=gettext_lazy("Write your birth date."),
        help_text=DAY_HINT,
    )


class MarriageForm(StepForm):
    """Since when the couple was one, and whether a child is in care."""

    married_on = PastDayField(
        label=gettext_lazy("Day of the wedding or civil union"),
        missing=gettext_lazy("Write the day of the wedding or civil union."),
        help_text=DAY_HINT,
    )
    child_in_care = YesNo(
        label=gettext_lazy("Do you care for a child of the member who is under 18, or disabled?")
    )

    def clean_married_on(self) -> date:
        day: date = self.cleaned_data["married_on"]
        died_on = self.given.get("died_on")
        if died_on and day.isoformat() > str(died_on):
            raise ValidationError(_("This is after the day of death. Check both days."))
        return day


class ChildForm(StepForm):
    """What a child's benefit depends on."""

    full_time_student = YesNo(label=gettext_lazy("Are you a full-time student?"))
    is_disabled = YesNo(label=gettext_lazy("Are you disabled?"))
    is_married = YesNo(label=gettext_lazy("Are you married?"))


class SocialSecurityForm(StepForm):
    """Social Security's own survivor benefit, which can lower ours."""

    social_security = DollarsField(
        required=False,
        missing="",
        label=gettext_lazy("Social Security survivor benefit a month"),
        help_text=gettext_lazy("In dollars, before deductions. Leave it empty if you have none yet."),
    )


def was_couple(given: Answers) -> bool:
    """The claimant was spouse or partner."""
    return given.get("relation") in COUPLE


def is_child(given: Answers) -> bool:
    """The claimant is the member's child."""
    return given.get("relation") == "child"
