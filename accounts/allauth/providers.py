"""Allauth's OpenID Connect, made strict: the issuer must be the configured one, every ID token is proven, PKCE is on.

What is used of allauth's insides is pinned by tests/accounts/sign_in_providers/test_contracts.py.
"""

import secrets
from collections.abc import Callable
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts.allauth.id_tokens import UntrustedToken, prove
from accounts.models import ProviderTrouble
from accounts.sign_in_providers import SignInProvider, find_provider

Kind = ProviderTrouble.Kind
# Connecting, and waiting for an answer: a person is waiting too.
SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 3.05, 5
CONFIGURATION_KEPT_SECONDS = 300
NEEDED_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# A sign-in begun anew after its first state was lost says so in the new one, so that it is begun anew once only.
AGAIN = "again-"


class ProviderFailed(OAuth2Error):  # type: ignore[misc]  # allauth has no types
    """A provider did not bring the sign-in to its end. `reason` holds no address, token or claim."""

    def __init__(self, kind: ProviderTrouble.Kind, reason: str) -> None:
        super().__init__(reason)
        self.kind, self.reason = kind, reason


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Talks to one provider. The nonce is that of the state the person came back with."""

    nonce = ""

    @property
    def known(self) -> SignInProvider:
        """The provider as it is configured."""
        known = find_provider(self.provider_id)
        if known is None:
            raise SocialApp.DoesNotExist
        return known

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, kept for five minutes. Raises `ProviderFailed`."""
        key = f"openid-configuration:{self.known.issuer}"
        kept: dict[str, Any] | None = cache.get(key)
        if kept is None:
            kept = _checked(self.fetch(_configuration_of(self.known)), self.known)
            cache.set(key, kept, CONFIGURATION_KEPT_SECONDS)
        return kept

    def fetch(self, address: str, **options: Any) -> Any:
        """The JSON at an address of the provider. Raises `ProviderFailed`."""
        try:
            with get_adapter().get_requests_session() as session:
                response = session.get(address, **options)
                response.raise_for_status()
                return response.json()
        except requests.RequestException as fault:
            raise ProviderFailed(Kind.OUT_OF_REACH, type(fault).__name__) from fault

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Built from the setting: a forged Host header changes no address."""
        return str(settings.SITE_ADDRESS).rstrip("/") + reverse("provider_callback", args=[self.provider_id])

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """The access token is not kept: nothing is asked of the provider after the sign-in."""
        return SocialToken(token="")

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **options: Any
    ) -> SocialLogin:
        """Who came, proven. The claims go along in `claims`, and none of them is kept with the connection."""
        answer = options["response"]
        claims = self._prove(answer)
        # Of a Public ID nothing is asked but whose it is.
        if "email" not in claims and not self.known.is_public_id:
            claims = self._ask_for_more(claims, answer["access_token"])
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.account.extra_data = {}
        login.claims, login.id_token = claims, answer["id_token"]
        return login

    def _prove(self, answer: dict[str, Any]) -> dict[str, Any]:
        keys = self.fetch(self.openid_config["jwks_uri"])
        known = self.known
        try:
            return prove(
                answer.get("id_token"),
                keys=keys,
                issuer=known.issuer,
                client_id=known.client_id,
                nonce=self.nonce,
            )
        except UntrustedToken as refused:
            raise ProviderFailed(Kind.UNTRUSTED, str(refused)) from refused

    def _ask_for_more(self, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        address = self.openid_config.get("userinfo_endpoint")
        try:
            more = self.fetch(address, headers=headers) if address else claims
        except ProviderFailed:
            # Who came is proven all the same; the address is asked for on a page of ours.
            return claims
        if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
            raise ProviderFailed(Kind.UNTRUSTED, "answers about two people")
        wanted = ("email", "email_verified", "given_name", "family_name", "name")
        return {**{name: more[name] for name in wanted if name in more}, **claims}


class StateAccountProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider from the settings."""

    pkce_enabled_default = True
    oauth2_adapter_class = VerifyingAdapter

    def serialize(self) -> dict[str, Any]:
        """By its own id: two providers may have given this portal the same client id."""
        return {"id": self.app.provider_id, "app.client_id": self.app.client_id}


StartOver = Callable[[HttpRequest, str, str], HttpResponseBase]


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    """Allauth's way back from a provider; a state that is lost or was used goes to `start_over`."""

    start_over: StartOver

    def _get_state(
        self, request: HttpRequest, provider: StateAccountProvider
    ) -> tuple[dict[str, Any] | None, HttpResponseBase | None]:
        state_id = request.GET.get("state", "")
        state = statekit.unstash_state(request, provider_id=provider.sub_id, state_id=state_id)
        if state is None:
            raise ImmediateHttpResponse(type(self).start_over(request, provider.sub_id, state_id))
        self.adapter.nonce = state["nonce"]
        return state, None


def leave_for(request: HttpRequest, provider_id: str, *, process: str, **kept: Any) -> str:
    """The provider's address for signing in. `kept` comes back with the person. Raises `ProviderFailed`."""
    provider = get_adapter().get_provider(request, provider=provider_id)
    known, nonce = find_provider(provider_id), secrets.token_urlsafe(32)
    assert known is not None
    asked = {"nonce": nonce}
    if known.two_factor_acr:
        asked["acr_values"] = " ".join(sorted(known.two_factor_acr))
    if process == "confirm":
        asked |= {"prompt": "login", "max_age": "0"}
    mark = AGAIN if kept.pop("again", False) else ""
    response = provider.redirect(
        request,
        process=process,
        auth_params=asked,
        nonce=nonce,
        state_id=mark + secrets.token_urlsafe(24),
        **kept,
    )
    return str(response["Location"])


def _configuration_of(known: SignInProvider) -> str:
    # OpenID Connect Discovery 1.0, 4.1: a slash at the issuer's end goes first.
    return known.issuer.rstrip("/") + "/.well-known/openid-configuration"


def _checked(said: Any, known: SignInProvider) -> dict[str, Any]:
    """A configuration that is the issuer's own and names what is needed."""
    if not isinstance(said, dict) or said.get("issuer") != known.issuer:
        raise ProviderFailed(Kind.UNTRUSTED, "configuration of another issuer")
    is_safe = known.issuer.startswith("https:")
    for name in NEEDED_ADDRESSES:
        address = said.get(name)
        if not isinstance(address, str) or (is_safe and not address.startswith("https://")):
            raise ProviderFailed(Kind.UNTRUSTED, f"configuration without a safe {name}")
    return said
