"""When a person is paid: the days to come, and a calendar feed of them at a secret address."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from benefits.payment_days import payment_days
from benefits.payment_feed import write_feed
from benefits.selectors import kinds_of
from benefits.services import payment_feeds
from sers_portal.base import clock
from sers_portal.base.access import member_page, public

PAID = {"retired", "survivor"}


@member_page
def payment_dates(request: HttpRequest) -> HttpResponse:
    """The published days to come, each with its reason; and the person's own feed."""
    today = clock.today()
    person: Person = request.user.person  # type: ignore[union-attr,assignment]
    kinds = kinds_of(person, on=today)
    context = {
        "today": today,
        "member_kinds": kinds,
        "is_paid": not kinds.isdisjoint(PAID),
        "days": payment_days(since=today),
        "feed": payment_feeds.open_feed(person),
    }
    return render(request, "benefits/payment_dates.html", context)


@member_page
def make_feed(request: HttpRequest) -> HttpResponse:
    """Make the feed's address, or another in its place, and show it this once."""
    if request.method != "POST":
        return redirect("payment_dates")
    user = request.user
    secret = payment_feeds.create(person=user.person, by=user.actor)  # type: ignore[union-attr,arg-type]
    address = settings.SITE_ADDRESS + reverse("payment_feed_of", args=[secret])
    context = {
        "today": clock.today(),
        "address": address,
        "subscribe": "webcal" + address[address.index("://") :],
    }
    return render(request, "benefits/payment_feed_made.html", context)


@member_page
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """Stop the feed: its address shows nothing any more."""
    user = request.user
    if request.method == "POST" and payment_feeds.revoke(person=user.person, by=user.actor):  # type: ignore[union-attr,arg-type]
        messages.success(request, _("Your calendar address is switched off. Nobody can use it any more."))
    return redirect("payment_dates")


@public
@require_safe
def payment_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed itself, open to whoever has its secret address; a wrong or revoked one is not found."""
    today = clock.today()
    person = payment_feeds.owner_of(secret, on=today)
    if person is None:
        return HttpResponseNotFound(
            _("This calendar address does not work any more."), content_type="text/plain"
        )
    headers = {
        "Content-Disposition": 'inline; filename="my-sers-payment-days.ics"',
        "Cache-Control": "no-store, private",
        "X-Robots-Tag": "noindex",
    }
    content = write_feed(person, on=today)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
