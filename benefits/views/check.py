"""Is this really SERS? The public page that takes the code of a letter or e-mail. The code stands in no address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from benefits.forms.verification import CheckForm
from benefits.services import checking
from sers_portal.base.access import public
from sers_portal.base.limits import LimitReached
from sers_portal.base.origin import origin_of

TEMPLATE = "check/page.html"
TOO_MANY = 429


@public
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """The form, and below it what is known of the code that was typed."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form})
    try:
        finding = checking.check(code=form.cleaned_data["code"], origin=origin_of(request))
    except LimitReached as limit:
        words = _(
            "There were too many tries from here. Try again after %(time)s, or call us at 217-785-7444."
        )
        form.add_error("code", words % {"time": date_format(localtime(limit.again_at), "TIME_FORMAT")})
        return render(request, TEMPLATE, {"form": form}, status=TOO_MANY)
    return render(request, TEMPLATE, {"form": form, "finding": finding})
