"""The pages of the reports, and their files. Every look and every download is in the access log."""

from decimal import Decimal
from itertools import islice

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sers_portal.admin_pages.csv_files import csv_answer, csv_text
from sers_portal.admin_pages.periods import Quarter, quarter_of, read_quarter
from sers_portal.admin_pages.reports import REPORTS, Report
from sers_portal.admin_pages.roles_held import look_over, looks_over
from sers_portal.base import clock
from sers_portal.base.access import staff_page
from sers_portal.base.audit import log_access

RIGHT = "base.view_report"
REVIEW = "base.review_access"
QUARTERS_SHOWN = 12
ROWS_SHOWN = 500
# A file holds more, and no more than a spreadsheet can.
ROWS_IN_A_FILE = 100_000


class LookedOverForm(forms.Form):
    """What whoever looked over the access review found."""

    use_required_attribute = False
    found = forms.CharField(
        max_length=500,
        label=gettext_lazy("What you found, and what is done about it"),
        help_text=gettext_lazy(
            "For example: All roles are needed. Or: Peter Olsen left on June 30; his role was taken."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={
            "required": gettext_lazy("Say what you found. If all is right, write that all roles are needed.")
        },
    )


@staff_page(RIGHT)
def reports(request: HttpRequest) -> HttpResponse:
    """Which reports there are."""
    context = {**admin.site.each_context(request), "title": _("Reports"), "reports": _read_by(request)}
    return render(request, "admin/reports/reports.html", context)


@staff_page(RIGHT)
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One report as a page. Post: note that the access review of the quarter was looked over."""
    asked, quarter = _asked(request, name)
    may_review = asked.is_looked_over and request.user.has_perm(REVIEW)
    if request.method == "POST" and not may_review:
        raise PermissionDenied
    form = LookedOverForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        by = request.user.actor  # type: ignore[union-attr]
        look_over(quarter=quarter, found=form.cleaned_data["found"], by=by)
        messages.success(request, _("Noted: you looked over this quarter."))
        return redirect(f"{request.path}?quarter={quarter}")
    _log(request, asked, quarter, "page")
    rows = list(islice(asked.rows(quarter), ROWS_SHOWN + 1))
    now = quarter_of(clock.today())
    context = {
        **admin.site.each_context(request),
        "title": asked.title,
        "report": asked,
        "rows": [[(cell, isinstance(cell, (int, Decimal))) for cell in row] for row in rows[:ROWS_SHOWN]],
        "has_more": len(rows) > ROWS_SHOWN,
        "most": ROWS_SHOWN,
        "looks_over": looks_over(quarter) if asked.is_looked_over else None,
        "form": form or LookedOverForm(),
        "may_review": may_review,
        "quarter": quarter,
        "quarters": [now.plus(-back) for back in range(QUARTERS_SHOWN)],
    }
    return render(request, "admin/reports/report.html", context, status=422 if form else 200)


@staff_page(RIGHT)
def report_file(request: HttpRequest, name: str) -> HttpResponse:
    """One report as a CSV file."""
    asked, quarter = _asked(request, name)
    _log(request, asked, quarter, "CSV file")
    period = f"{clock.today()}" if asked.is_of_now else str(quarter)
    text = csv_text(asked.columns, islice(asked.rows(quarter), ROWS_IN_A_FILE))
    return csv_answer(text, name=f"{asked.name}-{period}")


def _read_by(request: HttpRequest) -> list[Report]:
    return [one for one in REPORTS.values() if not one.right or request.user.has_perm(one.right)]


def _asked(request: HttpRequest, name: str) -> tuple[Report, Quarter]:
    if name not in REPORTS:
        raise Http404
    if REPORTS[name] not in _read_by(request):
        raise PermissionDenied
    return REPORTS[name], read_quarter(request.GET.get("quarter", ""), today=clock.today())


def _log(request: HttpRequest, asked: Report, quarter: Quarter, form: str) -> None:
    by = request.user.actor  # type: ignore[union-attr]
    log_access(by=by, page=f"report:{asked.name}", person=None, purpose=f"{form}, {quarter}")
