"""eRegistration, and choosing another PIN."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber, to_python

from accounts import pin as pins
from accounts.forms.fields import BirthDateField, NameField, NumberField, PinField, PlainField
from accounts.models import Registration, User
from accounts.services.registration import Details

# Kept in the sealed draft when they are right, and never sent back to the browser.
NOT_ECHOED = ("pin", "pin_again", "number")
PIN_MISSING = gettext_lazy("Choose a PIN of four digits.")
PIN_AGAIN_MISSING = gettext_lazy("Type the PIN a second time.")


class EmailTypedField(PlainField):
    """An e-mail address in plain letters."""

    def __init__(self, *, missing: Any) -> None:
        attrs = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        super().__init__(missing=missing, max_length=254, attrs=attrs)

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        if typed:
            EmailValidator(message=_("An e-mail address looks like name@example.com."))(typed)
        return typed.lower()


class PhoneField(PlainField):
    """A telephone number, of the United States unless it begins with + and another country's code."""

    def __init__(self, **options: Any) -> None:
        missing = gettext_lazy("Enter a telephone number, for example 217-555-0123.")
        super().__init__(
            missing=missing, max_length=40, attrs={"autocomplete": "tel", "inputmode": "tel"}, **options
        )

    def to_python(self, value: Any) -> Any:
        typed: str = super().to_python(value)
        if not typed:
            return None
        number = to_python(typed, region="US") if typed.isascii() else None
        if not isinstance(number, PhoneNumber) or not number.is_valid():
            raise ValidationError(
                _(
                    "This is not a telephone number we can call. Type the area code too, for example 217-785-7444."
                )
            )
        return number


class PinForm(forms.Form):
    """A PIN, typed twice."""

    use_required_attribute = False
    pin = PinField(label=gettext_lazy("PIN of four digits"), missing=PIN_MISSING)
    pin_again = PinField(label=gettext_lazy("The same PIN again"), missing=PIN_AGAIN_MISSING)

    def clean_pin_again(self) -> str:
        again: str = self.cleaned_data["pin_again"]
        if self.cleaned_data.get("pin") not in (None, again):
            raise ValidationError(_("The two PINs are not the same. Type both again."))
        return again


class RegistrationForm(PinForm):
    """Everything eRegistration asks. `kept` is the draft: what is not echoed is taken from it when left empty."""

    email = EmailTypedField(missing=gettext_lazy("Enter your e-mail address."))
    email_again = EmailTypedField(missing=gettext_lazy("Type your e-mail address a second time."))
    given_name = NameField(missing=gettext_lazy("Enter your first name."), autocomplete="given-name")
    family_name = NameField(missing=gettext_lazy("Enter your last name."), autocomplete="family-name")
    phone = PhoneField()
    phone_kind = forms.ChoiceField(
        choices=[("", gettext_lazy("Choose one")), *Registration.PhoneKind.choices],
        error_messages={
            "required": gettext_lazy("Choose what kind of telephone it is."),
            "invalid_choice": gettext_lazy("Choose mobile, home or work from the list."),
        },
    )
    born_on = BirthDateField()
    number = NumberField()
    field_order = (
        "email", "email_again", "given_name", "family_name", "phone", "phone_kind", "born_on", "pin", "pin_again",
        "number",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, account: User, kept: dict[str, str]) -> None:
        self.account, self.kept = account, kept
        shown = {
            "email": account.email,
            "given_name": account.given_name,
            "family_name": account.family_name,
            **{name: text for name, text in kept.items() if name not in NOT_ECHOED},
        }
        super().__init__(self._completed(data) if data is not None else None, initial=shown)

    def _completed(self, data: Any) -> dict[str, str]:
        typed = {name: data.get(name, "") for name in self.base_fields}
        if not typed["pin"].strip() and not typed["pin_again"].strip():
            typed["pin"] = typed["pin_again"] = self.kept.get("pin", "")
        if not typed["number"].strip():
            typed["number"] = self.kept.get("number", "")
        return typed

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email != self.account.email:
            raise ValidationError(
                _(
                    "Use the e-mail address you signed in with. You can change it under “Security” when you are done."
                )
            )
        return email

    def clean_email_again(self) -> str:
        again: str = self.cleaned_data["email_again"]
        if self.cleaned_data.get("email") not in (None, again):
            raise ValidationError(_("The two e-mail addresses are not the same."))
        return again

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"pin", "born_on"} <= cleaned.keys():
            number = cleaned.get("number") or ""
            phone = cleaned.get("phone")
            try:
                pins.check_choice(
                    cleaned["pin"],
                    born_on=cleaned["born_on"],
                    ssn=number if len(number) == len("123456789") else "",
                    phone=phone.as_e164 if phone else "",
                )
            except ValueError as reason:
                self.add_error("pin", str(reason))
        return cleaned

    def to_keep(self) -> dict[str, str]:
        """What was typed, for the draft; of what is not echoed only what was right, and both PINs or neither."""
        wrong = set(self.errors)
        if wrong & {"pin", "pin_again"}:
            wrong |= {"pin", "pin_again"}
        return {
            name: str(text)[:300]
            for name, text in self.data.items()
            if name in self.base_fields and not (name in NOT_ECHOED and name in wrong)
        }

    def details(self) -> Details:
        """What to register with, of a valid form."""
        facts = {
            name: self.cleaned_data[name]
            for name in ("given_name", "family_name", "phone_kind", "born_on", "pin", "number")
        }
        return Details(**facts, phone=self.cleaned_data["phone"].as_rfc3966)


def ending(number: str) -> str:
    """How a number is shown: its last four digits."""
    return number[-4:]
