"""The demonstration's clock moved forward: waiting times, holds and the year's turn walked in minutes."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from sers_portal.base import clock
from sers_portal.base.audit import Actor, record
from sers_portal.base.models import DemonstrationClock
from sers_portal.celery import app
from sers_portal.demonstration.stage import refuse_production

# Further than this nothing is learnt, and the law's figures run out.
MOST_DAYS = 800
FEBRUARY = 2


def move_forward(*, days: int = 0, hours: int = 0, by: Actor) -> date:
    """Move the clock so many days and hours forward, and return the day it shows then.

    Raises `NotDemonstration` in production, ValueError for no time, or more than `MOST_DAYS` from the real time.
    """
    refuse_production()
    step = timedelta(days=days, hours=hours)
    with transaction.atomic():
        DemonstrationClock.objects.get_or_create(only=True)
        row = DemonstrationClock.objects.select_for_update().get()
        if step <= timedelta() or row.forward + step > timedelta(days=MOST_DAYS):
            raise ValueError(f"the clock goes forward, and {MOST_DAYS} days at most in all")
        row.forward += step
        row.save(update_fields=["forward"])
        record(by=by, verb="moved demonstration clock", subject=row, days=days, hours=hours)
        transaction.on_commit(_order_what_is_due, robust=True)
    return clock.today()


def days_to_february(today: date) -> int:
    """How many days from a day to the next February 1."""
    year = today.year if today < date(today.year, FEBRUARY, 1) else today.year + 1
    return (date(year, FEBRUARY, 1) - today).days


def _order_what_is_due() -> None:
    # Beat counts real hours; whoever moves the clock wants to see today what those days would have brought.
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.send_task(str(entry["task"]))
