"""Why staff look: asked before a number is read whole, and before a member's pages are looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.ssn import clean_ssn

FEWEST_LETTERS = 8


class PurposeForm(forms.Form):
    """A purpose that says something to the member who reads it."""

    use_required_attribute = False
    purpose = forms.CharField(
        max_length=150,
        min_length=FEWEST_LETTERS,
        label=_("Why you need it (the member can read this)"),
        error_messages={
            "required": _("Say why: the member can read it in their list of who looked."),
            "min_length": _("Say a little more: the member should understand why."),
        },
    )


class CompareForm(PurposeForm):
    """What somebody told as their Social Security number."""

    told = forms.CharField(
        max_length=20,
        label=_("Social Security number that you were told"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("Type the nine digits that you were told.")},
    )
    field_order = ("told", "purpose")

    def clean_told(self) -> str:
        """Nine digits, whatever stands between them."""
        try:
            return clean_ssn(self.cleaned_data["told"])
        except ValueError as error:
            words = _("This cannot be a Social Security number. Check the nine digits and type them again.")
            raise forms.ValidationError(words) from error
