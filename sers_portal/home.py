"""Pages that belong to no one app: the public home, the member's home, health, and what is said when a page fails."""

import logging

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sers_portal.base.access import member_page, public

logger = logging.getLogger(__name__)


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


@member_page
def member_home(request: HttpRequest) -> HttpResponse:
    return render(request, "member_home.html")


@public
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """The process can work: its database and its broker answer. 503 names the one that does not."""
    states = {"database": _answers(_ask_database), "redis": _answers(_ask_redis)}
    return JsonResponse(states, status=200 if all(states.values()) else 503)


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form token that is missing or too old: said plainly, with the way back."""
    return render(request, "form_expired.html", status=403)


def _answers(ask: object) -> bool:
    try:
        ask()  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001  whatever is wrong, the answer is "not ready"
        logger.warning("not ready", extra={"error": type(error).__name__})
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    from django.core.cache import cache

    cache.get("ready")
