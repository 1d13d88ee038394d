"""The pages of allauth that this portal uses, each by its name; what is not listed does not exist here.

None of them is kept by a browser or proxy: they show recovery codes, and who signed in.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path
from django.views.decorators.cache import cache_control

never_stored = cache_control(no_store=True, private=True)

urlpatterns = [
    path("login/", never_stored(account.login), name="account_login"),
    path("logout/", never_stored(account.logout), name="account_logout"),
    # Closed: the page says how an account is opened (AccountAdapter.is_open_for_signup).
    path("signup/", never_stored(account.signup), name="account_signup"),
    path("inactive/", never_stored(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", never_stored(account.reauthenticate), name="account_reauthenticate"),
    path(
        "confirm-email/",
        never_stored(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        never_stored(account.confirm_email),
        name="account_confirm_email",
    ),
    path("password/change/", never_stored(account.password_change), name="account_change_password"),
    path("password/set/", never_stored(account.password_set), name="account_set_password"),
    path("password/reset/", never_stored(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/", never_stored(account.password_reset_done), name="account_reset_password_done"
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_stored(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        never_stored(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", never_stored(factors.index), name="mfa_index"),
    path("2fa/authenticate/", never_stored(factors.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", never_stored(factors.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", never_stored(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", never_stored(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        never_stored(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        never_stored(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        never_stored(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
