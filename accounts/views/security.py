"""What an account's owner can see and end: activity, sessions, the account itself."""

from uuid import UUID

from allauth.account.internal.stagekit import clear_login
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.allauth import arrivals
from accounts.browsers import browser_of
from accounts.confirmation import freshly_confirmed
from accounts.models import SecurityEvent, SignIn, User
from accounts.services import account_lock, public_ids, security_events, sessions
from accounts.views.never_stored import never_stored
from accounts.views.signed_in import user_of
from accounts.wording_of_events import say_event
from sers_portal.base.access import account_page, public

EVENTS_A_PAGE = 30


@account_page
def activity(request: HttpRequest) -> HttpResponseBase:
    """What happened to the account: sign-ins, wrong codes, changes."""
    events = Paginator(SecurityEvent.objects.filter(user=user_of(request)), EVENTS_A_PAGE)
    shown = events.get_page(request.GET.get("page"))
    lines = [(event, say_event(event)) for event in shown]
    return render(request, "accounts/activity.html", {"lines": lines, "shown": shown})


@account_page
@freshly_confirmed
def sign_ins(request: HttpRequest) -> HttpResponseBase:
    """Where the account is signed in now."""
    rows = sessions.open_sign_ins(user_of(request))
    page = {"rows": rows, "this": request.session.get(sessions.ROW)}
    return render(request, "accounts/sign_ins.html", page)


@account_page
@freshly_confirmed
def end_sign_in(request: HttpRequest, sign_in: UUID) -> HttpResponseBase:
    """End one session."""
    user = user_of(request)
    if request.method == "POST":
        row = get_object_or_404(SignIn, user=user, pk=sign_in)
        sessions.end_one(user, row.pk, by=user.actor)
        messages.success(request, _("That session is ended."))
    return redirect("sign_ins")


@account_page
@freshly_confirmed
def end_other_sign_ins(request: HttpRequest) -> HttpResponseBase:
    """End every session but this one."""
    user = user_of(request)
    if request.method == "POST":
        sessions.end_all(user, by=user.actor, but=request.session.get(sessions.ROW))
        messages.success(request, _("Every other session is ended."))
    return redirect("sign_ins")


@public
@never_stored
def time_left(request: HttpRequest) -> HttpResponseBase:
    """How many seconds the session lasts. Asking does not lengthen it."""
    return JsonResponse({"seconds": sessions.seconds_left(request.session)})


@account_page
def stay(request: HttpRequest) -> HttpResponseBase:
    """Stay signed in: with JavaScript from the warning, without it from this page."""
    left = sessions.seconds_left(request.session)
    if request.method == "POST":
        sessions.extend(request.session)
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"seconds": sessions.seconds_left(request.session)})
        messages.success(request, _("You stay signed in."))
        return redirect("session_stay")
    return render(request, "accounts/stay.html", {"minutes": max(1, round(left / 60))})


@public
@never_stored
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out: asked first, done by POST; the server's session ends before anything else."""
    if request.method != "POST":
        if not request.user.is_authenticated:
            return redirect("account_login")
        return render(request, "account/logout.html")
    elsewhere = arrivals.way_out(request.session)
    _end_session(request)
    response: HttpResponseBase = redirect("account_login" if request.POST.get("next") else "home")
    if elsewhere is not None:
        # Here everything is over already; the provider's own session is ended by the provider.
        page = {"name": elsewhere[0], "address": elsewhere[1], "is_out": True}
        response = render(request, "accounts/leaving.html", page)
    # What the browser kept of our pages; a page of the account does not come back by "Back".
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _end_session(request: HttpRequest) -> None:
    is_reading = public_ids.SESSION in request.session
    if isinstance(request.user, User):
        sessions.close(request.session)
        security_events.note(request.user, SecurityEvent.Kind.SIGNED_OUT, browser=browser_of(request))
    if is_reading or request.user.is_authenticated:
        logout(request)
        messages.success(request, _("You are signed out. Close the browser if others use this device."))
    clear_login(request)


@account_page
@freshly_confirmed
def lock(request: HttpRequest) -> HttpResponseBase:
    """Lock one's own account: nobody signs in until it is unlocked by letter or by staff."""
    user = user_of(request)
    if request.method == "POST":
        account_lock.lock(user, by=user.actor)
        logout(request)
        return redirect("account_locked")
    return render(request, "accounts/lock.html")


@public
@never_stored
def disavow(request: HttpRequest, token: str) -> HttpResponseBase:
    """ "This was not me", from a mail: on the press of a button every session ends and the password is void."""
    is_good = sessions.disavowal(token) is not None
    if request.method == "POST" and is_good:
        sessions.disavow(token)
        logout(request)
        return render(request, "accounts/disavowed.html")
    return render(request, "accounts/disavow.html", {"is_good": is_good, "token": token})
