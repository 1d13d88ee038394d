"""Forms of signing up, of the code from the mail, and of addresses and passwords."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import NameField
from accounts.models import EmailActivation, User
from accounts.passwords import LONGEST
from accounts.personal_email import refuse_work_email, tidy_email
from accounts.services.signup import CODE_DIGITS


class EmailField(forms.EmailField):
    """An e-mail address, in its one spelling."""

    widget = forms.EmailInput(
        attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
    )
    default_error_messages = {"required": _("Type your e-mail address, for example name@example.com.")}

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        return tidy_email(text) if text else ""


class PersonalEmailField(EmailField):
    """An e-mail address that belongs to the person, not to an employer."""

    def validate(self, value: str) -> None:
        super().validate(value)
        refuse_work_email(value)


class NewPasswordField(forms.CharField):
    """A password to be chosen. It may be pasted, and shown by a button."""

    def __init__(self, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "maxlength": "256"})
        options.setdefault("error_messages", {"required": _("Choose a password of 12 characters or more.")})
        super().__init__(strip=False, max_length=256, widget=widget, **options)


class SignUpForm(forms.Form):
    """E-mail address twice, name and password."""

    email = PersonalEmailField(label=_("Personal e-mail address"))
    email_again = EmailField(
        label=_("The same address again"),
        error_messages={"required": _("Type your e-mail address once more.")},
    )
    given_name = NameField(
        label=_("First name"), missing=_("Type your first name."), autocomplete="given-name"
    )
    family_name = NameField(
        label=_("Last name"), missing=_("Type your last name."), autocomplete="family-name"
    )
    password = NewPasswordField(label=_("Password"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        email, again = typed.get("email"), typed.get("email_again")
        if email and again and email != again:
            self.add_error("email_again", _("The two addresses differ. Check both for a slip of the finger."))
        if typed.get("password"):
            self._judge_password(typed)
        return typed

    def _judge_password(self, typed: dict[str, Any]) -> None:
        # Not kept anywhere: it only carries the words that the password must not be made of.
        who = User(
            email=typed.get("email") or "",
            given_name=typed.get("given_name") or "",
            family_name=typed.get("family_name") or "",
        )
        try:
            validate_password(typed["password"], who)
        except ValidationError as refused:
            self.add_error("password", refused)


class EmailCodeForm(forms.Form):
    """The code that the mail's link shows. In another browser than that of the sign-up: also whose it is."""

    email = EmailField(label=_("E-mail address you signed up with"))
    password = forms.CharField(
        label=_("Password you chose"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type the password you chose when you signed up.")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Type the code that the page behind the link shows.")},
    )

    def __init__(self, *args: Any, own: EmailActivation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if own is not None:
            del self.fields["email"], self.fields["password"]

    def clean_code(self) -> str:
        code = "".join(sign for sign in self.cleaned_data["code"] if not sign.isspace() and sign != "-")
        if not (code.isdecimal() and code.isascii() and len(code) == CODE_DIGITS):
            raise ValidationError(_("The code has eight digits and nothing else."))
        return code


class ProviderEmailForm(forms.Form):
    """A personal address, for somebody who signs in with an account elsewhere."""

    email = PersonalEmailField(label=_("Personal e-mail address"))


class NewEmailForm(forms.Form):
    """Another address to sign in with, twice: a personal one, and for staff without a record any."""

    email = EmailField(label=_("New e-mail address"))
    email_again = EmailField(
        label=_("The same address again"), error_messages={"required": _("Type the new address once more.")}
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not (self.user.is_staff and self.user.person_id is None):
            refuse_work_email(email)
        return email

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        email, again = typed.get("email"), typed.get("email_again")
        if email and again and email != again:
            self.add_error("email_again", _("The two addresses differ. Check both for a slip of the finger."))
        if email == self.user.email:
            self.add_error("email", _("This is the address you sign in with already."))
        return typed


assert LONGEST < 256
