"""The public calculator: a few answers, an estimate, nothing kept of either."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.ordinary_limits import is_too_often
from benefits.forms.estimates import WhatIfForm
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import law_in_force
from benefits.services.estimates.figuring import figure_what_if
from sers_portal.base import clock
from sers_portal.base.access import public

# A whole office may share one address: many enough for it, few enough for the machine. The period in minutes.
MOST, PERIOD = 300, 10
TOO_MANY = 429


@public
@never_cache
def what_if(request: HttpRequest) -> HttpResponse:
    """The form, and with its answers the estimate. Answers come by POST only: no address ever holds them."""
    if request.method != "POST":
        return render(request, "benefits/estimate/what_if.html", {"form": WhatIfForm()})
    form = WhatIfForm(request.POST)
    if not form.is_valid():
        return render(request, "benefits/estimate/what_if.html", {"form": form})
    if is_too_often(request, count=MOST, minutes=PERIOD, what="what-if"):
        form.add_error(
            None,
            _(
                "Many estimates were asked for from your network just now. Wait %(minutes)d minutes, then press the button again. Your answers are still here."
            )
            % {"minutes": PERIOD},
        )
        return render(request, "benefits/estimate/what_if.html", {"form": form}, status=TOO_MANY)
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
