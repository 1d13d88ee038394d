"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sers_portal.base import clock


def portal(request: HttpRequest) -> dict[str, object]:
    """Whether this is the demonstration, and today's date, asked for only by the pages that show it."""
    return {"is_demonstration": settings.IS_DEMONSTRATION, "today": SimpleLazyObject(clock.today)}
