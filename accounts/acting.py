"""Looking at a member's pages for somebody else: staff for a purpose, or a person the member named.

The pages are the member's own and know nothing of it: `request.user` is the member's account, whose `actor` names who
really looks. Every page is logged with its purpose; nothing is changed unless the member allowed it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Person, User
from sers_portal.base.access import View, rule_of
from sers_portal.base.audit import Actor, log_access
from sers_portal.base.middleware import Middleware

# Whatever happens, one can go on being signed in, end the looking, and sign out.
OPEN = ("acting_", "session_", "account_logout", "account_reauthenticate", "mfa_reauthenticate")
# Everything in one file is for its owner alone.
NEVER = frozenset({"own_data", "own_data_file", "helping_data"})


@dataclass(frozen=True)
class Acting:
    """Who looks at whose pages, why, until when, and where they go afterwards. `is_over` when the time is up."""

    person: Person
    by: Actor
    purpose: str
    until: datetime
    back: str
    may_change: bool = False
    is_over: bool = False
    # A helper named by the member: which page was closed to them, and which ones their navigation shows.
    is_delegate: bool = False
    is_closed: bool = False
    pages: frozenset[str] | None = None


# Who may stand in a session for somebody else: staff (accounts.services.looking); delegates add themselves.
sources: list[Callable[[HttpRequest], Acting | None]] = []


def acting_in(request: HttpRequest) -> Acting | None:
    """For whom this session looks, or None when for its own owner."""
    found = (source(request) for source in sources)
    return next((acting for acting in found if acting is not None), None)


def account_of(acting: Acting) -> User:
    """The member's account as their pages ask for it; one that is never saved where they have none."""
    person = acting.person
    user = User.objects.filter(person=person).select_related("person").first() or User(
        person=person, given_name=person.given_name, family_name=person.family_name
    )
    user.acted_by = acting.by
    return user


class ActingFor(Middleware):
    """Puts the person looked at in the place of the one who signed in, on members' pages only. Stands last."""

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        rule, match = rule_of(view), request.resolver_match
        if rule is None or rule.name not in ("member", "account") or match is None:
            return None
        route = match.url_name or ""
        if route.startswith(OPEN) or (acting := acting_in(request)) is None:
            return None
        if acting.is_over:
            messages.info(request, _("The time to look at the member’s pages is over."))
            return redirect(acting.back)
        is_change = request.method not in ("GET", "HEAD", "OPTIONS") and not acting.may_change
        is_refused = rule.name == "account" or route in NEVER or is_change or acting.is_closed
        log_access(
            by=acting.by,
            page=route,
            person=acting.person.public_id,
            purpose=acting.purpose,
            was_refused=is_refused,
        )
        request.acting = acting  # type: ignore[attr-defined]
        if is_refused:
            return render(request, "accounts/acting_refused.html", {"acting": acting}, status=403)
        request.real_user = request.user  # type: ignore[attr-defined]
        request.user = account_of(acting)
        return None
