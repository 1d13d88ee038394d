"""Which roles an account of staff shall hold, and why; and the account of a colleague who begins."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import NameField
from accounts.forms.signup import EmailField
from accounts.personal_email import is_of_the_state
from accounts.wording_of_roles import ROLE_WORDS


class RolesAndReason(forms.Form):
    """Which of all roles, and why."""

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


class StaffRolesForm(RolesAndReason):
    """All roles, those held ticked. None ticked: the account is no longer staff's."""

    # Which were held when the page was made: what somebody else saves meanwhile is not undone unseen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, held: Collection[str] = ()) -> None:
        # The form that locks the account stands on the same page, and asks for a reason too.
        super().__init__(data, auto_id="id_staff_%s", initial={"roles": held, "seen": ",".join(held)})

    def clean_seen(self) -> list[str]:
        return [role for role in self.cleaned_data["seen"].split(",") if role]

    def look_again(self, *, held: Collection[str]) -> None:
        """Shown once more, it is based on what is held now; what was ticked and typed stays."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = ",".join(held)
        self.data = typed


class InvitationForm(RolesAndReason):
    """Who begins, at which work address, and with which roles."""

    field_order = ("given_name", "family_name", "email", "roles", "reason")

    given_name = NameField(label=_("First name"), missing=_("Type the first name."), autocomplete="off")
    family_name = NameField(label=_("Last name"), missing=_("Type the last name."), autocomplete="off")
    email = EmailField(
        label=_("Work e-mail address"),
        help_text=_("An address of the State, for example first.last@srs.illinois.gov."),
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the colleague's work address.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roles"].required = True
        self.fields["roles"].error_messages["required"] = _("Tick at least one role.")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not is_of_the_state(email):
            # A slip of the finger would give the roles to whoever reads that mailbox.
            raise forms.ValidationError(
                _(
                    "This is not an address of the State of Illinois. Type the colleague's work address. Somebody who "
                    "has none signs up at the portal, and is then given roles on the page of that account."
                )
            )
        return email
