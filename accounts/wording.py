"""Words that several pages of an account share."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sers_portal.base import clock


def say_time(moment: datetime) -> str:
    """A moment to come, as short as it can be said: "10:42 a.m.", or with its day where it is another day."""
    # Rounded up: whoever comes at the minute said must not come too early.
    local = localtime(moment + timedelta(seconds=59), clock.SPRINGFIELD)
    time = date_format(local, "TIME_FORMAT")
    if local.date() == clock.today():
        return time
    return _("%(time)s on %(day)s") % {"time": time, "day": date_format(local, "MONTH_DAY_FORMAT")}
