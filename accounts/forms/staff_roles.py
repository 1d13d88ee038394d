"""Which roles an account of staff shall hold, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.wording_of_roles import ROLE_WORDS


class StaffRolesForm(forms.Form):
    """All roles, those held ticked. None ticked: the account is no longer staff's."""

    use_required_attribute = False
    roles = forms.MultipleChoiceField(
        choices=list(ROLE_WORDS.items()),
        required=False,
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the roles that stand here.")},
    )
    reason = forms.CharField(
        max_length=300,
        label=_("Why, and who asked for it"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={
            "required": _("Say why: it is kept with the change."),
            "max_length": _("This is too long. Use at most 300 characters."),
        },
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        # The form that locks the account stands on the same page, and asks for a reason too.
        super().__init__(data, auto_id="id_staff_%s", **options)
