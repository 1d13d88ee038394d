"""What a verification letter is to say, and the code that somebody types to check a letter or e-mail."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.services.verification import Offer
from notices import check_codes

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LONGEST_TYPED = 60


class VerificationForm(forms.Form):
    """The lines of the letter, and its language. `id` makes a double submit one letter."""

    use_required_attribute = False
    id = forms.UUIDField(widget=forms.HiddenInput)
    lines = forms.MultipleChoiceField(
        label=_("What the letter says"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one line for the letter.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=LANGUAGES, widget=forms.RadioSelect, initial="en"
    )

    def __init__(self, data: Any = None, *, offers: Sequence[Offer]) -> None:
        super().__init__(data, initial={"id": uuid.uuid4(), "lines": [offer.key for offer in offers]})
        self.offers = offers
        self.fields["lines"].choices = [(offer.key, offer.label) for offer in offers]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> set[str]:
        """The keys that are ticked now."""
        return {str(key) for key in self["lines"].value() or ()}


class CheckForm(forms.Form):
    """A code, however it is typed."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Code of the letter or e-mail"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Type the code. It has 12 letters and digits, like XXXX-XXXX-XXXX."),
            "max_length": _("This is too long for a code. It has 12 letters and digits."),
        },
    )

    def clean_code(self) -> str:
        try:
            return check_codes.read_code(self.cleaned_data["code"])
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from reason
