"""Pages of rows that workers are at: they look again by themselves, unless the reader lets them stand still."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

SECONDS_BETWEEN_LOOKS = 5


def seconds_to_next_look(request: HttpRequest, *, is_moving: bool) -> int | None:
    """For the context of the page as `refresh`; None where nothing moves, or the reader asked for `?still=1`."""
    return SECONDS_BETWEEN_LOOKS if is_moving and "still" not in request.GET else None


def looks_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page with `refresh` in its context is loaded anew after so many seconds; with `has_failed` it waits for a person.

    By the answer's header, and not by a tag of the page, which no reader could turn off.
    """

    @wraps(view)
    def looking(self: Any, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response = view(self, request, *args, **options)
        given = getattr(response, "context_data", None) or {}
        if given.get("refresh") and not given.get("has_failed"):
            response.headers["Refresh"] = str(given["refresh"])
        return response

    return looking
