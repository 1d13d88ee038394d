"""What somebody had typed when their session was over: kept sealed until they are back, and shown to nobody else.

A form carries a sealed mark of whose it is. Sent in without a session, its words wait in the browser's new session, as
a token that only the same claimant's page opens.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

from sers_portal.base.sealing import TamperedToken, seal, unseal

MARK = "whose"
SESSION = "typed_before_sign_in"
MARK_BOUND_TO, TYPED_BOUND_TO = "typed.whose", "typed"
MOST_CHARACTERS = 20_000
NOT_KEPT = ("csrfmiddlewaretoken", MARK)
View = Callable[..., HttpResponseBase]


def mark_of(owner: str) -> str:
    """The mark a form carries: whose it is, readable by us alone."""
    return seal(owner, bound_to=MARK_BOUND_TO)


def keeps_what_was_typed(is_over: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """Keep what a form brings when the session is over, before the view sends its visitor to sign in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and MARK in request.POST and is_over(request):
                _keep(request)
            return view(request, *args, **kwargs)

        return keeping

    return decorate


def is_signed_out(request: HttpRequest) -> bool:
    """Nobody is signed in."""
    return not request.user.is_authenticated


def take_back(request: HttpRequest, owner: str) -> QueryDict | None:
    """What this claimant had typed on this page, once; None where there is nothing."""
    kept = request.session.get(SESSION)
    if not kept or kept["path"] != request.path:
        return None
    try:
        typed = unseal(kept["token"], bound_to=f"{TYPED_BOUND_TO}:{owner}:{request.path}")
    except TamperedToken:
        return None
    finally:
        # Somebody else's stays for nobody.
        del request.session[SESSION]
    return QueryDict(json.loads(typed))


def _keep(request: HttpRequest) -> None:
    try:
        owner = unseal(request.POST[MARK], bound_to=MARK_BOUND_TO)
    except TamperedToken:
        return
    typed = request.POST.copy()
    for name in NOT_KEPT:
        typed.pop(name, None)
    text = typed.urlencode()
    if len(text) > MOST_CHARACTERS:
        return
    token = seal(json.dumps(text), bound_to=f"{TYPED_BOUND_TO}:{owner}:{request.path}")
    request.session[SESSION] = {"path": request.path, "token": token}
