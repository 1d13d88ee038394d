"""Retiring again: the claim with the amount payable at re-entry and the facts of the new period."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from benefits.services.claims import ClaimRefused
from reemployment.forms.repayment import RetireAgainForm
from reemployment.retiring_again import payable_at_reentry
from reemployment.rules.suspension import annuity_resumes_on
from reemployment.selectors import Retiree
from reemployment.services import repayments, retiring
from reemployment.services.trouble import WorkRefused
from reemployment.views.of_retirees import retiree_page

WRONG = 422


@retiree_page
def retire_again(request: HttpRequest, someone: Retiree) -> HttpResponse:
    """The last day of work; shown once more with the day from which the annuity is paid; then a claim."""
    form = RetireAgainForm(request.POST or None)
    context = {
        "form": form,
        "reentered_on": repayments.reentry(someone),
        "payable_at_reentry": payable_at_reentry(someone),
    }
    if not form.is_valid() or "change" in request.POST:
        return render(
            request, "reemployment/retire_again.html", context, status=WRONG if form.errors else 200
        )
    last_day = form.cleaned_data["last_day"]
    try:
        retiring.check_last_day(someone, last_day)
        if "confirmed" in request.POST:
            claim = retiring.apply(
                someone=someone,
                last_day=last_day,
                note=form.cleaned_data["note"],
                by=request.user.actor,  # type: ignore[union-attr]
            )
            words = _("Thank you. We have your application. Its number is %(reference)s.")
            messages.success(request, words % {"reference": claim.reference})
            return redirect("claim", claim.reference)
    except (WorkRefused, ClaimRefused) as refusal:
        form.add_error("last_day", str(refusal))
        return render(request, "reemployment/retire_again.html", context, status=WRONG)
    starts_on = annuity_resumes_on(employment_ended_on=last_day)
    return render(request, "reemployment/retire_again_check.html", {**context, "starts_on": starts_on})
