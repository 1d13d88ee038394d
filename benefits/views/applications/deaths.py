"""Reporting a death: for everybody, signed in or not, in the same words whoever died."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import checking
from accounts.checking import CheckPage, Stage, stage_of
from benefits.forms.applications.deaths import DeathReportForm
from benefits.services.claims.deaths import AlreadyReported, report_death
from sers_portal.base.access import public
from sers_portal.base.audit import Actor
from sers_portal.base.limits import LimitReached
from sers_portal.base.origin import origin_of

REPORTED, ONCE = "reported_death", "once"
TOO_MANY = 429


@public
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The form. Sent twice from one page it is one report."""
    form = DeathReportForm(request.POST if request.method == "POST" else None)
    once = request.POST.get(ONCE, "")[:40] or str(uuid4())
    if (done := request.session.get(REPORTED)) and done["once"] == once:
        return redirect("report_death_done")
    stage = stage_of(request, form)
    if stage is Stage.FILL:
        return _page(request, form, once, 422 if form.errors else 200)
    if stage is Stage.CHECK:
        return checking.show(request, form, _check(form, once))
    try:
        made = report_death(
            answers=form.reported(),
            contact=form.contact(get_language() or "en"),
            wants_to_apply=form.cleaned_data["applies"],
            origin=origin_of(request),
            once=once,
            by=Actor(id=None, name=form.cleaned_data["reporter_name"]),
        )
    except AlreadyReported:
        return redirect("report_death_done")
    except LimitReached:
        form.add_error(
            None, _("There were many reports from here just now. Call us at 217-785-7444 instead.")
        )
        return _page(request, form, once, TOO_MANY)
    request.session[REPORTED] = {
        "once": once,
        "reference": made.report.reference,
        "application": made.application.reference if made.application else "",
    }
    return redirect("report_death_done")


@public
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """The number of the report, and what happens next; without one, the form."""
    reported = request.session.get(REPORTED)
    if reported is None:
        return redirect("report_death")
    return render(request, "benefits/applications/death_reported.html", {"reported": reported})


def _check(form: DeathReportForm, once: str) -> CheckPage:
    return CheckPage(
        crumb=(reverse("report_death"), _("Report a death")),
        send=_("Report the death"),
        lead=_("Nothing has been sent yet. Look it over, then send it at the end of this page."),
        layout="base_public.html",
        # Of a whole Social Security number only its end goes back to the browser.
        hidden={ONCE: once, "member_number": form.cleaned_data["member_number"]},
    )


def _page(request: HttpRequest, form: DeathReportForm, once: str, status: int) -> HttpResponse:
    context = {"form": form, "once": once}
    return render(request, "benefits/applications/report_death.html", context, status=status)
