"""Ordinary rate limits, in Redis: they keep one address of origin from asking too much. What guards identity is
counted in the database (`sers_portal.base.limits`)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from redis.exceptions import RedisError

from sers_portal.base.origin import origin_of
from sers_portal.base.sealing import blind_index

View = Callable[..., HttpResponseBase]


def at_most(count: int, *, minutes: int, what: str) -> Callable[[View], View]:
    """At most so many forms of a kind from one address of origin in a period; then a page that says to wait."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and _count(request, what, minutes) > count:
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def is_too_often(request: HttpRequest, *, count: int, minutes: int, what: str) -> bool:
    """Whether there were more than so many of a kind from the request's address of origin in a period; counts this one.

    For limits that only spare the machine: while Redis is away nobody is refused.
    """
    try:
        return _count(request, what, minutes) > count
    except RedisError:
        return False


def _count(request: HttpRequest, what: str, minutes: int) -> int:
    period = int(time.time() // (60 * minutes))
    key = f"limit:{what}:{period}:{blind_index(origin_of(request), purpose='origin')}"
    cache.add(key, 0, timeout=60 * minutes)
    return int(cache.incr(key))
