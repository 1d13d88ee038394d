"""The report of a death by anybody, and the way into a workspace."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import CodeField, PlainField
from accounts.forms.profile import AddressForm, PlaceField, WholeZipField
from accounts.forms.registration import PhoneField
from benefits.forms.applications.steps import Choice, FullNameField, TextField, YesNo
from benefits.forms.applications.survivor import RELATIONS, WhoDiedForm
from benefits.services.claims import read_reference

ADDRESS = ("line_1", "city", "state", "zip_code")


class DeathReportForm(WhoDiedForm):
    """Who died, who reports it, and how to reach them. The address is needed where a code is to be mailed."""

    reporter_relation = Choice(
        label=gettext_lazy("What were you to the person who died?"),
        missing=gettext_lazy("Choose what you were to the person who died."),
        choices=(*RELATIONS, ("other", gettext_lazy("Somebody else, such as a friend or a funeral home"))),
    )
    reporter_name = FullNameField(
        label=gettext_lazy("Your full name"),
        missing=gettext_lazy("Write your name."),
        autocomplete="name",
    )
    phone = PhoneField(
        label=gettext_lazy("Your telephone number"),
        help_text=gettext_lazy("With area code. We call only if we have a question."),
    )
    email = forms.EmailField(
        required=False,
        max_length=200,
        label=gettext_lazy("Your e-mail address, if you have one"),
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"invalid": gettext_lazy("An e-mail address looks like name@example.com.")},
    )
    applies = YesNo(
        label=gettext_lazy("Do you want to apply for a survivor benefit without an online account?"),
        help_text=gettext_lazy("If yes, we mail a code to you. With it you fill in the application online."),
    )
    line_1 = PlaceField(
        required=False,
        label=gettext_lazy("Your street address or P. O. Box"),
        max_length=60,
        autocomplete="address-line1",
    )
    line_2 = PlaceField(
        required=False,
        label=gettext_lazy("Apartment, suite or unit (if you have one)"),
        max_length=60,
        autocomplete="address-line2",
    )
    city = PlaceField(
        required=False, label=gettext_lazy("City"), max_length=40, autocomplete="address-level2"
    )
    state = PlaceField(
        required=False, label=gettext_lazy("State"), max_length=20, autocomplete="address-level1"
    )
    zip_code = WholeZipField(required=False, label=gettext_lazy("ZIP code"))

    def clean_state(self) -> str:
        return AddressForm.clean_state(self) if self.cleaned_data.get("state") else ""  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        missing = {
            "line_1": _("Write the street and number, or the P. O. Box."),
            "city": _("Write the city."),
            "state": _("Write the two letters of the state, for example IL."),
            "zip_code": _("Write the ZIP code, for example 62704."),
        }
        has_some = any(cleaned.get(name) for name in ADDRESS)
        if cleaned.get("applies") or has_some:
            for name, words in missing.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    def contact(self, language: str) -> dict[str, Any]:
        """How the reporter can be reached, of a valid form."""
        said = self.cleaned_data
        place = f"{said['city']}, {said['state']} {said['zip_code']}" if said.get("city") else ""
        return {
            "name": said["reporter_name"],
            "phone": said["phone"].as_national,
            "email": said["email"],
            "address_lines": [line for line in (said["line_1"], said["line_2"], place) if line],
            "language": language,
        }

    def reported(self) -> dict[str, Any]:
        """What is said about the death, of a valid form, as claims keep it."""
        about = ("member_name", "member_born_on", "member_number", "died_on", "reporter_relation")
        return {name: answer for name, answer in self.answers().items() if name in about}


class ReferenceField(PlainField):
    """A claim's number, however it is typed."""

    def __init__(self, **options: Any) -> None:
        missing = gettext_lazy("Type the reference number from your letter.")
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(missing=missing, max_length=40, attrs=attrs, **options)

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        try:
            return read_reference(typed) if typed else ""
        except ValueError as reason:
            raise ValidationError(str(reason)) from reason


class OpenWorkspaceForm(forms.Form):
    """The two things the letter holds."""

    use_required_attribute = False
    reference = ReferenceField(label=gettext_lazy("Reference number"))
    code = CodeField(label=gettext_lazy("Code"))


class MessageForm(forms.Form):
    """A message about a claim."""

    use_required_attribute = False
    words = TextField(
        label=gettext_lazy("Your message"), missing=gettext_lazy("Write your message first."), most=2000
    )
