"""How allauth is fitted to this portal."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from sers_portal.base.sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff land in the admin, members at home; accounts are opened by the sign-up journey only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both and try again, or choose a new password."
        ),
        "too_many_login_attempts": _("Too many tries failed. Wait five minutes, then try again."),
        "incorrect_password": _("That is not your password. Check it and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_staff_only = request.user.is_staff and request.user.person is None
        return resolve_url("admin:index" if is_staff_only else "member_home")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors sealed; allauth's own default keeps them in clear."""

    BOUND_TO = "allauth.mfa.Authenticator"

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right. Wait for the next one in your app, and type that."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, bound_to=self.BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, bound_to=self.BOUND_TO)
