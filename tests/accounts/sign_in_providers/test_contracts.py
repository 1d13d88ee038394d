"""What the sign-ins with other accounts use of allauth's insides. Fails when an update moves it."""

import inspect

import pytest
from allauth.account.models import Login
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.views import AuthorizationView
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.internal.flows import login as flow
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.provider import Provider
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

from accounts.allauth.providers import StateAccountProvider, VerifyingAdapter
from accounts.allauth.social_adapter import SocialAccountAdapter


def parameters(function) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize(
    ("cls", "name"),
    [
        (DefaultSocialAccountAdapter, "list_apps"),
        (DefaultSocialAccountAdapter, "get_app"),
        (DefaultSocialAccountAdapter, "get_provider"),
        (DefaultSocialAccountAdapter, "get_requests_session"),
        (DefaultSocialAccountAdapter, "pre_social_login"),
        (DefaultSocialAccountAdapter, "on_authentication_error"),
        (DefaultSocialAccountAdapter, "is_open_for_signup"),
        (OpenIDConnectOAuth2Adapter, "complete_login"),
        (OpenIDConnectOAuth2Adapter, "parse_token"),
        (OpenIDConnectOAuth2Adapter, "get_callback_url"),
        (OpenIDConnectOAuth2Adapter, "openid_config"),
        (OAuth2CallbackView, "_get_state"),
        (OAuth2CallbackView, "adapter_view"),
        (OpenIDConnectProvider, "serialize"),
        (DefaultOIDCAdapter, "get_issuer"),
        (DefaultOIDCAdapter, "list_private_keys"),
        (DefaultOIDCAdapter, "get_user_sub"),
        (DefaultOIDCAdapter, "get_user_by_sub"),
        (DefaultOIDCAdapter, "get_claims"),
        (DefaultOIDCAdapter, "populate_id_token"),
        (AuthorizationView, "_login_required"),
    ],
)
def test_a_hook_we_override_is_still_there(cls, name):
    assert hasattr(cls, name)


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (OAuth2Provider.redirect, ["self", "request", "process", "next_url", "data", "kwargs"]),
        (
            Provider.stash_redirect_state,
            ["self", "request", "process", "next_url", "data", "state_id", "kwargs"],
        ),
        (statekit.unstash_state, ["request", "state_id", "provider_id", "raises"]),
        (OAuth2CallbackView._get_state, ["self", "request", "provider"]),
        (flow.complete_login, ["request", "sociallogin", "raises"]),
    ],
)
def test_a_function_we_call_or_stand_in_for_takes_what_we_give(function, names):
    assert parameters(function) == names


def test_what_a_sign_in_brought_travels_through_the_stages():
    assert "signal_kwargs" in parameters(Login)
    assert "state" in inspect.getsource(SocialLogin.serialize)
    assert 'signal_kwargs={"sociallogin": sociallogin}' in inspect.getsource(flow._login)
    assert "record_authentication(request, sociallogin)" in inspect.getsource(flow._login)


def test_our_word_comes_before_anybody_is_signed_in():
    source = inspect.getsource(flow.complete_login)

    assert source.index("pre_social_login(request, sociallogin)") < source.index("_authenticate(")


def test_allauths_own_provider_checks_no_signature_and_no_nonce_so_that_ours_must():
    # The day it does both, ours can go.
    source = inspect.getsource(OpenIDConnectOAuth2Adapter._decode_id_token)

    assert "verify_signature = not self.did_fetch_access_token" in source
    assert "nonce" not in inspect.getsource(OpenIDConnectProvider)
    assert VerifyingAdapter.complete_login is not OpenIDConnectOAuth2Adapter.complete_login


def test_the_providers_come_from_the_settings_and_are_ours(settings, rf):
    request = rf.get("/")

    provider = get_adapter().get_provider(request, "ides")

    assert isinstance(get_adapter(), SocialAccountAdapter)
    assert isinstance(provider, StateAccountProvider)
    assert provider.get_pkce_params()["code_challenge_method"] == "S256"
    assert len(get_adapter().list_apps(request)) == len(settings.SIGN_IN_PROVIDERS) + 1


def test_no_address_connects_anything_and_no_token_is_kept():
    assert not app_settings.EMAIL_AUTHENTICATION
    assert not app_settings.EMAIL_AUTHENTICATION_AUTO_CONNECT
    assert not app_settings.STORE_TOKENS
    assert not app_settings.LOGIN_ON_GET


def test_one_account_elsewhere_lets_into_one_account_here_by_the_databases_own_rule():
    assert ("provider", "uid") in SocialAccount._meta.unique_together
