"""The portal's clock: the real time, or in the demonstration the time that staff have moved forward.

Everything that asks "what day is it" asks here, so that waiting times, holds and the year's turn can be walked
in minutes. Rules never ask: they are given their dates.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

SPRINGFIELD = ZoneInfo("America/Chicago")


def now() -> datetime:
    """This instant, with its time zone."""
    return timezone.now() + _moved_forward()


def today() -> date:
    """Today's date in Springfield, Illinois."""
    return now().astimezone(SPRINGFIELD).date()


def _moved_forward() -> timedelta:
    if not settings.IS_DEMONSTRATION:
        return timedelta()
    from sers_portal.base.models import DemonstrationClock

    return DemonstrationClock.moved_forward()
