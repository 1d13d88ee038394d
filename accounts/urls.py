"""The pages of an account, each by its name; what is not listed does not exist here.

Signing in, and choosing a new password, are allauth's own views in our words; everything else is ours. None of these
pages is kept by a browser or proxy.
"""

from allauth.account import views as account
from django.urls import path, re_path

from accounts.confirmation import freshly_confirmed
from accounts.views import (
    acting,
    addresses,
    challenge,
    factors,
    providers,
    public_id,
    recovery,
    security,
    signup,
)
from accounts.views.never_stored import never_stored

urlpatterns = [
    path(
        "login/",
        never_stored(account.LoginView.as_view(extra_context=providers.OFFERED)),
        name="account_login",
    ),
    path("logout/", security.sign_out, name="account_logout"),
    path("with/<slug:provider>/", providers.begin, name="provider_begin"),
    path("with/<slug:provider>/back/", providers.come_back, name="provider_callback"),
    path("with/<slug:provider>/connect/", providers.connect, name="provider_connect"),
    path("with/<slug:provider>/confirm/", providers.confirm, name="provider_confirm_with"),
    path("elsewhere/email/", providers.settle_email, name="provider_email"),
    path("elsewhere/confirm/", providers.confirm_choice, name="provider_confirm"),
    path("elsewhere/", providers.connections, name="connections"),
    path("elsewhere/<int:connection>/remove/", providers.disconnect, name="connection_remove"),
    path("public-id/", public_id.sign_in, name="public_id"),
    path("public-id/moving/", public_id.moving, name="public_id_moving"),
    path("signup/", signup.sign_up, name="account_signup"),
    path("inactive/", never_stored(account.account_inactive), name="account_inactive"),
    path("locked/", recovery.locked, name="account_locked"),
    path("unlock/", recovery.unlock, name="account_unlock"),
    path("stop/<str:token>/", recovery.stop, name="account_stop_recovery"),
    path("lock/", security.lock, name="account_lock"),
    path("not-me/<str:token>/", security.disavow, name="account_disavow"),
    path("reauthenticate/", challenge.confirm_by_password, name="account_reauthenticate"),
    path("confirm-email/", signup.type_code, name="account_email_verification_sent"),
    path("confirm-email/again/", signup.send_mail_again, name="account_send_mail_again"),
    path("confirm-email/<str:key>/", signup.show_code, name="account_confirm_email"),
    path(
        "password/change/",
        never_stored(freshly_confirmed(account.password_change)),
        name="account_change_password",
    ),
    path("email/change/", addresses.change_email, name="account_change_email"),
    path("password/set/", never_stored(freshly_confirmed(account.password_set)), name="account_set_password"),
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
    path("activity/", security.activity, name="activity"),
    path("sessions/", security.sign_ins, name="sign_ins"),
    path("sessions/end/", security.end_other_sign_ins, name="sign_ins_end"),
    path("sessions/<uuid:sign_in>/end/", security.end_sign_in, name="sign_in_end"),
    path("looking/end/", acting.end, name="acting_end"),
    path("session/", security.stay, name="session_stay"),
    path("session/left/", security.time_left, name="session_left"),
    path("2fa/", factors.overview, name="mfa_index"),
    path("2fa/add/", factors.choice, name="factor_choice"),
    path("2fa/phone/add/", factors.add_phone, name="factor_add_phone"),
    path("2fa/phone/<uuid:phone>/", factors.confirm_phone, name="factor_confirm_phone"),
    path("2fa/phone/<uuid:phone>/remove/", factors.remove_phone, name="factor_remove_phone"),
    path("2fa/totp/activate/", factors.add_app, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", factors.remove_app, name="mfa_deactivate_totp"),
    path("2fa/key/add/", factors.add_key, name="mfa_add_webauthn"),
    path("2fa/key/<int:key>/remove/", factors.remove_key, name="mfa_remove_webauthn"),
    path("2fa/recovery-codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/authenticate/", challenge.authenticate, name="mfa_authenticate"),
    path("2fa/lost/", recovery.lost, name="mfa_lost"),
    path("2fa/lost/code/", recovery.type_code, name="mfa_lost_code"),
    path("2fa/authenticate/<str:way>/", challenge.authenticate, name="mfa_authenticate_by"),
    path("2fa/reauthenticate/", challenge.confirm, name="mfa_reauthenticate"),
    path("2fa/reauthenticate/<str:way>/", challenge.confirm, name="mfa_reauthenticate_by"),
]
