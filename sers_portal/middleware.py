"""What every request passes: one log line without personal data, and the rule that pages are closed by default."""

import logging
import time
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from sers_portal.base.access import View, rule_of
from sers_portal.base.audit import SYSTEM, log_access
from sers_portal.base.middleware import Middleware

logger = logging.getLogger("sers_portal.requests")

# Packages whose views guard themselves: sign-in is for strangers, and the admin site asks for staff.
SELF_GUARDED = ("allauth.", "django.contrib.admin.", "django.views.i18n", "django.contrib.staticfiles.")


class RequestLog(Middleware):
    """One structured line a request: route name, status, milliseconds. No address, query or person."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        response = self.get_response(request)
        match = request.resolver_match
        logger.info(
            "request",
            extra={
                "request_id": request.request_id,  # type: ignore[attr-defined]
                "route": match.view_name if match else "unknown",
                "method": request.method,
                "status": response.status_code,
                "milliseconds": round(1000 * (time.perf_counter() - started)),
            },
        )
        return response


class BrowserRights(Middleware):
    """Tells browsers what no page of ours ever needs, and that nobody else's page may take in ours."""

    NEVER = (
        "camera",
        "microphone",
        "geolocation",
        "payment",
        "usb",
        "display-capture",
        "fullscreen",
        "autoplay",
    )
    OWN = ("publickey-credentials-get", "publickey-credentials-create")
    POLICY = ", ".join([*(f"{right}=()" for right in NEVER), *(f"{right}=(self)" for right in OWN)])

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = self.POLICY
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class PageAccess(Middleware):
    """Refuses every view that no rule was given, and notes who was refused a page."""

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        if rule_of(view) is None and not _guards_itself(view):
            raise PermissionDenied(f"{view.__module__} has no access rule")

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, PermissionDenied):
            match, user = request.resolver_match, request.user
            by = user.actor if user.is_authenticated else SYSTEM
            log_access(by=by, page=match.view_name if match else "unknown", person=None, was_refused=True)


def _guards_itself(view: View) -> bool:
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    is_admin = hasattr(view, "admin_site") or hasattr(view, "model_admin")
    return is_admin or module.startswith(SELF_GUARDED) or module == "sers_portal.admin_site"
