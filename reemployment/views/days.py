"""The log of days: a month as a calendar to choose from, one day by hand, and the whole year to look at."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import kept_words
from benefits.rules.months import Month
from benefits.selectors import law_in_force
from reemployment.forms.work import DayForm, read_days
from reemployment.models import ReturnNotice
from reemployment.months_of_days import Cell, month_table, months_of, named_holidays, weekday_names
from reemployment.selectors import Retiree, days_told, differing, own_days, year_of_work
from reemployment.services import days as service
from reemployment.services.trouble import WorkRefused
from reemployment.views.of_retirees import own_job, retiree_page
from sers_portal.base import clock

WRONG = 422
FIRST_YEAR = 2001


@retiree_page
def log(request: HttpRequest, someone: Retiree, id: UUID, month: str = "") -> HttpResponse:
    """The days of a month at one job; the boxes that are ticked are the days worked."""
    job = own_job(someone, id)
    if not job.counts_days:
        return redirect("return_notice_given", id=id)
    shown, trouble = _month(month), ""
    chosen = _ticked_before() or own_days(job, month=shown)
    if request.method == "POST":
        try:
            chosen = read_days(request.POST.getlist("day"))
            service.set_month(someone=someone, notice=job, month=shown, days=chosen, by=request.user.actor)  # type: ignore[union-attr]
        except WorkRefused as refusal:
            trouble = str(refusal)
        else:
            messages.success(request, _("Saved. The count below is up to date."))
            return redirect("work_days", id=id, month=f"{shown:%Y-%m}")
    return _page(request, someone, job, shown, chosen=chosen, trouble=trouble, form=DayForm())


def _ticked_before() -> set[date] | None:
    """Boxes ticked before the session was over, and not saved yet."""
    try:
        return read_days(kept_words.typed_in("day") or [])
    except WorkRefused:  # the one day of the form below, written by hand
        return None


@retiree_page
def add_day(request: HttpRequest, someone: Retiree, id: UUID) -> HttpResponse:
    """One day, written by hand."""
    job = own_job(someone, id)
    form = DayForm(request.POST or None)
    if form.is_valid():
        day = form.cleaned_data["day"]
        try:
            service.add_days(someone=someone, notice=job, days=[day], by=request.user.actor)  # type: ignore[union-attr]
        except WorkRefused as refusal:
            form.add_error("day", str(refusal))
        else:
            messages.success(request, _("Saved. The count below is up to date."))
            return redirect("work_days", id=id, month=f"{day:%Y-%m}")
    shown = Month.of(clock.today()).first_day
    return _page(request, someone, job, shown, chosen=own_days(job, month=shown), form=form)


@retiree_page
def year(request: HttpRequest, someone: Retiree, year: int) -> HttpResponse:
    """A calendar year: the days that count, and where the retiree's days and the employer's differ."""
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Http404
    work = year_of_work(someone, year=year, law=law_in_force(on=clock.today()))
    told = days_told(someone.member, year=year)
    differences = differing(told)
    differs = {one.on for one in differences}
    holidays = named_holidays(year)

    def cell(day: date) -> Cell:
        is_counted = day in work.days
        is_too_many = work.suspended_on is not None and is_counted and day >= work.suspended_on
        return Cell(
            day,
            is_counted=is_counted,
            is_too_many=is_too_many,
            differs=day in differs,
            note=holidays.get(day, ""),
        )

    context = {
        "work": work,
        "told": told,
        "differences": differences,
        "months": [month_table(month, cell) for month in months_of(year)],
        "weekdays": weekday_names(),
        "years": range(max(someone.annuity.starts_on.year, FIRST_YEAR), clock.today().year + 1),
    }
    return render(request, "reemployment/year.html", context)


def _page(
    request: HttpRequest,
    someone: Retiree,
    job: ReturnNotice,
    month: date,
    *,
    chosen: set[date],
    form: DayForm,
    trouble: str = "",
) -> HttpResponse:
    today, holidays = clock.today(), named_holidays(month.year)
    since = max(job.starts_on, someone.annuity.starts_on)
    until = min(today, job.ended_on or today)

    def cell(day: date) -> Cell:
        return Cell(day, is_chosen=day in chosen, is_open=since <= day <= until, note=holidays.get(day, ""))

    context: dict[str, Any] = {
        "job": job,
        "work": year_of_work(someone, year=month.year, law=law_in_force(on=today)),
        "table": month_table(month, cell),
        "weekdays": weekday_names(),
        "form": form,
        "trouble": trouble,
        "before": _neighbour(job, month, -1, since, until),
        "after": _neighbour(job, month, 1, since, until),
    }
    status = WRONG if trouble or form.errors else 200
    return render(request, "reemployment/days.html", context, status=status)


def _month(text: str) -> date:
    """The month of an address, "2026-03"; nothing is this month. Http404: there is no such month."""
    if not text:
        return Month.of(clock.today()).first_day
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None


def _neighbour(
    job: ReturnNotice, month: date, step: int, since: date, until: date
) -> tuple[date, str] | None:
    """The month before or after, while the work reaches into it."""
    other = Month.of(month).plus(step)
    if other.last_day < since or other.first_day > until:
        return None
    return other.first_day, reverse("work_days", args=[job.public_id, f"{other.first_day:%Y-%m}"])
