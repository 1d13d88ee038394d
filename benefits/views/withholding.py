"""Federal tax withholding: what is withheld and why, the form W-4P, and what it does to the next payment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.confirmation import freshly_confirmed
from accounts.models import Person
from accounts.views.signed_in import person_of, user_of
from benefits.forms.withholding import HOW, W4PForm
from benefits.models import Annuity, WithholdingElection
from benefits.rules.law import load_law
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.services import withholding as service
from benefits.services.direct_deposit import safety
from benefits.wording import say_line
from sers_portal.base import clock
from sers_portal.base.access import member_page

UNPROCESSABLE = 422


@member_page
def overview(request: HttpRequest) -> HttpResponse:
    """Each benefit with what is withheld from it now, by which form or rule, and the forms of before."""
    person = person_of(request)
    annuities = Annuity.objects.filter(payee=person).exclude(state=Annuity.State.ENDED)
    context = {
        "benefits": [_told(annuity) for annuity in annuities],
        "has_applied": not annuities and safety.is_paid(person),
        "waiting_form": WithholdingElection.objects.filter(person=person, annuity=None).first(),
        "older": WithholdingElection.objects.filter(person=person).select_related("annuity"),
    }
    return render(request, "benefits/withholding/overview.html", context)


def _told(annuity: Annuity) -> dict[str, Any]:
    form = service.election_in_force(annuity, service.first_month())
    figured = answer_or_refusal(lambda: service.withholding_for(annuity, clock.today()))
    default = load_law().value("default_withholding", on=annuity.starts_on).text("filing")
    return {
        "annuity": annuity,
        "is_taxed": _is_taxed(annuity),
        "form": form,
        # What is figured is today's: a form of a month to come has no part in it yet.
        "form_waits": bool(form and form.from_month > clock.today()),
        "default": default,
        "figured": None if isinstance(figured, Refusal) else figured,
        "worksheet": [] if isinstance(figured, Refusal) else [say_line(step) for step in figured.worksheet],
    }


@member_page
@freshly_confirmed
def change(request: HttpRequest, annuity: UUID | None = None) -> HttpResponse:
    """The form W-4P; sent in, what it does to the payment; sent in again, it is taken."""
    person = person_of(request)
    found = _annuity(person, annuity)
    form = W4PForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "annuity": found, "may_have_none": service.may_have_none(person)}
    if not form.is_bound or "change" in request.POST:
        return render(request, "benefits/withholding/form.html", context)
    if form.is_valid() and form.elected.is_none and not context["may_have_none"]:
        form.add_error(
            "how", _("The law asks for an address in the United States for that. Choose another answer.")
        )
    if form.errors:
        return render(request, "benefits/withholding/form.html", context, status=UNPROCESSABLE)
    if "confirmed" not in request.POST:
        return render(request, "benefits/withholding/review.html", {**context, **_compared(found, form)})
    return _take(request, person, found, form)


def _compared(annuity: Annuity | None, form: W4PForm) -> dict[str, Any]:
    context: dict[str, Any] = {
        "from_month": service.first_month(),
        "how_words": dict(HOW)[form.cleaned_data["how"]],
    }
    if annuity is None:
        return context
    before = answer_or_refusal(lambda: service.preview(annuity, clock.today()))
    after = answer_or_refusal(lambda: service.preview(annuity, clock.today(), form=form.elected))
    if not isinstance(before, Refusal) and not isinstance(after, Refusal):
        context |= {"before": before, "after": after}
    return context


def _take(request: HttpRequest, person: Person, annuity: Annuity | None, form: W4PForm) -> HttpResponse:
    try:
        election = service.elect(
            id=form.cleaned_data["id"],
            person=person,
            annuity=annuity,
            form=form.elected,
            by=user_of(request).actor,
        )
    except service.ElectionRefused as refusal:
        form.add_error("how", str(refusal))
        context = {"form": form, "annuity": annuity, "may_have_none": service.may_have_none(person)}
        return render(request, "benefits/withholding/form.html", context, status=UNPROCESSABLE)
    said = {"month": date_format(election.from_month, "YEAR_MONTH_FORMAT")}
    messages.success(
        request, _("We have your form W-4P. It counts from the payment for %(month)s on.") % said
    )
    return redirect("tax_withholding")


def _annuity(person: Person, public_id: UUID | None) -> Annuity | None:
    """The person's own benefit; None for the one they applied for. Anything else is not there."""
    if public_id is None:
        if not safety.is_paid(person):
            raise Http404
        return None
    rows = Annuity.objects.filter(payee=person, public_id=public_id).exclude(state=Annuity.State.ENDED)
    found = rows.first()
    if found is None or not _is_taxed(found):
        raise Http404
    return found


def _is_taxed(annuity: Annuity) -> bool:
    taxability = load_law().latest("federal_taxability", kind=annuity.kind)
    return taxability.text("federal_income_tax") == "taxed"
