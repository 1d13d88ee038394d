"""How allauth is fitted to this portal."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url

from sers_portal.base.sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Staff land in the admin, members at home; accounts are opened by the sign-up journey only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_staff_only = request.user.is_staff and request.user.person is None  # type: ignore[union-attr]
        return resolve_url("admin:index" if is_staff_only else "member_home")


class FactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors sealed; allauth's own default keeps them in clear."""

    BOUND_TO = "allauth.mfa.Authenticator"

    def encrypt(self, text: str) -> str:
        return seal(text, bound_to=self.BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, bound_to=self.BOUND_TO)
