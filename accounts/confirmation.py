"""Fresh confirmation: what concerns the safety of an account is asked for anew, before the form is shown.

Allauth's own way keeps the interrupted form in the session in clear; here the page is asked for first, and a form that
comes too late is kept sealed (`accounts.kept_words`).
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import kept_words
from accounts.models import User
from accounts.services.second_factor import has_factor

FRESH_SECONDS = 5 * 60
View = Callable[..., HttpResponseBase]


def freshly_confirmed(view: View) -> View:
    """Show a page only within five minutes of the last second step (or password, where there is no second step)."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or is_fresh(request):
            # Whether a stranger may see the page is the page's own rule.
            return view(request, *args, **kwargs)
        page = kept_words.keep(request)
        if request.method == "POST":
            messages.info(
                request,
                _(
                    "More than five minutes had passed, so nothing was changed. Confirm that it is you, then try again."
                ),
            )
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page or request.path})}")

    return asked


def is_fresh(request: HttpRequest) -> bool:
    """Whether the signed-in person showed within five minutes who they are, by the strongest means they have."""
    # Staff who look at a member's pages confirm who they are themselves.
    user = getattr(request, "real_user", request.user)
    assert isinstance(user, User)
    records = get_authentication_records(request, user)
    recent = {r.get("method") for r in records if time.time() - r.get("at", 0) < FRESH_SECONDS}
    return "mfa" in recent or (bool(recent & {"password", "socialaccount"}) and not has_factor(user))
