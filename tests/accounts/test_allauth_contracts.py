"""What this portal uses of allauth's insides. Fails when an update moves it; then look, before anybody is let in."""

import inspect

import pytest
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.constants import LoginStageKey as AccountKey
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.internal.constants import LoginStageKey as FactorKey
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal import auth as webauthn

from accounts.adapter import AccountAdapter, FactorAdapter
from accounts.allauth.stages import ConfirmEmailStage, SecondFactorStage
from tests.factories.accounts import TOTP_SECRET, an_account


def parameters(function) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_the_stages_keep_allauths_keys():
    assert SecondFactorStage.key == FactorKey.MFA_AUTHENTICATE.value == "mfa_authenticate"
    assert ConfirmEmailStage.key == AccountKey.VERIFY_EMAIL.value == "verify_email"


def test_our_stages_are_the_only_ones_in_this_order(rf):
    assert get_adapter().get_login_stages() == [
        "accounts.allauth.stages.ConfirmEmailStage",
        "accounts.allauth.stages.SecondFactorStage",
    ]


@pytest.mark.parametrize(
    ("cls", "name"),
    [
        (DefaultAccountAdapter, "get_login_stages"),
        (DefaultAccountAdapter, "is_reauthentication_required"),
        (DefaultAccountAdapter, "pre_authenticate"),
        (DefaultAccountAdapter, "authentication_failed"),
        (DefaultAccountAdapter, "pre_login"),
        (DefaultAccountAdapter, "post_login"),
        (DefaultAccountAdapter, "set_password"),
        (DefaultAccountAdapter, "send_mail"),
        (DefaultAccountAdapter, "get_client_ip"),
        (DefaultAccountAdapter, "get_login_redirect_url"),
        (DefaultAccountAdapter, "is_open_for_signup"),
        (DefaultAccountAdapter, "reauthenticate"),
        (DefaultMFAAdapter, "encrypt"),
        (DefaultMFAAdapter, "decrypt"),
        (DefaultMFAAdapter, "is_mfa_enabled"),
        (DefaultMFAAdapter, "_get_site_name"),
        (AuthenticateStage, "_should_handle"),
        (AuthenticateStage, "handle"),
    ],
)
def test_a_hook_we_override_is_still_there(cls, name):
    assert callable(getattr(cls, name))


def test_the_hooks_are_ours():
    assert isinstance(get_adapter(), AccountAdapter)
    assert FactorAdapter().decrypt(FactorAdapter().encrypt("secret")) == "secret"
    assert FactorAdapter().encrypt("secret") != "secret"


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (perform_login, ["request", "login"]),
        (record_authentication, ["request", "user", "method", "extra_data"]),
        (get_authentication_records, ["request", "user"]),
        (clear_login, ["request"]),
        (LoginStageController.enter, ["request", "stage_key"]),
        (webauthn.begin_authentication, ["user"]),
        (webauthn.begin_registration, ["user", "passwordless"]),
        (webauthn.complete_authentication, ["user", "response"]),
        (webauthn.complete_registration, ["credential"]),
        (webauthn.WebAuthn.add, ["user", "name", "credential"]),
        (TOTP.activate, ["user", "secret"]),
        (RecoveryCodes.activate, ["user"]),
    ],
)
def test_a_function_we_call_takes_what_we_give(function, names):
    assert parameters(function) == names


def test_a_stage_hands_on_by_exit():
    assert callable(LoginStage.exit)
    assert LOGIN_SESSION_KEY == "account_login"
    assert {"user", "email"} <= set(parameters(Login))


def test_only_these_kinds_of_authenticators_exist():
    assert set(Authenticator.Type.values) == {"totp", "webauthn", "recovery_codes"}


@pytest.mark.django_db
def test_an_app_keeps_its_secret_under_the_name_we_read():
    user = an_account()

    row = Authenticator.objects.get(user=user, type="totp")

    assert set(row.data) == {"secret"}
    assert FactorAdapter().decrypt(row.data["secret"]) == TOTP_SECRET


@pytest.mark.django_db
def test_recovery_codes_follow_from_a_sealed_seed():
    user = an_account()

    codes = RecoveryCodes.activate(user)

    assert set(codes.instance.data) == {"seed", "used_mask"}
    assert FactorAdapter().decrypt(codes.instance.data["seed"]) != codes.instance.data["seed"]
    assert len(codes.get_unused_codes()) == 10
    assert all(len(code) == 8 for code in codes.get_unused_codes())


@pytest.mark.django_db
def test_a_proven_address_belongs_to_one_account_by_the_databases_own_rule():
    names = {constraint.name for constraint in EmailAddress._meta.constraints}

    assert "unique_verified_email" in names


def test_no_browser_is_trusted_and_no_code_by_mail_signs_in():
    from allauth.mfa import app_settings as factors

    assert not factors.TRUST_ENABLED
    assert not factors.PASSKEY_LOGIN_ENABLED
    assert not app_settings.LOGIN_BY_CODE_ENABLED
    assert not app_settings.LOGIN_ON_PASSWORD_RESET
    assert app_settings.PREVENT_ENUMERATION
    assert not app_settings.LOGOUT_ON_GET
    assert not app_settings.CONFIRM_EMAIL_ON_GET
    assert app_settings.LOGIN_TIMEOUT == 15 * 60
