"""Which language an answer is in: the account's, else the browser's choice, else what the browser asks for."""

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from sers_portal.base.middleware import Middleware


class ReadingLanguage(Middleware):
    """Stands behind Django's `LocaleMiddleware`, which knows cookie and `Accept-Language`, and corrects it.

    An account that chose a language finds it in every browser. The staff site is in English: its words are not
    translated, and half a page in each language helps nobody.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = self._corrected(request)
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = self.get_response(request)
        # The choice of a stranger is a cookie: no cache may give one reader's language to another.
        patch_vary_headers(response, ["Cookie"])
        return response

    def _corrected(self, request: HttpRequest) -> str:
        if request.path_info.startswith(reverse("admin:index")):
            return "en"
        # Whoever has no session is a stranger: no question to the database.
        if SESSION_KEY in request.session and request.user.is_authenticated:
            return request.user.language
        return ""
