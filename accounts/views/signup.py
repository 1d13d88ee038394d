"""Pages of signing up: the form, the mail's link, and the page where its code is typed."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.allauth import arrivals
from accounts.allauth.stages import SIGNING_UP, ConfirmEmailStage
from accounts.forms.signup import EmailCodeForm, SignUpForm
from accounts.journey import Step
from accounts.models import EmailActivation
from accounts.ordinary_limits import at_most
from accounts.services import email_change, signup
from accounts.services.signup import Confirmed
from accounts.views.never_stored import never_stored
from accounts.wording import say_time
from sers_portal.base.access import public
from sers_portal.base.limits import LimitReached


@public
@never_stored
@sensitive_post_parameters("password")
# An office of the State goes out under one address: many people may sign up from it in an hour.
@at_most(60, minutes=60, what="sign-up")
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Sign up with a personal e-mail address. The answer is the same whether or not the address has an account."""
    if request.user.is_authenticated:
        return redirect("member_home")
    form = SignUpForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/signup.html", {"form": form, "step": Step.CONFIRM_EMAIL})
    typed = form.cleaned_data
    activation = signup.sign_up(
        email=typed["email"],
        given_name=typed["given_name"],
        family_name=typed["family_name"],
        password=typed["password"],
        language=translation.get_language() or "en",
    )
    clear_login(request)
    request.session[SIGNING_UP] = str(activation.pk)
    return redirect("account_email_verification_sent")


@public
@never_stored
@sensitive_post_parameters("password", "code")
def type_code(request: HttpRequest) -> HttpResponseBase:
    """Type the code of the mail: in the tab of the sign-up, or anywhere with address and password."""
    own = signup.waiting(request.session.get(SIGNING_UP))
    form = EmailCodeForm(request.POST or None, own=own)
    if request.method == "POST" and form.is_valid():
        confirmed = _confirm(form, own)
        if confirmed is not None:
            return _go_on(request, confirmed)
    page = {"form": form, "own": own, "step": Step.CONFIRM_EMAIL}
    return render(request, "account/verification_sent.html", page)


@public
@never_stored
def send_mail_again(request: HttpRequest) -> HttpResponseBase:
    """Send the mail once more; the first one goes on working."""
    own = signup.waiting(request.session.get(SIGNING_UP))
    if request.method == "POST" and own is not None:
        try:
            request.session[SIGNING_UP] = str(signup.send_again(own).pk)
            messages.success(request, _("We sent another e-mail. The first one works as well."))
        except LimitReached as reached:
            words = _("We sent an e-mail a short time ago. From %(time)s you can ask for another one.")
            messages.warning(request, words % {"time": say_time(reached.again_at)})
    return redirect("account_email_verification_sent")


@public
@never_stored
def show_code(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page behind the mail's link. The code shows on the press of a button: scanners of mail only look."""
    code = signup.code_behind(key)
    is_pressed = request.method == "POST"
    page = {"is_good": code is not None, "code": code if is_pressed else None, "key": key}
    return render(request, "account/email_confirm.html", page)


def _confirm(form: EmailCodeForm, own: EmailActivation | None) -> Confirmed | None:
    """Whose mailbox is proven; None with the reason on the form."""
    typed = form.cleaned_data
    email = own.email if own else typed["email"]
    try:
        return signup.confirm(email=email, code=typed["code"], own=own, password=typed.get("password"))
    except LimitReached as reached:
        words = _("Too many codes were wrong. Try again at %(time)s; the code of the mail stays good.")
        form.add_error("code", words % {"time": say_time(reached.again_at)})
    except signup.WrongCode:
        form.add_error(
            "code", _("That code does not fit. It works once, for 24 hours after the mail was sent.")
        )
    except signup.WrongPassword:
        form.add_error("password" if not own else "code", _("That is not the password chosen at sign-up."))
    except email_change.AddressTaken:
        form.add_error("code", _("Another account has this address now. Sign in with it, or call us."))
    return None


def _go_on(request: HttpRequest, confirmed: Confirmed) -> HttpResponseBase:
    """Sign in whoever typed password and code just now; a signed-in account goes on where it was."""
    request.session.pop(SIGNING_UP, None)
    if request.user.is_authenticated:
        messages.success(request, _("Your new e-mail address is confirmed. Sign in with it from now on."))
        return redirect("mfa_index")
    if not confirmed.is_new:
        return _resume(request)
    arrived = arrivals.finish(request, confirmed.user)
    if arrived is not None:
        return arrived
    clear_login(request)
    record_authentication(request, confirmed.user, "password")
    response: HttpResponseBase = perform_login(
        request, Login(user=confirmed.user, email=confirmed.user.email)
    )
    return response


def _resume(request: HttpRequest) -> HttpResponseBase:
    """Go on with the sign-in that waited for the code, if it did not wait too long."""
    stage = LoginStageController.enter(request, ConfirmEmailStage.key)
    if stage is not None:
        response: HttpResponseBase = stage.exit()
        return response
    messages.success(request, _("Your e-mail address is confirmed. Sign in to go on."))
    return redirect("account_login")
