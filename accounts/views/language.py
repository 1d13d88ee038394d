"""The button on every page that changes the language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.services import languages
from accounts.views.never_stored import never_stored
from sers_portal.base.access import public


@public
@never_stored
@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Go on in another language, on the page one came from; the browser remembers it, and an account keeps it."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        languages.choose_language(request.user, language=language, by=request.user.actor)
    came_from = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    response = redirect(came_from if is_ours else "home")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
