"""Scams: what to look out for, the warnings so far, and the form that reports one. For everybody, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from notices.forms.scams import ReportForm
from notices.services import scams as service
from notices.services.scams import Report
from sers_portal.base.access import public
from sers_portal.base.audit import Actor
from sers_portal.base.limits import LimitReached
from sers_portal.base.origin import origin_of

VISITOR = Actor(id=None, name="a visitor")
REPORTED = "reported_scam"
TOO_MANY = 429


@public
def scams(request: HttpRequest) -> HttpResponse:
    """What to look out for, and every warning that was published."""
    return render(request, "scams/page.html", {"published": service.published_alerts()})


@public
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The form; what was sent in is confirmed on a page of its own."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "scams/report.html", {"form": form})
    answers = Report(**form.cleaned_data, language=get_language() or "en")
    by = getattr(request.user, "actor", VISITOR)
    try:
        kept = service.report_scam(report=answers, origin=origin_of(request), by=by)
    except LimitReached:
        form.add_error(
            None, _("There were many reports from here just now. Call us at 217-785-7444 instead.")
        )
        return render(request, "scams/report.html", {"form": form}, status=TOO_MANY)
    request.session[REPORTED] = {"reference": kept.reference, "gave": bool(kept.given)}
    return redirect("report_scam_done")


@public
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """The number of the report, and what happens next; without one, the form."""
    reported = request.session.get(REPORTED)
    if reported is None:
        return redirect("report_scam")
    return render(request, "scams/done.html", {"reported": reported})
