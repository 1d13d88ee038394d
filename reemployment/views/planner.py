"""The planner: weekdays or single days chosen, the day that would be one too many shown. It works without a script."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import kept_words
from benefits.payment_days import closed_days
from benefits.rules.months import Month
from benefits.selectors import law_in_force
from reemployment.forms.work import WeekdaysForm, read_days
from reemployment.months_of_days import Cell, month_table, months_of, named_holidays, weekday_names
from reemployment.rules.planning import days_on_weekdays
from reemployment.selectors import Retiree, plan_of, year_of_work
from reemployment.services import plans
from reemployment.services.trouble import WorkRefused
from reemployment.views.of_retirees import retiree_page
from sers_portal.base import clock

WRONG = 422


@retiree_page
def planner(request: HttpRequest, someone: Retiree, year: int = 0) -> HttpResponse:
    """The plan of this calendar year or the next."""
    today = clock.today()
    year = year or today.year
    if year not in (today.year, today.year + 1):
        raise Http404
    form = WeekdaysForm(
        request.POST if "weekdays_sent" in request.POST else None,
        year=year,
        today=today,
        initial={"first": _written(max(today, date(year, 1, 1))), "last": _written(date(year, 12, 31))},
    )
    trouble = ""
    if request.method == "POST":
        try:
            if (days := _wanted(request, form)) is not None:
                _keep(request, someone, year, days)
                return redirect("work_plan", year=year)
        except WorkRefused as refusal:
            trouble = str(refusal)
    context = {**_calendar(someone, year, today), "form": form, "trouble": trouble}
    return render(
        request, "reemployment/planner.html", context, status=WRONG if trouble or form.errors else 200
    )


def _wanted(request: HttpRequest, form: WeekdaysForm) -> set[date] | None:
    """The days asked for, in whichever way; None where the form has faults."""
    if "weekdays_sent" not in request.POST:
        return read_days(request.POST.getlist("day"))
    if not form.is_valid():
        return None
    said = form.cleaned_data
    closed = set() if said["with_holidays"] else closed_days([form.year])
    return set(
        days_on_weekdays(weekdays=said["weekdays"], first=said["first"], last=said["last"], closed=closed)
    )


def _keep(request: HttpRequest, someone: Retiree, year: int, days: set[date]) -> None:
    law = law_in_force(on=clock.today())
    found = plans.keep(someone=someone, year=year, days=days, law=law, by=request.user.actor)  # type: ignore[union-attr]
    if found.first_too_many is None:
        messages.success(request, _("Your plan is saved. It stays within the limit."))
    else:
        messages.warning(request, _("Your plan is saved. It goes past the limit: see below."))


def _calendar(someone: Retiree, year: int, today: date) -> dict[str, object]:
    law = law_in_force(on=today)
    work, plan = year_of_work(someone, year=year, law=law), plan_of(someone.member, year=year)
    found, holidays = plans.projection(someone, year=year, law=law), named_holidays(year)
    # Ticked before the session was over, and not saved yet.
    ticked = kept_words.typed_in("day")

    def cell(day: date) -> Cell:
        is_ticked = day in plan if ticked is None else day.isoformat() in ticked
        is_planned, is_worked = is_ticked and day >= today, day in work.days
        limit = found.first_too_many
        return Cell(
            day,
            is_chosen=is_planned,
            is_counted=is_worked,
            is_open=day >= today and not is_worked,
            is_too_many=limit is not None and day >= limit and (is_planned or is_worked),
            note=holidays.get(day, ""),
        )

    first = Month.of(today).first_day.month if year == today.year else 1
    return {
        "year": year,
        "years": (today.year, today.year + 1),
        "work": work,
        "projection": found,
        "months": [month_table(month, cell) for month in months_of(year, first=first)],
        "weekdays": weekday_names(),
    }


def _written(day: date) -> str:
    """A day as the field reads it in either language: month, day, year."""
    return f"{day.month:02d}/{day.day:02d}/{day.year}"
