"""Beneficiaries: whom the form in force names, forms of before, a new form, and who is no matter of this form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import kept_words
from accounts.confirmation import freshly_confirmed
from accounts.views.signed_in import person_of, user_of
from benefits.forms.beneficiaries import BeneficiaryForm
from benefits.models import Designation, FamilyMember, Member
from benefits.services import beneficiaries as service
from benefits.services.beneficiaries import Named, NamesRefused
from sers_portal.base import clock
from sers_portal.base.access import member_page

UNPROCESSABLE = 422


@member_page
def overview(request: HttpRequest) -> HttpResponse:
    """The form in force, the statutory survivors beside it, and the forms of before."""
    member = Member.objects.filter(person=person_of(request)).first()
    forms = Designation.objects.filter(member=member).prefetch_related("beneficiaries") if member else []
    family = FamilyMember.objects.filter(member=member, ended_on=None) if member else []
    context = {
        "member": member,
        "form": next((form for form in forms if form.superseded_on is None), None),
        "older": [form for form in forms if form.superseded_on is not None],
        "family": family,
    }
    return render(request, "benefits/beneficiaries/overview.html", context)


@member_page
@freshly_confirmed
def change(request: HttpRequest) -> HttpResponse:
    """A new form: rows of names and shares; sent in, its answers to be checked; sent in again, it is in force."""
    member = Member.objects.filter(person=person_of(request)).first()
    if member is None:
        return redirect("beneficiaries")
    if request.method != "POST":
        # Kept words may have more rows than the form in force.
        kept = kept_words.shown()
        again = BeneficiaryForm(kept.words).as_typed() if kept else BeneficiaryForm(named=_named_now(member))
        return _show(request, again)
    form = BeneficiaryForm(request.POST)
    if "more" in request.POST or "change" in request.POST:
        return _show(request, form.as_typed())
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    if "confirmed" not in request.POST:
        context = {"form": form, "named": form.named, "today": clock.today()}
        return render(request, "benefits/beneficiaries/review.html", context)
    return _take(request, member, form)


def _take(request: HttpRequest, member: Member, form: BeneficiaryForm) -> HttpResponse:
    try:
        service.name(member=member, named=form.named, by=user_of(request).actor)
    except NamesRefused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, status=UNPROCESSABLE)
    messages.success(request, _("Your new form is in force from today. We confirm it by e-mail and letter."))
    return redirect("beneficiaries")


def _show(request: HttpRequest, form: BeneficiaryForm, *, status: int = 200) -> HttpResponse:
    return render(request, "benefits/beneficiaries/form.html", {"form": form}, status=status)


def _named_now(member: Member) -> list[Named]:
    form = service.in_force(member)
    rows = form.beneficiaries.all() if form else []
    return [Named(row.name, row.relationship, row.rank, row.percent) for row in rows]
