"""Asking for an appointment, and choosing one of the times offered."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.registration import PhoneField
from accounts.forms.sent_once import SentOnceForm
from accounts.models import Appointment, AppointmentOffer, Conversation
from accounts.services.appointments import Wish


def _radios(label: Any, choices: Any, required: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={"required": required, "invalid_choice": gettext_lazy("Choose one of those listed.")},
    )


class WishForm(SentOnceForm):
    """What the talk is about, where, and when it suits."""

    use_required_attribute = False
    topic = _radios(
        gettext_lazy("What is it about?"),
        Conversation.Topic.choices,
        gettext_lazy("Choose what it is about."),
    )
    way = _radios(
        gettext_lazy("How do you want to talk with us?"),
        [
            (Appointment.Way.TELEPHONE, gettext_lazy("By telephone: we call you")),
            (Appointment.Way.SPRINGFIELD, gettext_lazy("At our office in Springfield")),
            (Appointment.Way.CHICAGO, gettext_lazy("At our office in Chicago")),
        ],
        gettext_lazy("Choose how you want to talk with us."),
    )
    phone = PhoneField(required=False, label=gettext_lazy("Telephone number, if we are to call you"))
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Which days suit you?"),
        choices=Appointment.Day.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        error_messages={
            "required": gettext_lazy("Choose at least one day."),
            "invalid_choice": gettext_lazy("Choose days from the list."),
        },
    )
    part = _radios(
        gettext_lazy("Which time of the day?"),
        [
            (Appointment.Part.ANY, gettext_lazy("Any time")),
            (Appointment.Part.MORNING, gettext_lazy("In the morning")),
            (Appointment.Part.AFTERNOON, gettext_lazy("In the afternoon")),
        ],
        gettext_lazy("Choose a time of the day."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        needs_number = cleaned.get("way") == Appointment.Way.TELEPHONE and "phone" in cleaned
        if needs_number and not cleaned["phone"]:
            self.add_error("phone", _("Enter the number at which we should call you."))
        return cleaned

    def wish(self) -> Wish:
        """What is asked for, of a valid form."""
        kept = self.cleaned_data
        phone = kept["phone"].as_e164 if kept["phone"] else ""
        return Wish(kept["topic"], kept["way"], kept["days"], kept["part"], phone)


class PickForm(forms.Form):
    """One of the times offered."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, offers: list[tuple[AppointmentOffer, str]]) -> None:
        super().__init__(data)
        self.fields["offer"] = _radios(
            gettext_lazy("Which time suits you?"),
            [(str(offer.pk), words) for offer, words in offers],
            gettext_lazy("Choose one of the times."),
        )
