"""Forms by which people say that a record of theirs is wrong, or that a payment did not come."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import MONTHS, PlainField
from accounts.forms.uploads import UploadsField
from benefits.forms.fields import Radios
from benefits.selectors import LedgerRecord
from benefits.services.missing_payments import DuePayment
from sers_portal.base import clock

LONGEST = 2000
DIGITS_MONTH = re.compile(r"([0-9]{1,2})[/. -]+([0-9]{4})")
YEAR_FIRST_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
WORDS_MONTH = re.compile(r"([a-zñ]{3,10})\.?(?: de|,)? ([0-9]{4})")
WHAT = {
    "earned": gettext_lazy("What I earned"),
    "worked": gettext_lazy("The time I worked, or the service"),
    "paid_in": gettext_lazy("What I paid in, or what was picked up"),
    "employer": gettext_lazy("The employer"),
    "other": gettext_lazy("Something else"),
}


class Words(forms.CharField):
    """A few sentences."""

    def __init__(self, *, missing: Any = "", rows: int = 5, **options: Any) -> None:
        messages = {
            "required": missing,
            "max_length": gettext_lazy("Write at most 2,000 characters, or send it as a file."),
        }
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=LONGEST, strip=True, widget=widget, error_messages=messages, **options)


class MonthField(PlainField):
    """A month and year as people write them: 10/2026, 2026-10, October 2026. Its value is the month's first day."""

    def __init__(self, *, missing: Any, **options: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "text"}
        super().__init__(missing=missing, max_length=30, attrs=attrs, **options)

    def to_python(self, value: Any) -> Any:
        text: str = super().to_python(value)
        return _read_month(text) if text else None


def _read_month(text: str) -> date:
    plain = " ".join(text.casefold().split())
    if found := YEAR_FIRST_MONTH.fullmatch(plain):
        year, month = int(found[1]), int(found[2])
    elif found := DIGITS_MONTH.fullmatch(plain):
        month, year = int(found[1]), int(found[2])
    elif (found := WORDS_MONTH.fullmatch(plain)) and found[1][:3] in MONTHS:
        month, year = MONTHS[found[1][:3]], int(found[2])
    else:
        raise ValidationError(_("Write the month and the year, for example 10/2026 or October 2026."))
    if not (1 <= month <= 12 and year >= 1):
        raise ValidationError(_("There is no such month. Write month and year, for example 10/2026."))
    if date(year, month, 1) > clock.today():
        raise ValidationError(_("That month is still to come. Write a month that is over."))
    return date(year, month, 1)


class _Evidence(forms.Form):
    """What every case about pay asks: what it should be, and papers that show it."""

    use_required_attribute = False
    should_be = Words(
        label=gettext_lazy("What should it be?"),
        missing=gettext_lazy("Say what it should be, as far as you know."),
    )
    papers = UploadsField(required=False, label=gettext_lazy("Papers that show it, such as your pay stub"))
    field_order = ("record", "what", "month", "employer", "should_be", "papers")


class WrongMonthForm(_Evidence):
    """What is wrong with a month; with several records in it, with which."""

    what = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=tuple(WHAT.items()),
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose what is wrong.")},
    )

    def __init__(self, *args: Any, records: Sequence[LedgerRecord], **options: Any) -> None:
        super().__init__(*args, **options)
        self.records = {str(record.number): record for record in records}
        if len(records) > 1:
            self.fields["record"] = forms.ChoiceField(
                label=_("Which of your jobs is it?"),
                choices=[(number, record.employer) for number, record in self.records.items()],
                widget=Radios,
                error_messages={"required": _("Choose the job.")},
            )
            self.order_fields(self.field_order)

    @property
    def meant(self) -> LedgerRecord:
        """The record that was meant, of a valid form."""
        return self.records[self.cleaned_data.get("record", next(iter(self.records)))]


class MissingMonthForm(_Evidence):
    """A month that is not on record at all."""

    month = MonthField(
        label=gettext_lazy("Which month?"), missing=gettext_lazy("Write the month that is missing.")
    )
    employer = PlainField(
        label=gettext_lazy("For which State agency did you work then?"),
        missing=gettext_lazy("Write the name of the agency."),
        max_length=120,
        attrs={"autocomplete": "off"},
    )


class MissingPaymentForm(forms.Form):
    """Which payment did not come."""

    use_required_attribute = False
    payment = forms.ChoiceField(
        label=gettext_lazy("Which payment did not come?"),
        widget=Radios,
        error_messages={
            "required": gettext_lazy("Choose the payment."),
            "invalid_choice": gettext_lazy("Choose one of the payments in the list."),
        },
    )
    what = Words(
        label=gettext_lazy("What do you know about it? (you do not have to say)"), required=False, rows=4
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[DuePayment, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.payments = {payment.key: payment for payment, _words in choices}
        self.fields["payment"].choices = [(payment.key, words) for payment, words in choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> DuePayment:
        """The payment that was chosen."""
        return self.payments[self.cleaned_data["payment"]]
