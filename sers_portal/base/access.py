"""Who may see a page. Closed by default: a view without one of these rules is refused (`middleware.PageAccess`).

No member page takes a member's id from its address: the page is about `request.user.person`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Rule:
    """What a page asks of its visitor."""

    name: str
    permission: str = ""


def public(view: View) -> View:
    """Everybody may see it."""
    return _ruled(view, Rule("public"))


def member_page(view: View) -> View:
    """A signed-in person sees their own record, never cached by browser or proxy."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if getattr(request.user, "person", None) is None:
            return _never_stored(render(request, "accounts/not_linked.html", status=403))
        return _never_stored(_answer(view, request, *args, **kwargs))

    return _ruled(guarded, Rule("member"))


def account_page(view: View) -> View:
    """A signed-in person looks after their own account, linked to a record or not. Never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _never_stored(view(request, *args, **kwargs))

    return _ruled(guarded, Rule("account"))


def staff_page(permission: str) -> Callable[[View], View]:
    """A signed-in member of staff who holds the permission."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not (request.user.is_staff and request.user.has_perm(permission)):
                raise PermissionDenied
            return _never_stored(view(request, *args, **kwargs))

        return _ruled(guarded, Rule("staff", permission))

    return decorate


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    acting = getattr(request, "acting", None)
    if acting is None or acting.may_change:
        return view(request, *args, **kwargs)
    # Whoever only looks leaves no trace in the record: a message stays unread, whatever the page noted is undone.
    with transaction.atomic():
        response = view(request, *args, **kwargs)
        transaction.set_rollback(True)
    return response


def rule_of(view: View) -> Rule | None:
    """The rule a view was given, or None."""
    return getattr(view, "access_rule", None)


def _ruled(view: View, rule: Rule) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


def _never_stored(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse) or "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store, private"
    return response
