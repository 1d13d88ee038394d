"""Asking for an activation letter, and typing its code."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import BirthDateField, CodeField, NameField, NumberField, ZipField
from accounts.services.activation.requests import TypedIdentity
from sers_portal.base.sealing import TamperedToken, seal, unseal

BOUND_TO = "LetterRequestForm.number"


class LetterRequestForm(forms.Form):
    """Four facts on file. The number is not echoed: a sealed copy goes along until the other answers are right."""

    use_required_attribute = False
    family_name = NameField(
        label=gettext_lazy("Last name"),
        missing=gettext_lazy("Enter your last name."),
        autocomplete="family-name",
    )
    born_on = BirthDateField(label=gettext_lazy("Birth date"))
    number = NumberField(label=gettext_lazy("Social Security number or Member ID"))
    zip_code = ZipField(label=gettext_lazy("ZIP code of the address we have for you"))
    number_kept = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(_with_kept_number(data) if data is not None else None, **options)

    @property
    def number_hint(self) -> str:
        """How the number field is explained: whether one is kept, and how it ends."""
        kept = self.cleaned_data.get("number") if self.is_bound and self.errors else None
        if kept:
            return _("You typed a number that ends in %(end)s. Leave this empty to keep it.") % {
                "end": kept[-4:]
            }
        return _("Your Member ID is on your yearly statement.")

    def typed(self) -> TypedIdentity:
        """What was typed, of a valid form."""
        facts = {name: self.cleaned_data[name] for name in ("family_name", "born_on", "number", "zip_code")}
        return TypedIdentity(**facts)


def _with_kept_number(data: Any) -> Any:
    data = data.copy()
    number = data.get("number", "").strip() or _unsealed(data.get("number_kept", ""))
    data["number"] = number
    data["number_kept"] = seal(number[:40], bound_to=BOUND_TO) if number else ""
    return data


def _unsealed(token: str) -> str:
    try:
        return unseal(token, bound_to=BOUND_TO) if token else ""
    except TamperedToken:
        return ""


class CodeForm(forms.Form):
    """The code from the letter."""

    use_required_attribute = False
    code = CodeField(label=gettext_lazy("Activation code"))
