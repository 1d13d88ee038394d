"""What every request of a signed-in person passes: the end of idle sessions, and the next step of the journey."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import journey, kept_words
from accounts.journey import Step
from accounts.models import User
from accounts.services import delegations, public_ids, sessions
from sers_portal.base.access import View, rule_of
from sers_portal.base.middleware import Middleware

# Asking for the time left is no sign of life.
SILENT = ("session_left",)
# What one factor is enough for: looking at figures. Documents, bank account, address and all forms are not among it.
OPEN_TO_PUBLIC_ID = frozenset(
    {
        "member_home",
        "pay",
        "pay_year",
        "pay_every_year",
        "contributions",
        "payments",
        "payments_year",
        "payment_dates",
        "statements",
    }
)


class SessionLimits(Middleware):
    """Signs out whoever did nothing for a quarter of an hour, or has been signed in for twelve hours."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session and not sessions.seconds_left(request.session):
            end_session(
                request, _("You were signed out, because nothing was done for 15 minutes. Sign in again.")
            )
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        is_silent = match is not None and match.url_name in SILENT
        if SESSION_KEY in request.session and not is_silent:
            sessions.mark_active(request.session)


class Journey(Middleware):
    """Sends a signed-in account to its next step, and away if its session passed no second step."""

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        rule, match = rule_of(view), request.resolver_match
        if (rule and rule.name == "public") or match is None or not request.user.is_authenticated:
            return None
        step = journey.step_in(request)
        if step in (Step.LOCKED, Step.CLOSED):
            end_session(request, _("This account cannot be used now. Sign in to see why."))
            return redirect("account_login")
        if step not in (Step.CONFIRM_EMAIL, Step.ADD_SECOND_FACTOR) and not sessions.used_second_factor(
            request
        ):
            end_session(request, _("A second step was added to your account. Sign in with it."))
            return redirect("account_login")
        if step == Step.ACTIVE or journey.is_open(step, match.url_name or ""):
            return None
        # A helper needs no record of their own: whom they help is settled by `acting`, which stands last.
        if step in journey.WITHOUT_RECORD and rule and rule.name == "member":
            if delegations.SESSION in request.session:
                return None
            if delegations.helped_by(request.user).exists():
                return redirect("helping")
        return redirect(journey.PAGE[step])


class PublicIdReading(Middleware):
    """In a session opened by the old Public ID: a few pages of the own record are shown, everything else is explained.

    Stands last: on every other page such a visitor is a stranger, as for the middleware before.
    """

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        rule, match = rule_of(view), request.resolver_match
        is_reading = public_ids.SESSION in request.session and not request.user.is_authenticated
        # Pages without a rule of ours guard themselves: signing in, the staff's.
        if not is_reading or match is None or rule is None or rule.name == "public":
            return None
        row = public_ids.reading(request.session)
        if row is None:
            request.session.flush()
            messages.info(request, _("Your time with the Public ID is over. Sign in again to go on reading."))
            return redirect("public_id")
        request.public_id_until = public_ids.until(request.session)  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD") or match.url_name not in OPEN_TO_PUBLIC_ID:
            return render(request, "accounts/public_id_refused.html", status=403)
        # Never saved: it stands for nobody's account, and has no key.
        request.user = User(
            person=row.person, given_name=row.person.given_name, family_name=row.person.family_name
        )
        request.user.public_id = row.public_id
        return None


class KeptWords(Middleware):
    """Keeps what a form brings after the end of its session, and shows it again to the same account. Stands last."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        kept_words.show_nothing()
        try:
            return self.get_response(request)
        finally:
            kept_words.show_nothing()

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        rule = rule_of(view)
        if rule is None or rule.name not in ("member", "account"):
            return None
        owner, is_sent = kept_words.owner_of(request), request.method == "POST"
        if is_sent and (owner is None or kept_words.ONLY_KEEP in request.POST):
            return _kept_for_later(request, is_signed_in=owner is not None)
        if is_sent:
            kept_words.drop(request)
        if owner is not None:
            kept_words.give_back(request, owner)
        return None


def _kept_for_later(request: HttpRequest, *, is_signed_in: bool) -> HttpResponseBase | None:
    page = kept_words.keep(request)
    if page is None:
        # Without a mark it is no form of ours: never taken for one that is sent in.
        return redirect("member_home") if kept_words.ONLY_KEEP in request.POST else None
    return redirect(page) if is_signed_in else redirect_to_login(page)


def end_session(request: HttpRequest, why: str) -> None:
    """End the session on the server, keep what was typed for its owner, and say why on the next page."""
    sessions.close(request.session)
    logout(request)
    kept_words.keep(request)
    messages.info(request, why)
