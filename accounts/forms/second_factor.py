"""Forms of the second step: telephone numbers, and the codes of each way."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import PhoneNumberType, number_type, region_code_for_number

from accounts.models import PhoneFactor

# Where a text or call costs what it should: thieves make portals ring costly numbers abroad and share the fee.
REGIONS = {"US", "PR", "VI", "GU", "AS", "MP", "CA"}
COSTLY = {
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PAGER,
    PhoneNumberType.UAN,
    PhoneNumberType.VOICEMAIL,
}


class PhoneForm(forms.Form):
    """A telephone number, and whether codes come by text or by call."""

    number = PhoneNumberField(
        label=_("Telephone number"),
        region="US",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel-national", "maxlength": "30"}),
        error_messages={
            "required": _("Type the number of your telephone, with area code."),
            "invalid": _(
                "This is not a telephone number. Write it with its area code, for example 217-555-0123."
            ),
        },
    )
    channel = forms.ChoiceField(
        label=_("How should codes come?"),
        choices=[
            (PhoneFactor.Channel.TEXT, _("By text message")),
            (PhoneFactor.Channel.VOICE, _("By a call that says the code")),
        ],
        initial=PhoneFactor.Channel.TEXT,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={
            "required": _("Choose text message or call."),
            "invalid_choice": _("Choose text message or call."),
        },
    )

    def clean_number(self) -> str:
        number: PhoneNumber = self.cleaned_data["number"]
        if number.extension:
            raise ValidationError(_("We cannot dial extensions. Use a number that rings at your telephone."))
        if region_code_for_number(number) not in REGIONS:
            raise ValidationError(
                _(
                    "We send codes to numbers in the United States, its territories and Canada. "
                    "Elsewhere, use an authenticator app or a security key."
                )
            )
        if number_type(number) in COSTLY:
            raise ValidationError(_("We cannot send codes to a number of this kind. Use your own telephone."))
        return str(number.as_e164)


class CodeForm(forms.Form):
    """A code of the second step."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={
            "required": _("Type the code."),
            "max_length": _("The code is shorter than that. Type only its digits."),
        },
    )

    def __init__(self, *args: Any, digits: int = 6, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.digits = digits
        if label:
            self.fields["code"].label = label

    def clean_code(self) -> str:
        # Digits of other scripts, full-width ones too, mean the same digits.
        code = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        code = "".join(sign for sign in code if not sign.isspace() and sign not in "-\N{EN DASH}")
        if not (code.isdecimal() and code.isascii()):
            raise ValidationError(_("The code has digits only. Check it and type it again."))
        if len(code) != self.digits:
            # A slip of the finger, and no guess: it costs no try.
            raise ValidationError(
                _("The code has %(digits)d digits; you typed %(typed)d. Check it and type it again.")
                % {"digits": self.digits, "typed": len(code)}
            )
        return code


class PasswordForm(forms.Form):
    """The password once more."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )
