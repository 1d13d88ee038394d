"""The old sign-in by Public ID: its own page, and what is said in a session that only reads."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from accounts.ordinary_limits import at_most
from accounts.services import public_ids
from accounts.views.never_stored import never_stored
from accounts.views.providers import leave
from sers_portal.base.access import public


@public
@never_stored
@at_most(120, minutes=60, what="provider")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """What the Public ID still does and until when; the button leads to the Public Portal."""
    known = settings.PUBLIC_ID
    if known is None or public_ids.is_over():
        on = settings.PUBLIC_ID_ENDS_ON if known else None
        return render(request, "accounts/public_id_ended.html", {"why": "OVER", "on": on})
    if request.method == "POST":
        return leave(request, known, process="read")
    page = {"ends_on": settings.PUBLIC_ID_ENDS_ON if settings.PUBLIC_ID_ENDS_ON.year < 9999 else None}
    return render(request, "accounts/public_id.html", page)


@public
@never_stored
def moving(request: HttpRequest) -> HttpResponseBase:
    """How to move from the Public ID to an account of one's own, step by step."""
    return render(request, "accounts/public_id_moving.html")
