"""How allauth.socialaccount is fitted to this portal: providers from the settings, and our own word on who comes in."""

from functools import partial
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.http import HttpRequest

from accounts.allauth import arrivals
from accounts.allauth.providers import SECONDS_TO_ANSWER, SECONDS_TO_CONNECT, StateAccountProvider
from accounts.sign_in_providers import SignInProvider, every_provider


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No provider stands in the database, nobody is connected by an e-mail address, no account is opened unasked."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The configured providers. `provider` is one's own id, or the name of the protocol for all."""
        return [
            _app(known)
            for known in every_provider()
            if provider in (None, known.id, StateAccountProvider.id) and client_id in (None, known.client_id)
        ]

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> StateAccountProvider:
        """Raises `SocialApp.DoesNotExist` for one that is not configured."""
        return StateAccountProvider(request, app=self.get_app(request, provider, client_id))

    def get_requests_session(self) -> requests.Session:
        """A line that waits no longer than a person would, and follows nobody elsewhere."""
        session = requests.Session()
        session.max_redirects = 0
        timeout = (SECONDS_TO_CONNECT, SECONDS_TO_ANSWER)
        session.request = partial(session.request, timeout=timeout)  # type: ignore[method-assign]
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        response = arrivals.receive(request, sociallogin)
        if response is not None:
            raise ImmediateHttpResponse(response)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: StateAccountProvider,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        raise ImmediateHttpResponse(arrivals.refuse(request, provider.app.provider_id, error, exception))


def _app(known: SignInProvider) -> SocialApp:
    return SocialApp(
        provider=StateAccountProvider.id,
        provider_id=known.id,
        name=known.name[:40],
        client_id=known.client_id,
        secret=known.client_secret,
        settings={"server_url": known.issuer},
    )
