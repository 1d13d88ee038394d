"""Days and moments as rows say them on the staff's pages: "November 22, 2026, 9:32 a.m.", in Springfield's time."""

from datetime import date, datetime

from django.utils.formats import date_format

from sers_portal.base.clock import SPRINGFIELD


def say_day(day: date | datetime) -> str:
    """A day in full; of a moment the day that it is in Springfield."""
    local = day.astimezone(SPRINGFIELD) if isinstance(day, datetime) else day
    return str(date_format(local, "DATE_FORMAT"))


def say_moment(at: datetime) -> str:
    """A day and its time, to the minute."""
    return str(date_format(at.astimezone(SPRINGFIELD), "DATETIME_FORMAT"))
