"""A verification letter that staff make for a member who asks by telephone or at the counter."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.forms.verification import VerificationForm
from benefits.services.verification import Offer


class StaffVerificationForm(VerificationForm):
    """The lines and the language, as the member would choose them; who asked, and whether it is mailed."""

    asked_by = forms.CharField(
        label=_("Who asked, and how you know who it was (the member can read this)"),
        max_length=150,
        min_length=8,
        error_messages={
            "required": _("Say who asked, and how you know: the member can read it."),
            "min_length": _("Say a little more: the member should understand who asked."),
        },
    )
    is_mailed = forms.BooleanField(label=_("Mail it to the address on file"), required=False)

    def __init__(self, data: Any = None, *, offers: Sequence[Offer], has_address: bool) -> None:
        super().__init__(data, offers=offers)
        self.fields["is_mailed"].disabled = not has_address
        self.fields["is_mailed"].initial = has_address
