"""What staff write where a debt is given up."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WriteOffForm(forms.Form):
    """Why a debt is given up."""

    use_required_attribute = False
    reason = forms.CharField(
        max_length=300,
        label=_("Why nothing more will come in, and whose decision it is, with its number and day"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={
            "required": _("Say why, and who decided it: the reason is kept with the record."),
            "max_length": _("Write the reason in 300 letters at most."),
        },
    )
