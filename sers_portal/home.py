"""Pages that belong to no one app: the public home, the member's home, health, and what is said when a page fails."""

import logging
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from redis.exceptions import RedisError

from accounts import kept_words
from sers_portal.base import clock
from sers_portal.base.access import member_page, public
from sers_portal.overview import next_payment, overview
from sers_portal.public.views import what_pages_know
from sers_portal.sections import documents_for

logger = logging.getLogger(__name__)

# Faults of what stands behind the website, not of the website: the page says "later" and not "wrong".
UNREACHABLE = (DatabaseError, InterfaceError, RedisError)


@public
def home(request: HttpRequest) -> HttpResponse:
    """The first page, for everybody."""
    today = clock.today()
    context = {"today": today, "next_payment": next_payment(today), **what_pages_know()}
    return render(request, "home.html", context)


@member_page
def member_home(request: HttpRequest) -> HttpResponse:
    """Where a person stands with SERS, and what needs doing."""
    today = clock.today()
    home = overview(request.user, on=today)  # type: ignore[arg-type]
    acting = getattr(request, "acting", None)
    context = {
        "today": today,
        "home": home,
        "member_kinds": home.kinds,
        "documents": documents_for(home.kinds, only=acting.pages if acting else None),
    }
    return render(request, "member_home.html", context)


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
    """A form token that is missing or too old: the form is shown again with its words, or the way back is said."""
    # Signing in again in another window does this. From elsewhere nobody writes into a session of ours.
    is_ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    if is_ours and (page := kept_words.keep(request)) is not None:
        return redirect(page)
    return render(request, "form_expired.html", {"again": _page_before(request)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault. It asks neither the database nor the session: they may be what is at fault."""
    is_unreachable = isinstance(sys.exc_info()[1], UNREACHABLE)
    template, status = ("503.html", 503) if is_unreachable else ("500.html", 500)
    return HttpResponse(render_to_string(template), status=status, headers={"Cache-Control": "no-store"})


def _page_before(request: HttpRequest) -> str:
    """The page of ours that held the form; the first page where the browser does not say."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()})
    return urlsplit(before).path if before and is_ours else "/"


def _answers(ask: Callable[[], None]) -> bool:
    try:
        ask()
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
