"""Ways back: the second step is lost, or the account is locked. Each begins with the password."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.forms.activation import CodeForm
from accounts.models import User
from accounts.services import account_lock, recovery
from accounts.services.activation.entry import CodeRefused
from accounts.views.challenge import second_step_stage, user_at_second_step
from accounts.views.never_stored import never_stored
from accounts.wording import say_time
from sers_portal.base.access import public
from sers_portal.base.limits import LimitReached
from sers_portal.base.origin import origin_of

LOCKED_ACCOUNT = "locked_account"


@public
@never_stored
def lost(request: HttpRequest) -> HttpResponseBase:
    """Every second step is lost: what will happen, and the button that begins it."""
    user = user_at_second_step(request)
    if user is None:
        return redirect("account_login")
    if request.method == "POST":
        _begin(request, user)
        return redirect("mfa_lost")
    return _lost_page(request, user, CodeForm())


@public
@never_stored
def type_code(request: HttpRequest) -> HttpResponseBase:
    """Type the code of the new letter: first to begin the wait, and once more when it is over."""
    user = user_at_second_step(request)
    current = recovery.open_recovery(user) if user else None
    if user is None or current is None or request.method != "POST":
        return redirect("mfa_lost")
    if recovery.is_due(current):
        return _finish(request, user)
    form = CodeForm(request.POST)
    if form.is_valid() and _took(form, lambda code: recovery.prove(user, code)):
        return redirect("mfa_lost")
    return _lost_page(request, user, form)


def _finish(request: HttpRequest, user: User) -> HttpResponseBase:
    form = CodeForm(request.POST) if user.person else Form(request.POST)
    if form.is_valid() and _took(form, lambda code: recovery.finish(user, code)):
        stage = second_step_stage(request)
        assert stage is not None
        response: HttpResponseBase = stage.exit()
        return response
    return _lost_page(request, user, form)


def _lost_page(request: HttpRequest, user: User, form: Form) -> HttpResponseBase:
    current = recovery.open_recovery(user)
    page = {
        "recovery": current,
        "is_due": current is not None and recovery.is_due(current),
        "is_linked": user.person is not None,
        "form": form,
    }
    return render(request, "accounts/lost_staff.html" if user.is_staff else "accounts/lost.html", page)


@public
@never_stored
def stop(request: HttpRequest, token: str) -> HttpResponseBase:
    """Stop a recovery, from a mail: on the press of a button."""
    found = recovery.find_by_stop(token)
    if request.method == "POST" and found is not None:
        recovery.stop(found)
        return render(request, "accounts/recovery_stopped.html")
    return render(request, "accounts/stop_recovery.html", {"is_good": found is not None, "token": token})


@public
@never_stored
def locked(request: HttpRequest) -> HttpResponseBase:
    """The account is locked, and how to open it again. Whoever typed the password may ask for the letter here."""
    user = _locked_user(request)
    if request.method == "POST" and user is not None:
        try:
            recovery.ask_for_letter(user, origin=origin_of(request))
            messages.success(request, _("We will mail a letter with a code to the address on file."))
        except LimitReached as reached:
            messages.warning(request, _say_limit(reached))
        return redirect("account_locked")
    can_unlock = user is not None and user.person is not None
    return render(request, "accounts/locked.html", {"can_unlock": can_unlock})


@public
@never_stored
def unlock(request: HttpRequest) -> HttpResponseBase:
    """Type the code of a new letter to unlock the account."""
    user = _locked_user(request)
    if user is None:
        return redirect("account_login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _took(form, lambda code: recovery.unlock_by_letter(user, code)):
        del request.session[LOCKED_ACCOUNT]
        messages.success(request, _("Your account is unlocked. Sign in."))
        return redirect("account_login")
    return render(request, "accounts/unlock.html", {"form": form})


def _begin(request: HttpRequest, user: User) -> None:
    try:
        recovery.begin(user, origin=origin_of(request))
    except LimitReached as reached:
        messages.warning(request, _say_limit(reached))
    except recovery.NoSuchWay:
        messages.warning(request, _("This is not possible for staff. Ask an administrator."))


def _took(form: Form, use: Callable[[str], object]) -> bool:
    try:
        use(form.cleaned_data.get("code", ""))
    except CodeRefused as refusal:
        form.add_error("code", refusal.sentence)
    except LimitReached as reached:
        form.add_error("code", _say_limit(reached))
    except recovery.NotTheCode:
        form.add_error("code", _("This is not the code you typed before the wait. Take the same letter."))
    except account_lock.NotLocked:
        form.add_error("code", _("The account is not locked any more. Sign in."))
    else:
        return True
    return False


def _say_limit(reached: LimitReached) -> str:
    words = _("There were too many tries. From %(time)s you can try again, or call us at 217-785-7444.")
    return words % {"time": say_time(reached.again_at)}


def _locked_user(request: HttpRequest) -> User | None:
    public_id = request.session.get(LOCKED_ACCOUNT)
    user = User.objects.select_related("person").filter(public_id=public_id).first() if public_id else None
    return user if user is not None and account_lock.is_locked(user) else None
