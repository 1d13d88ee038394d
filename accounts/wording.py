"""Words that several pages of an account share."""

import re
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


# As the diary keeps them: in English, for whoever reads it in whichever language.
_TELEPHONE = re.compile(r"telephone ending in (?P<last>\d+)")
_BROWSER = re.compile(r"(?P<browser>\w+) on (?P<system>\w+)")


def say_kept(kept: str) -> str:
    """A browser or a means of signing in as it is kept ("Firefox on Windows"), in the reader's language."""
    if found := _TELEPHONE.fullmatch(kept):
        return _("telephone ending in %(last)s") % found.groupdict()
    if found := _BROWSER.fullmatch(kept):
        return _("%(browser)s on %(system)s") % found.groupdict()
    return _(kept) if kept else ""
