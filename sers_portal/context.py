"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import kept_words
from notices.services.scams import alerts_now
from sers_portal.base import clock


def portal(request: HttpRequest) -> dict[str, object]:
    """Whether this is the demonstration; today's date and the scam alerts, asked for only by pages that show them."""
    return {
        "is_demonstration": settings.IS_DEMONSTRATION,
        "today": SimpleLazyObject(clock.today),
        "scam_alerts": SimpleLazyObject(alerts_now),
        "kept_words": kept_words.shown(),
    }
