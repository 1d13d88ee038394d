"""Forms by which people say where their payments are to go."""

import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.us import rtn

from accounts.forms.fields import PlainField
from benefits.forms.fields import Radios
from benefits.models import BankAccount
from benefits.services.direct_deposit import NewAccount

SHORTEST, LONGEST = 4, 17
BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2014\u2212]")
# The Federal Reserve's districts, those of thrift institutions, electronic ones, and traveler's checks: python-stdnum
# checks the sum only, and takes 000000000 for a number.
PREFIXES = frozenset({*range(0, 13), *range(21, 33), *range(61, 73), 80})


class DigitsField(PlainField):
    """A number as people type it or paste it: spaces and hyphens are taken out."""

    def __init__(self, *, missing: Any, **options: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
        super().__init__(missing=missing, max_length=40, attrs=attrs, **options)

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        digits = BETWEEN_DIGITS.sub("", typed)
        if not digits:
            return ""
        if not (digits.isascii() and digits.isdigit()):
            raise ValidationError(_("Use the digits 0 to 9 only."))
        self.check_digits(digits)
        return digits

    def check_digits(self, digits: str) -> None:
        """Raise ValidationError where digits are not such a number."""


class RoutingNumberField(DigitsField):
    """The nine digits of a bank: their check sum is right, and the Federal Reserve gives such numbers out."""

    def check_digits(self, digits: str) -> None:
        if len(digits) != 9:
            raise ValidationError(
                _("A routing number has 9 digits; you typed %(count)d. It is at the bottom left of a check.")
                % {"count": len(digits)}
            )
        if not rtn.is_valid(digits) or int(digits[:2]) not in PREFIXES or not int(digits):
            raise ValidationError(
                _("No bank has this routing number. Compare it with a check, or ask your bank for it.")
            )


class AccountNumberField(DigitsField):
    """A bank account's number."""

    def check_digits(self, digits: str) -> None:
        if not SHORTEST <= len(digits) <= LONGEST or not int(digits):
            raise ValidationError(
                _("An account number has 4 to 17 digits. Leave out the number of the check and of your card.")
            )


class LastFourField(DigitsField):
    """The last four digits of an account."""

    def check_digits(self, digits: str) -> None:
        if len(digits) != 4:
            raise ValidationError(_("Type the last 4 digits only."))


class BankChangeForm(forms.Form):
    """The account payments are to go to, its number twice, and a proof that the one in use is known."""

    use_required_attribute = False
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    current_last_four = LastFourField(
        label=gettext_lazy("Last 4 digits of the account your payments go to now"),
        missing=gettext_lazy("Type the last 4 digits of the account your payments go to now."),
    )
    routing_number = RoutingNumberField(
        label=gettext_lazy("Routing number of the new bank"),
        missing=gettext_lazy("Type the routing number: 9 digits, at the bottom left of a check."),
    )
    account_number = AccountNumberField(
        label=gettext_lazy("New account number"), missing=gettext_lazy("Type the number of the new account.")
    )
    account_number_again = AccountNumberField(
        label=gettext_lazy("New account number again"),
        missing=gettext_lazy("Type the number of the new account a second time."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of account is it?"),
        choices=[("checking", gettext_lazy("Checking")), ("savings", gettext_lazy("Savings"))],
        widget=Radios,
        error_messages={
            "required": gettext_lazy("Choose checking or savings."),
            "invalid_choice": gettext_lazy("Choose checking or savings."),
        },
    )

    def __init__(self, *args: Any, account_in_use: BankAccount | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if account_in_use is None:
            del self.fields["current_last_four"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, again = cleaned.get("account_number"), cleaned.get("account_number_again")
        if first and again and first != again:
            self.add_error(
                "account_number_again", _("The two account numbers differ. Type both again, digit by digit.")
            )
        return cleaned

    @property
    def account(self) -> NewAccount:
        """The account of a valid form."""
        answers = self.cleaned_data
        return NewAccount(answers["routing_number"], answers["account_number"], answers["kind"])

    @property
    def last_four_typed(self) -> str:
        """What was typed of the account in use; "" where there is none."""
        return str(self.cleaned_data.get("current_last_four", ""))
