"""The clock beside the demonstration's mailbox: anybody there may move it on."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sers_portal.base import clock
from sers_portal.base.access import public
from sers_portal.base.audit import Actor
from sers_portal.demonstration.clock import MOST_DAYS, days_to_february, move_forward

VISITOR = Actor(id=None, name="a visitor of the demonstration")
# How far each button moves the clock: hours, days.
STEPS = {"hour": (1, 0), "day": (0, 1), "week": (0, 7), "three_weeks": (0, 21)}
FEBRUARY = "february"


class ClockForm(forms.Form):
    """How far forward."""

    by = forms.ChoiceField(choices=[(step, step) for step in (*STEPS, FEBRUARY)])


@public
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    form = ClockForm(request.POST)
    if form.is_valid():
        _move(request, form.cleaned_data["by"])
    else:
        messages.error(request, _("Choose one of the buttons to move the clock."))
    return redirect("outbox")


def _move(request: HttpRequest, step: str) -> None:
    hours, days = (0, days_to_february(clock.today())) if step == FEBRUARY else STEPS[step]
    try:
        move_forward(hours=hours, days=days, by=VISITOR)
    except ValueError:
        words = _("The clock goes no further than %(days)s days ahead. To begin anew: make clean, make run.")
        messages.error(request, words % {"days": MOST_DAYS})
    else:
        now = date_format(clock.now().astimezone(clock.SPRINGFIELD), "WEEKDAY_TIME_FORMAT")
        messages.success(request, _("It is now %(time)s in this portal.") % {"time": now})
