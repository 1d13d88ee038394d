"""Reporting a payment that did not come, once it had ten working days to come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import checking
from accounts.checking import CheckPage, Stage, stage_of
from accounts.models import Person
from benefits.forms.records import MissingPaymentForm
from benefits.rules.law import load_law
from benefits.services.missing_payments import AlreadyReported, DuePayment, due_payments, report
from sers_portal.base import clock
from sers_portal.base.access import member_page
from sers_portal.base.templatetags.portal import money


@member_page
def missing_payment(request: HttpRequest) -> HttpResponse:
    """Which payment did not come; payments still on their way are told with the day they can be reported from."""
    today = clock.today()
    person: Person = request.user.person  # type: ignore[union-attr,assignment]
    due = due_payments(person, on=today, law=load_law())
    has_several = len({payment.annuity.pk for payment in due}) > 1
    choices = [(each, _say(each, has_several=has_several)) for each in due if each.is_open]
    form = MissingPaymentForm(request.POST or None, choices=choices)
    stage = stage_of(request, form)
    if stage is Stage.CHECK:
        return checking.show(request, form, _check())
    if stage is Stage.DO:
        return _report(request, person, form)
    context = {
        "today": today,
        "form": form,
        "has_choices": bool(choices),
        "on_their_way": [each for each in due if not each.is_open],
    }
    return render(request, "benefits/missing_payment.html", context, status=422 if form.errors else 200)


def _check() -> CheckPage:
    return CheckPage(
        crumb=(reverse("payments"), _("Payments")),
        send=_("Report it"),
        lead=_("Nothing has been sent yet. When you report it, we ask whether the money was paid out."),
    )


def _report(request: HttpRequest, person: Person, form: MissingPaymentForm) -> HttpResponse:
    by = request.user.actor  # type: ignore[union-attr]
    try:
        claim = report(person=person, payment=form.chosen, what=form.cleaned_data["what"], by=by)
    except AlreadyReported as refusal:
        messages.info(request, _("You have reported this payment already. We are looking for it."))
        return redirect("claim", str(refusal))
    words = _("Thank you. We look for your payment. The number of your report is %(reference)s.")
    messages.success(request, words % {"reference": claim.reference})
    return redirect("claim", claim.reference)


def _say(payment: DuePayment, *, has_several: bool) -> str:
    parts = [date_format(payment.paid_on, "DATE_FORMAT")]
    if has_several:
        parts.append(str(payment.annuity.get_kind_display()))
    parts.append(_("not on record") if payment.net is None else money(payment.net))
    if payment.method:
        parts.append(_("mailed check") if payment.method == "check" else _("sent to your bank"))
    return " · ".join(parts)
