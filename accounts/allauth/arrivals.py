"""What becomes of a person who comes back from a provider, proven: signed in, connected, confirmed, or asked for more.

What a sign-in brought with it (a second factor, the way to sign out there) travels in the state of allauth's
`SocialLogin`, which keeps it through the stages of our own second step.
"""

import json
import logging
import re
import time
from typing import Any

import requests
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.allauth.providers import ProviderFailed
from accounts.browsers import browser_of
from accounts.models import ProviderTrouble, User
from accounts.personal_email import refuse_work_email, tidy_email
from accounts.services import provider_accounts, public_ids, sessions
from accounts.services.provider_accounts import Arrival
from accounts.sign_in_providers import SignInProvider, find_provider
from sers_portal.base.sealing import TamperedToken, seal, unseal

logger = logging.getLogger(__name__)
# In the session: somebody new whose e-mail address is still to be settled; the way to sign out at the provider.
ARRIVAL, SIGN_OUT = "provider_arrival", "provider_sign_out"
ARRIVAL_SECONDS = 15 * 60
# Clocks differ: a fresh sign-in at the provider may seem to have been a little before we asked for it.
LEEWAY_SECONDS = 60
Kind = ProviderTrouble.Kind


def receive(request: HttpRequest, login: SocialLogin) -> HttpResponseBase | None:
    """Take in who came. None: allauth goes on with the sign-in of an account that is connected now."""
    known = find_provider(login.account.provider)
    assert known is not None
    process = login.state["process"]
    if known.is_public_id:
        return _read(request, login, known)
    if process == "connect":
        return _connect(request, login, known)
    if process == "confirm":
        return _confirm(request, login, known)
    return _sign_in(request, login, known)


def refuse(
    request: HttpRequest, provider_id: str, error: Any = None, exception: Exception | None = None
) -> HttpResponseBase:
    """Say that a provider did not bring a sign-in to its end, and keep that it did not."""
    user = request.user if isinstance(request.user, User) else None
    name = provider_accounts.name_of(provider_id)
    if error == AuthError.CANCELLED:
        messages.info(
            request, _("You stopped the sign-in with %(name)s. Nothing was changed.") % {"name": name}
        )
        return redirect("connections" if user else "account_login")
    kind, reason = _judge(request, exception)
    provider_accounts.note_trouble(provider_id, kind, reason, user=user)
    logger.warning("sign-in provider failed", extra={"provider": provider_id, "kind": kind, "reason": reason})
    page = {
        "name": name,
        "is_out_of_reach": kind == Kind.OUT_OF_REACH,
        "provider": find_provider(provider_id),
    }
    return render(request, "accounts/provider_trouble.html", page, status=502)


def finish(request: HttpRequest, user: User) -> HttpResponseBase | None:
    """The mailbox of somebody new is proven: connect the provider's account, and sign in. None: nobody waits."""
    arrival = waiting(request.session)
    kept = request.session.pop(ARRIVAL, None)
    # With a password of its own the account was opened by an ordinary sign-up in the same browser.
    if arrival is None or kept["email"] != user.email or user.has_usable_password():
        return None
    try:
        row = provider_accounts.connect(
            user,
            provider=arrival.provider,
            subject=arrival.subject,
            by=user.actor,
            browser=browser_of(request),
        )
    except provider_accounts.ConnectedElsewhere:
        messages.warning(request, _("That account is connected with another account here. Sign in again."))
        return redirect("account_login")
    provider = get_adapter().get_provider(request, provider=arrival.provider)
    login = SocialLogin(user=user, account=row, provider=provider)
    login.state = {"second_factor": arrival.has_second_factor, "sign_out": kept["sign_out"]}
    clear_login(request)
    record_authentication(request, user, "socialaccount", provider=row.provider, uid=row.uid)
    response: HttpResponseBase = perform_login(
        request, Login(user=user, email=user.email, signal_kwargs={"sociallogin": login})
    )
    return response


def waiting(session: SessionBase) -> Arrival | None:
    """Somebody new of this browser whose e-mail address is still to be settled."""
    kept = session.get(ARRIVAL)
    if kept is None or time.time() - kept["at"] > ARRIVAL_SECONDS:
        return None
    return Arrival(**kept["who"])


def brought_second_factor(login: Login) -> bool:
    """Whether a sign-in came with a second factor that its provider vouches for. Never for staff."""
    social = (login.signal_kwargs or {}).get("sociallogin")
    is_staff = login.user is None or login.user.is_staff
    return social is not None and not is_staff and bool(social.state.get("second_factor"))


def keep_way_out(session: SessionBase, social: SocialLogin | None) -> None:
    """Keep how to sign out at the provider, until the session ends."""
    if social is not None and social.state.get("sign_out"):
        session[SIGN_OUT] = social.state["sign_out"]


def way_out(session: SessionBase) -> tuple[str, str] | None:
    """The provider's name and its address for signing out there, where this session is to be ended there too."""
    try:
        kept = json.loads(unseal(session.get(SIGN_OUT, ""), bound_to=SIGN_OUT))
    except (TamperedToken, ValueError):
        return None
    return provider_accounts.name_of(kept["provider"]), kept["address"]


