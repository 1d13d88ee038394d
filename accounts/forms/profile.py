"""Forms of the profile: an address, a telephone, how messages come."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import PlainField, read_day
from accounts.forms.registration import PhoneField
from accounts.models import ContactPhone, DeliveryChoice, NewsletterWay, Person
from accounts.services.contacts import NewAddress
from sers_portal.base import clock

# The States, the District of Columbia, the territories, and the armed forces' mail.
STATES = [
    "AL",
    "AK",
    "AZ",
    "AR",
    "CA",
    "CO",
    "CT",
    "DE",
    "DC",
    "FL",
    "GA",
    "HI",
    "ID",
    "IL",
    "IN",
    "IA",
    "KS",
    "KY",
    "LA",
    "ME",
    "MD",
    "MA",
    "MI",
    "MN",
    "MS",
    "MO",
    "MT",
    "NE",
    "NV",
    "NH",
    "NJ",
    "NM",
    "NY",
    "NC",
    "ND",
    "OH",
    "OK",
    "OR",
    "PA",
    "RI",
    "SC",
    "SD",
    "TN",
    "TX",
    "UT",
    "VT",
    "VA",
    "WA",
    "WV",
    "WI",
    "WY",
    "AS",
    "GU",
    "MP",
    "PR",
    "VI",
    "AA",
    "AE",
    "AP",
]
ZIP = re.compile(r"([0-9]{5})(?:[ -]?([0-9]{4}))?")


class DayField(PlainField):
    """A day, written in any usual way: 03/04/2030, 3-4-2030, 2030-03-04, March 4, 2030."""

    def __init__(self, *, missing: Any, **options: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "text"}
        super().__init__(missing=missing, max_length=40, attrs=attrs, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        text: str = super().to_python(value)
        return read_day(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m/%d/%Y}" if isinstance(value, date) else value


class PlaceField(PlainField):
    """A line of an address."""

    def __init__(self, *, missing: Any = "", max_length: int, autocomplete: str, **options: Any) -> None:
        super().__init__(
            missing=missing, max_length=max_length, attrs={"autocomplete": autocomplete}, **options
        )


class WholeZipField(PlainField):
    """Five digits, or nine, kept as 62704 or 62704-1234."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            missing=gettext_lazy("Enter the ZIP code, for example 62704."),
            max_length=12,
            attrs={"autocomplete": "postal-code", "inputmode": "numeric"},
            **options,
        )

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        if not typed:
            return ""
        found = ZIP.fullmatch(typed)
        if found is None or not typed.isascii():
            raise ValidationError(_("A ZIP code has five digits, or nine, for example 62704 or 62704-1234."))
        return f"{found[1]}-{found[2]}" if found[2] else found[1]


class AddressFields(forms.Form):
    """A new address, and the day from which letters go there."""

    use_required_attribute = False
    line_1 = PlaceField(
        label=gettext_lazy("Street address or P. O. Box"),
        missing=gettext_lazy("Enter the street and number, or the P. O. Box."),
        max_length=80,
        autocomplete="address-line1",
    )
    line_2 = PlaceField(
        label=gettext_lazy("Apartment, suite or unit (if you have one)"),
        max_length=80,
        autocomplete="address-line2",
        required=False,
    )
    city = PlaceField(
        label=gettext_lazy("City"),
        missing=gettext_lazy("Enter the city."),
        max_length=60,
        autocomplete="address-level2",
    )
    state = PlaceField(
        label=gettext_lazy("State"),
        missing=gettext_lazy("Enter the two letters of the state, for example IL."),
        max_length=20,
        autocomplete="address-level1",
    )
    zip_code = WholeZipField(label=gettext_lazy("ZIP code"))
    from_on = DayField(
        label=gettext_lazy("From which day should we write there?"),
        missing=gettext_lazy("Enter the day from which we should write there, for example 03/01/2030."),
    )

    def clean_city(self) -> str:
        city: str = self.cleaned_data["city"]
        if not any(sign.isalpha() for sign in city):
            raise ValidationError(_("Enter the name of the city, in letters."))
        return city

    def clean_state(self) -> str:
        typed = str(self.cleaned_data["state"]).replace(".", "").upper()
        state = "IL" if typed == "ILLINOIS" else typed
        if state not in STATES:
            raise ValidationError(
                _(
                    "Write the two letters of the state, for example IL. If you live outside the United States, call us at 217-785-7444."
                )
            )
        return state


class AddressForm(AddressFields):
    """What a member types."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"from_on": clock.today()})

    def address(self) -> NewAddress:
        """What was typed, of a valid form."""
        return NewAddress(**{name: self.cleaned_data[name] for name in self.base_fields})


class PhoneForm(forms.Form):
    """A telephone at which we may call."""

    use_required_attribute = False
    number = PhoneField(label=gettext_lazy("Telephone number"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of telephone is it?"),
        choices=ContactPhone.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={
            "required": gettext_lazy("Choose what kind of telephone it is."),
            "invalid_choice": gettext_lazy("Choose mobile, home or work."),
        },
    )


class DeliveryForm(forms.Form):
    """How each topic is to come: by e-mail or on paper, equal choices; the newsletter also not at all."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, ways: dict[str, str], newsletter: str) -> None:
        super().__init__(data)
        for topic in DeliveryChoice.Topic:
            self.fields[topic.value] = _choice(topic.label, Person.Delivery.choices, ways[topic.value])
        self.fields["newsletter"] = _choice(
            gettext_lazy("Newsletter The Informer"), NewsletterWay.choices, newsletter
        )


def _choice(label: Any, choices: Any, chosen: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(value, str(words)[:1].upper() + str(words)[1:]) for value, words in choices],
        initial=chosen,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={
            "required": gettext_lazy("Choose how this should come to you."),
            "invalid_choice": gettext_lazy("Choose one of the ways listed."),
        },
    )
