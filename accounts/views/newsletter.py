"""How the newsletter comes: the member's own page, and the link in each e-mail that asks for no sign-in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.forms.newsletter import NewsletterForm
from accounts.models import NewsletterWay
from accounts.services import newsletter
from sers_portal.base.access import member_page, public

ONE_CLICK = "List-Unsubscribe"


@member_page
def choose(request: HttpRequest) -> HttpResponse:
    """The member's choice."""
    person: Any = request.user.person  # type: ignore[union-attr]
    form = NewsletterForm(
        request.POST if request.method == "POST" else None, initial={"way": newsletter.choice_of(person)}
    )
    if form.is_valid():
        newsletter.choose(person=person, way=form.cleaned_data["way"], by=request.user.actor)  # type: ignore[union-attr]
        messages.success(request, _("Your choice is kept. It holds from the next issue on."))
        return redirect("newsletter_choice")
    return render(request, "newsletter/choose.html", {"form": form})


# Mail programs post here with one click and nothing of ours in hand (RFC 8058). The link itself is the key, and
# all it opens is this one choice.
@csrf_exempt
@public
@never_cache
def stop(request: HttpRequest, id: UUID) -> HttpResponse:
    """From the e-mail: on paper, or no more of it. One click of a mail program means: no more."""
    delivery = newsletter.delivery_by_link(id)
    if delivery is None:
        raise Http404
    is_one_click = request.method == "POST" and ONE_CLICK in request.POST
    data = {"way": NewsletterWay.NONE} if is_one_click else request.POST if request.method == "POST" else None
    form = NewsletterForm(data, initial={"way": newsletter.choice_of(delivery.person)})
    is_done = form.is_valid()
    if is_done:
        newsletter.choose(person=delivery.person, way=form.cleaned_data["way"], by=newsletter.UNSUBSCRIBED)
    way = NewsletterWay(form.cleaned_data["way"]).label if is_done else ""
    return render(request, "newsletter/stop.html", {"form": form, "is_done": is_done, "way": way})
