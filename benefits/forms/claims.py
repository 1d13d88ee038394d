"""Forms of the claim tracker."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.uploads import UploadsField

LONGEST_ANSWER = 2000


class AnswerForm(forms.Form):
    """What the claimant sends in for a request: files, or words, or both."""

    use_required_attribute = False
    papers = UploadsField(required=False, label=_("Files"))
    answer = forms.CharField(
        required=False,
        max_length=LONGEST_ANSWER,
        strip=True,
        label=_("Your answer, if there is no paper to send"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Write at most 2,000 characters, or send it as a file.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("papers") and not cleaned.get("answer"):
            self.add_error("papers", _("Choose a file, or write an answer below."))
        return cleaned


class FilesForm(forms.Form):
    """Files the claimant adds by themselves."""

    use_required_attribute = False
    papers = UploadsField(label=_("Files"))
    description = forms.CharField(
        required=False,
        max_length=120,
        label=_("What it is, for example “birth certificate”"),
        error_messages={"max_length": _("Say it in at most 120 characters.")},
    )


class WithdrawForm(forms.Form):
    """Taking a claim back."""

    use_required_attribute = False
    reason = forms.CharField(
        required=False,
        max_length=500,
        label=_("Why you withdraw it (you do not have to say)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Write at most 500 characters.")},
    )
