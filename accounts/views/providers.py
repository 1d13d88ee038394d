"""Signing in with an account that people have elsewhere; connecting and removing such sign-ins."""

import time
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.allauth import arrivals
from accounts.allauth.providers import AGAIN, Callback, ProviderFailed, VerifyingAdapter, leave_for
from accounts.allauth.stages import SIGNING_UP
from accounts.browsers import browser_of
from accounts.confirmation import freshly_confirmed
from accounts.forms.signup import ProviderEmailForm
from accounts.ordinary_limits import at_most
from accounts.services import provider_accounts, public_ids, signup
from accounts.sign_in_providers import SignInProvider, find_provider
from accounts.views.never_stored import never_stored
from accounts.views.removing import own_row, say_gone
from accounts.views.signed_in import user_of
from sers_portal.base.access import account_page, public

# For the page of signing in; asked anew each time it is shown.
OFFERED = {"providers": lambda: settings.SIGN_IN_PROVIDERS, "has_public_id": lambda: not public_ids.is_over()}


@public
@never_stored
@at_most(120, minutes=60, what="provider")
def begin(request: HttpRequest, provider: str) -> HttpResponseBase:
    """On to the provider, by the press of a button: a mere link signs nobody in."""
    known = _known(provider)
    if request.method != "POST" or known.is_public_id:
        return redirect("account_login")
    if request.user.is_authenticated:
        return redirect("member_home")
    return leave(request, known, process="login", next_url=_next(request))


@account_page
@freshly_confirmed
@require_POST
def connect(request: HttpRequest, provider: str) -> HttpResponseBase:
    """On to the provider, to connect the account there with this one."""
    return leave(request, _person_known(provider), process="connect", user=str(user_of(request).public_id))


@account_page
@require_POST
def confirm(request: HttpRequest, provider: str) -> HttpResponseBase:
    """On to the provider, to sign in there anew: for accounts that have neither password nor second step here."""
    known = _person_known(provider)
    return leave(request, known, process="confirm", next_url=_next(request), asked_at=int(time.time()))


@account_page
def confirm_choice(request: HttpRequest) -> HttpResponseBase:
    """Which provider is to confirm that it is you."""
    page = {
        "providers": provider_accounts.providers_of(user_of(request)),
        "next": request.GET.get("next", ""),
    }
    return render(request, "accounts/confirm_elsewhere.html", page)


@public
@never_stored
def come_back(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Back from the provider: its answer is proven before anything else is done with it."""
    known = _known(provider)
    if not ({"code", "error"} & request.GET.keys()):
        return redirect("account_login")
    try:
        view = _Callback.adapter_view(VerifyingAdapter(request, known.id))
        response: HttpResponseBase = view(request)
    except ProviderFailed as failed:
        return arrivals.refuse(request, known.id, exception=failed)
    return response


@public
@never_stored
@at_most(60, minutes=60, what="sign-up")
def settle_email(request: HttpRequest) -> HttpResponseBase:
    """Somebody new whose address the provider has not proven, or that is no personal one, types one and proves it."""
    arrival, kept = arrivals.waiting(request.session), request.session.get(arrivals.ARRIVAL, {})
    if arrival is None or request.user.is_authenticated:
        return redirect("account_login")
    page = {
        "name": provider_accounts.name_of(arrival.provider),
        "reason": kept["reason"],
        "email": kept["email"],
    }
    if kept["reason"] == "taken":
        return render(request, "accounts/provider_email_taken.html", page)
    suggested = kept["email"] if kept["reason"] == "unproven" else ""
    form = ProviderEmailForm(request.POST or None, initial={"email": suggested})
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/provider_email.html", {**page, "form": form})
    activation = signup.sign_up(
        email=form.cleaned_data["email"],
        given_name=arrival.given_name,
        family_name=arrival.family_name,
        password=None,
        language=translation.get_language() or "en",
    )
    request.session[arrivals.ARRIVAL] = {**kept, "email": form.cleaned_data["email"]}
    request.session[SIGNING_UP] = str(activation.pk)
    return redirect("account_email_verification_sent")


@account_page
def connections(request: HttpRequest) -> HttpResponseBase:
    """The accounts elsewhere that this one signs in with, and those that could be connected."""
    user = user_of(request)
    page = {
        "connections": provider_accounts.connections_of(user),
        "others": provider_accounts.providers_to_connect(user, settings.SIGN_IN_PROVIDERS),
    }
    return render(request, "accounts/connections.html", page)


@account_page
@freshly_confirmed
def disconnect(request: HttpRequest, connection: int) -> HttpResponseBase:
    """Take one off, unless it is the last way in."""
    user = user_of(request)
    row = own_row(SocialAccount.objects.filter(user_id=user.pk), connection)
    if row is None:
        return say_gone(request, "connections")
    if request.method == "POST":
        try:
            provider_accounts.disconnect(user, row.pk, by=user.actor, browser=browser_of(request))
        except provider_accounts.LastWayIn:
            words = _(
                "This is your only way to sign in, so it stays. Choose a password first, then remove it."
            )
            messages.warning(request, words)
        else:
            messages.success(request, _("It is removed. Nobody signs in with it any more."))
        return redirect("connections")
    return render(request, "accounts/disconnect.html", {"name": provider_accounts.name_of(row.provider)})


def leave(request: HttpRequest, known: SignInProvider, *, process: str, **kept: Any) -> HttpResponseBase:
    """A page that leads on to the provider.

    No redirect: a content policy that lets forms go to this site only holds for what a form is redirected to as well.
    """
    try:
        address = leave_for(request, known.id, process=process, **kept)
    except ProviderFailed as failed:
        return arrivals.refuse(request, known.id, exception=failed)
    return render(request, "accounts/leaving.html", {"name": known.name, "address": address})


def _start_over(request: HttpRequest, provider_id: str, state_id: str) -> HttpResponseBase:
    """The state is lost or was used: begin the sign-in anew, once."""
    known = _known(provider_id)
    if request.user.is_authenticated:
        return redirect("member_home")
    if state_id.startswith(AGAIN):
        return render(request, "accounts/provider_state_lost.html", {"name": known.name}, status=400)
    try:
        return redirect(leave_for(request, known.id, process="login", again=True))
    except ProviderFailed as failed:
        return arrivals.refuse(request, known.id, exception=failed)


class _Callback(Callback):
    start_over = staticmethod(_start_over)


def _known(provider_id: str) -> SignInProvider:
    known = find_provider(provider_id)
    if known is None:
        raise Http404
    return known


def _person_known(provider_id: str) -> SignInProvider:
    known = _known(provider_id)
    if known.is_public_id:
        raise Http404
    return known


def _next(request: HttpRequest) -> str | None:
    """Where to afterwards; only ever a page of ours."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and is_ours else None