def _sign_in(request: HttpRequest, login: SocialLogin, known: SignInProvider) -> HttpResponseBase | None:
    if request.user.is_authenticated:
        return redirect("member_home")
    login.state["second_factor"] = known.vouches_for_two_factors(login.claims)
    login.state["sign_out"] = _sign_out(request, login, known)
    # An unfinished sign-in of this browser has nothing to do with this one.
    clear_login(request)
    return None if login.is_existing else _take_in(request, login, known)


def _take_in(request: HttpRequest, login: SocialLogin, known: SignInProvider) -> HttpResponseBase | None:
    given_name, family_name = provider_accounts.names_in(login.claims)
    arrival = Arrival(
        known.id, login.account.uid, given_name, family_name, bool(login.state["second_factor"])
    )
    email, reason = _judge_email(login.claims)
    if not reason:
        try:
            user = provider_accounts.open_account(arrival, email=email, browser=browser_of(request))
        except provider_accounts.EmailTaken:
            reason = "taken"
        else:
            login.user = user
            login.account = SocialAccount.objects.get(provider=known.id, uid=arrival.subject)
            return None
    request.session[ARRIVAL] = {
        "who": arrival.as_dict(),
        "email": email,
        "reason": reason,
        "sign_out": login.state["sign_out"],
        "at": time.time(),
    }
    return redirect("provider_email")


def _judge_email(claims: dict[str, Any]) -> tuple[str, str]:
    """The address a provider tells, and why it is not enough: missing, work, unproven. Empty: it is enough."""
    try:
        email = tidy_email(str(claims.get("email") or ""))
    except ValidationError:
        return "", "missing"
    try:
        refuse_work_email(email)
    except ValidationError:
        return email, "work"
    return email, "" if claims.get("email_verified") in (True, "true") else "unproven"


def _connect(request: HttpRequest, login: SocialLogin, known: SignInProvider) -> HttpResponseBase:
    user = request.user
    if not isinstance(user, User) or login.state.get("user") != str(user.public_id):
        messages.warning(request, _("You were signed out in the meantime, so nothing was connected."))
        return redirect("account_login")
    try:
        provider_accounts.connect(
            user, provider=known.id, subject=login.account.uid, by=user.actor, browser=browser_of(request)
        )
    except provider_accounts.ConnectedElsewhere:
        words = _(
            "Another account here signs in with that account of %(name)s. Sign in to it and remove it there."
        )
        messages.error(request, words % {"name": known.name})
    else:
        messages.success(request, _("Connected. You can sign in with %(name)s now.") % {"name": known.name})
    return redirect("connections")


def _confirm(request: HttpRequest, login: SocialLogin, known: SignInProvider) -> HttpResponseBase:
    user, asked_at = request.user, login.state.get("asked_at", time.time())
    if not isinstance(user, User):
        return redirect("account_login")
    signed_in_at = login.claims.get("auth_time")
    is_fresh = isinstance(signed_in_at, int) and signed_in_at >= asked_at - LEEWAY_SECONDS
    if login.user.pk != user.pk or not is_fresh:
        words = _("%(name)s did not confirm that it is you. Try again, and sign in there with this account.")
        messages.error(request, words % {"name": known.name})
        return redirect("account_reauthenticate")
    is_second = known.vouches_for_two_factors(login.claims) and not user.is_staff
    extra = {"type": sessions.BY_PROVIDER} if is_second else {}
    method = "mfa" if is_second else "socialaccount"
    record_authentication(request, user, method, provider=known.id, reauthenticated=True, **extra)
    sessions.rename(request.session)
    return redirect(login.state.get("next") or "mfa_index")


def _read(request: HttpRequest, login: SocialLogin, known: SignInProvider) -> HttpResponseBase:
    if request.user.is_authenticated:
        return redirect("member_home")
    sign_out = _sign_out(request, login, known)
    try:
        public_ids.open_reading(request.session, login.account.uid)
    except public_ids.Ended as ended:
        return render(request, "accounts/public_id_ended.html", {"why": ended.why.name, "on": ended.on})
    if sign_out:
        request.session[SIGN_OUT] = sign_out
    return redirect("member_home")


def _sign_out(request: HttpRequest, login: SocialLogin, known: SignInProvider) -> str:
    """The provider's address for signing out, sealed: it holds the ID token. Empty where it is not to be used."""
    address = login.provider.get_oauth2_adapter(request).openid_config.get("end_session_endpoint")
    if not (known.signs_out and isinstance(address, str) and address.startswith(("https://", "http://"))):
        return ""
    query = {
        "id_token_hint": login.id_token,
        "client_id": known.client_id,
        "post_logout_redirect_uri": settings.SITE_ADDRESS.rstrip("/") + reverse("home"),
    }
    joint = "&" if "?" in address else "?"
    kept = {"provider": known.id, "address": f"{address}{joint}{urlencode(query)}"}
    return seal(json.dumps(kept), bound_to=SIGN_OUT)


def _judge(request: HttpRequest, exception: Exception | None) -> tuple[str, str]:
    if isinstance(exception, ProviderFailed):
        return exception.kind, exception.reason
    if isinstance(exception, requests.RequestException):
        return Kind.OUT_OF_REACH, type(exception).__name__
    # What a provider says for itself: one of the protocol's words, or nothing we would keep.
    said = request.GET.get("error", "")
    return Kind.REFUSED, said if re.fullmatch(r"[a-z_]{1,40}", said) else "no code for us"
