"""What somebody had typed when their session was over, or their confirmation too old: it waits until they are back.

Every form of a signed-in person carries a sealed mark: whose it is, and on which page it stood (the tag `csrf_token`
writes it). A form that comes too late is not acted upon. Its words rest for an hour in the browser's session as a token
that opens for the same account only, and the page shows them again in its fields (`accounts.forms.kept`). Passwords,
codes, PINs, Social Security numbers and files are never kept.
"""

import json
import time
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

from accounts.models import User
from sers_portal.base.sealing import TamperedToken, seal, unseal

MARK = "whose"
# Sent by the clock of the page when time is up: keep the words, and do nothing else with them.
ONLY_KEEP = "only_keep"
SESSION = "kept_words"
MARK_BOUND_TO, WORDS_BOUND_TO = "kept_words.mark", "kept_words"
LONGEST_SECONDS = 60 * 60
MOST_CHARACTERS, MOST_FORMS = 30_000, 5
# Never kept, whichever form they stand in; passwords neither, however they are named.
NEVER = frozenset(
    {
        "csrfmiddlewaretoken",
        MARK,
        ONLY_KEEP,
        "code",
        "pin",
        "pin_again",
        "credential",
        "number_kept",
        # May hold a whole Social Security number until the form has read it.
        "member_number",
    }
)
# The number of these pages is a Social Security number; elsewhere it is that of a telephone.
WITHOUT_NUMBER = "/activation/"


@dataclass(frozen=True)
class Mark:
    """Whose a form is, and the address of the page it stood on."""

    owner: str
    page: str


@dataclass(frozen=True)
class KeptWords:
    """What was typed into a form, and whether files were chosen in it, which must be chosen again."""

    words: QueryDict
    had_files: bool


_shown: ContextVar[KeptWords | None] = ContextVar("kept_words_shown", default=None)


def owner_of(request: HttpRequest) -> str | None:
    """For whom this request's forms are: the account, and for a helper the person helped. None for strangers."""
    user = getattr(request, "real_user", request.user)
    if not isinstance(user, User) or user.pk is None:
        return None
    acting = getattr(request, "acting", None)
    return f"{user.public_id}:{acting.person.public_id if acting else ''}"


def mark_of(request: HttpRequest) -> str:
    """The mark of the forms of this page; "" where they are nobody's."""
    owner = getattr(request, "form_owner", None)
    return seal(json.dumps([owner, request.get_full_path()]), bound_to=MARK_BOUND_TO) if owner else ""


def mark_in(request: HttpRequest) -> Mark | None:
    """The mark a form brought with it; None without one, or with one that is not ours."""
    try:
        return Mark(*json.loads(unseal(request.POST.get(MARK, ""), bound_to=MARK_BOUND_TO)))
    except TamperedToken:
        return None


def keep(request: HttpRequest) -> str | None:
    """Keep what a form brought, for its owner. Returns the page it stood on, None where the form bears no mark."""
    mark = mark_in(request) if request.method == "POST" else None
    if mark is None:
        return None
    path = urlsplit(mark.page).path
    words = request.POST.copy()
    for name in [name for name in words if is_secret(name, path)]:
        del words[name]
    text = words.urlencode()
    # A button alone has no words.
    if any(words.values()) and len(text) <= MOST_CHARACTERS:
        token = seal(json.dumps([text, bool(request.FILES)]), bound_to=_binding(mark.owner, path))
        others = {place: kept for place, kept in _kept(request).items() if place != path}
        newest = dict(list(others.items())[1 - MOST_FORMS :])
        request.session[SESSION] = {**newest, path: {"token": token, "at": time.time()}}
    return mark.page


def is_secret(name: str, path: str) -> bool:
    """Whether what stands in a field of this name must rest nowhere, on the page of this path."""
    is_password = "password" in name
    return is_password or name in NEVER or (name == "number" and path.startswith(WITHOUT_NUMBER))


def give_back(request: HttpRequest, owner: str) -> KeptWords | None:
    """Show in this page's fields what its owner had typed there; None where nothing is kept."""
    request.form_owner = owner  # type: ignore[attr-defined]
    found = _kept(request).get(request.path)
    if found is None or request.method not in ("GET", "HEAD"):
        return None
    try:
        text, had_files = json.loads(unseal(str(found["token"]), bound_to=_binding(owner, request.path)))
    except TamperedToken:
        # Somebody else's, who may come back.
        return None
    _shown.set(KeptWords(QueryDict(text), had_files))
    return _shown.get()


def drop(request: HttpRequest) -> None:
    """Forget what was kept of a form that now is sent in."""
    mark = mark_in(request)
    path = urlsplit(mark.page).path if mark else request.path
    if path in _kept(request):
        request.session[SESSION] = {place: kept for place, kept in _kept(request).items() if place != path}


def shown() -> KeptWords | None:
    """What the page that is being made shows again."""
    return _shown.get()


def typed_in(name: str) -> list[str] | None:
    """What was typed or ticked under this name on the page being made, for what is no form field; None for nothing."""
    kept = _shown.get()
    return kept.words.getlist(name) if kept is not None and name in kept.words else None


def show_nothing() -> None:
    """A new request: its page shows nothing again unless something is given back."""
    _shown.set(None)


def _kept(request: HttpRequest) -> dict[str, dict[str, str | float]]:
    kept: dict[str, dict[str, str | float]] = request.session.get(SESSION, {})
    fresh = {path: one for path, one in kept.items() if time.time() - float(one["at"]) < LONGEST_SECONDS}
    if len(fresh) < len(kept):
        request.session[SESSION] = fresh
    return fresh


def _binding(owner: str, path: str) -> str:
    return f"{WORDS_BOUND_TO}:{owner}:{path}"
