"""Public pages of the post room: the payment calendar."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from notices import calendar
from sers_portal.base import clock
from sers_portal.base.access import public

View = Callable[..., HttpResponse]


def unless_database_fails(view: View) -> View:
    """Say that the dates cannot be shown, and that the payment comes all the same: a failure is no "no"."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except DatabaseError:
            # Rendered without the request: what every page shows asks the same database.
            return HttpResponse(render_to_string("calendar/unavailable.html"), status=503)

    return guarded


@public
@require_safe
@unless_database_fails
def payment_calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    return render(request, "calendar/page.html", {"dates": _read_year(year)})


@public
@require_safe
@unless_database_fails
@cache_control(public=True, max_age=3600)
@condition(last_modified_func=lambda request: calendar.last_published())
def payment_feed(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'inline; filename="sers-payment-dates.ics"'}
    return HttpResponse(calendar.write_feed(), content_type="text/calendar; charset=utf-8", headers=headers)


@public
@require_safe
@unless_database_fails
def printed_calendar(request: HttpRequest, year: int) -> HttpResponse:
    # The layout engine is heavy: a web process carries it from the first printed page on, not from its start.
    from notices.documents import render as documents

    dates = _read_year(year)
    if not dates.is_published:
        raise Http404(_("The payment dates of this year are not published yet."))
    headers = {"Content-Disposition": f'inline; filename="sers-payment-dates-{year}.pdf"'}
    content = documents.pdf("calendar/year.html", {"dates": dates, "printed_on": clock.today()})
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _read_year(year: int | None) -> calendar.YearOfDates:
    today = clock.today()
    dates = calendar.read_year(today.year if year is None else year, today=today)
    if dates is None:
        raise Http404(_("There are no payment dates for this year."))
    return dates
