"""Naming a person who may help, and typing an invitation's code."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import NameField, PlainField
from accounts.forms.profile import DayField
from accounts.forms.registration import EmailTypedField
from accounts.forms.uploads import UploadField
from accounts.models import Delegation
from accounts.services.delegations import Helper


class HelperForm(forms.Form):
    """Who, how far, until when; with the power of attorney where they are to act."""

    use_required_attribute = False
    name = NameField(
        label=gettext_lazy("Name of the person"),
        missing=gettext_lazy("Enter the name of the person who helps you."),
        autocomplete="off",
    )
    email = EmailTypedField(missing=gettext_lazy("Enter the person’s e-mail address."))
    scope = forms.ChoiceField(
        label=gettext_lazy("What may this person do?"),
        choices=[
            (Delegation.Scope.VIEW, gettext_lazy("Look at my record, and change nothing")),
            (
                Delegation.Scope.ACT,
                gettext_lazy("Look and act for me. I have a signed power of attorney and send it here"),
            ),
        ],
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={
            "required": gettext_lazy("Choose what this person may do."),
            "invalid_choice": gettext_lazy("Choose one of the two."),
        },
    )
    power = UploadField(required=False, label=gettext_lazy("Power of attorney, if the person is to act"))
    ends_on = DayField(
        label=gettext_lazy("Until which day?"),
        missing=gettext_lazy("Enter the last day on which this person may help you."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = gettext_lazy("E-mail address of the person")
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("scope") == Delegation.Scope.ACT and "power" in cleaned and not cleaned["power"]:
            self.add_error("power", _("Add the power of attorney as a file."))
        return cleaned

    def helper(self) -> Helper:
        """Who was named, of a valid form."""
        kept = dict(self.cleaned_data)
        if kept["scope"] == Delegation.Scope.VIEW:
            kept["power"] = None
        return Helper(**kept)


class CodeForm(forms.Form):
    """The code of an invitation, however it is typed."""

    use_required_attribute = False
    code = PlainField(
        label=gettext_lazy("Code from the e-mail"),
        missing=gettext_lazy("Type the code from the e-mail."),
        max_length=40,
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
