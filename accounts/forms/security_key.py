"""What a security key answers, as the browser's script sends it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NO_ANSWER = _("The key gave no answer. Press the button again, and touch the key when it blinks.")


class KeyAnswerForm(forms.Form):
    """The answer of a key: a JSON object that only the key can make."""

    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": NO_ANSWER, "invalid": NO_ANSWER}
    )

    def clean_credential(self) -> Any:
        answer = self.cleaned_data["credential"]
        if not isinstance(answer, dict):
            raise ValidationError(NO_ANSWER)
        return answer


class NewKeyForm(KeyAnswerForm):
    """A key to be added, and what its owner calls it."""

    name = forms.CharField(
        label=_("What do you call this key?"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
