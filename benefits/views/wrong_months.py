"""“This is wrong” on a month of pay: what is wrong, with papers that show it, becomes a case."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.services.uploads import UploadRefused
from benefits.forms.records import WHAT, MissingMonthForm, WrongMonthForm
from benefits.models import Claim, Member
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import LedgerMonth, law_in_force, pay_ledger
from benefits.services.wrong_months import report_missing, report_wrong
from sers_portal.base import clock
from sers_portal.base.access import member_page


@member_page
def wrong_month(request: HttpRequest, month: str) -> HttpResponse:
    """What is wrong with a month that is on record."""
    member = _own_membership(request)
    shown = _month(member, month)
    records = [record for record in shown.records if record.corrected_by is None]
    form = WrongMonthForm(request.POST or None, request.FILES or None, records=records)
    if form.is_valid():
        try:
            claim = report_wrong(
                member=member,
                month=shown,
                record=form.meant,
                what=str(WHAT[form.cleaned_data["what"]]),
                should_be=form.cleaned_data["should_be"],
                papers=form.cleaned_data["papers"],
                by=request.user.actor,  # type: ignore[union-attr]
            )
        except UploadRefused as refusal:
            form.add_error("papers", str(refusal))
        else:
            return _thank(request, claim)
    context = {"today": clock.today(), "form": form, "shown": shown, "records": records}
    return render(request, "benefits/wrong_month.html", context, status=422 if form.errors else 200)


@member_page
def missing_month(request: HttpRequest) -> HttpResponse:
    """A month that is not on record."""
    member = _own_membership(request)
    form = MissingMonthForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            claim = report_missing(
                member=member,
                month=form.cleaned_data["month"],
                employer=form.cleaned_data["employer"],
                what=_("The month is missing."),
                should_be=form.cleaned_data["should_be"],
                papers=form.cleaned_data["papers"],
                by=request.user.actor,  # type: ignore[union-attr]
            )
        except UploadRefused as refusal:
            form.add_error("papers", str(refusal))
        else:
            return _thank(request, claim)
    context = {"today": clock.today(), "form": form}
    return render(request, "benefits/missing_month.html", context, status=422 if form.errors else 200)


def _own_membership(request: HttpRequest) -> Member:
    member = Member.objects.filter(person=request.user.person).select_related("person").first()  # type: ignore[union-attr]
    if member is None:
        raise Http404
    return member


def _month(member: Member, month: str) -> LedgerMonth:
    """The month of the member's own ledger. Http404: it is not on record."""
    try:
        first_day = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Http404 from None
    today = clock.today()
    ledger = answer_or_refusal(lambda: pay_ledger(member, law=law_in_force(on=today), through=today))
    if isinstance(ledger, Refusal):
        raise Http404
    for of_year in ledger:
        for found in of_year.months:
            if found.month == first_day:
                return found
    raise Http404


def _thank(request: HttpRequest, claim: Claim) -> HttpResponse:
    words = _("Thank you. We have your report. Its number is %(reference)s.") % {"reference": claim.reference}
    messages.success(request, words)
    return redirect("claim", claim.reference)
