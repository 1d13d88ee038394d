"""The public calculator: a few answers, an estimate, nothing kept of either."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from benefits.forms.estimates import WhatIfForm
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import law_in_force
from benefits.services.estimates.figuring import figure_what_if
from sers_portal.base import clock
from sers_portal.base.access import public


@public
@never_cache
def what_if(request: HttpRequest) -> HttpResponse:
    """The form, and with its answers the estimate. Answers come by POST only: no address ever holds them."""
    if request.method != "POST":
        return render(request, "benefits/estimate/what_if.html", {"form": WhatIfForm()})
    form = WhatIfForm(request.POST)
    if not form.is_valid():
        return render(request, "benefits/estimate/what_if.html", {"form": form})
    today = clock.today()
    told = answer_or_refusal(
        lambda: figure_what_if(
            form.stated,
            law=law_in_force(on=today),
            on=today,
            retire_on=form.cleaned_data["retire_on"],
            assumptions=form.assumptions,
        )
    )
    shown = {"refusal": told} if isinstance(told, Refusal) else {"told": told}
    return render(request, "benefits/estimate/what_if.html", {"form": form, **shown})
