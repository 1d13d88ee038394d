"""The cookie by which a browser is known again. It spares nobody the second step: it only tells new from known."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts import journey
from accounts.browsers import browser_of
from accounts.models import Device, User
from accounts.services import public_ids, sessions

COOKIE = "device" if settings.IS_DEMONSTRATION else "__Host-device"
COOKIE_SECONDS = 400 * 24 * 3600


def begin_session(request: HttpRequest, user: User, response: HttpResponseBase) -> None:
    """Begin the session of a completed sign-in; tell the owner where the browser was never seen before."""
    token = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    browser = browser_of(request)
    had_devices = Device.objects.filter(user=user).exists()
    device, is_new = sessions.recognise(user, token, browser=browser)
    sessions.begin(request.session, user, browser=browser, device=device)
    is_brought = sessions.brought_second_factor(request)
    journey.mark_when_done(request.session, user, has_brought_factor=is_brought)
    request.session.pop(public_ids.SESSION, None)
    if is_new and had_devices:
        sessions.tell_of_new_device(user, browser=browser)
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=not settings.IS_DEMONSTRATION,
    )
