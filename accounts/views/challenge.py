"""The second step, at sign-in and at fresh confirmation: one set of pages for every way of passing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import phone_request
from accounts.allauth.stages import SecondFactorStage
from accounts.browsers import browser_of
from accounts.forms.second_factor import CodeForm, PasswordForm
from accounts.forms.security_key import KeyAnswerForm
from accounts.models import PhoneFactor, User
from accounts.services import phone_codes, second_factor, sessions
from accounts.services.factor_tries import FactorDisabled, FactorLocked
from accounts.services.second_factor import Factors, factors_of
from accounts.views.never_stored import never_stored
from accounts.wording import say_time
from sers_portal.base.access import account_page, public
from sers_portal.base.limits import LimitReached

WAYS = ("app", "phone", "key", "recovery", "choose")


@dataclass(frozen=True)
class Challenge:
    """Who is asked, and what for: the end of a sign-in (`stage`), or a fresh confirmation."""

    request: HttpRequest
    user: User
    factors: Factors
    stage: LoginStage | None = None

    @property
    def next(self) -> str:
        """Where a confirmation leads to; only ever a page of ours."""
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={self.request.get_host()})
        return asked if is_ours else ""

    def address(self, way: str) -> str:
        """The page of a way."""
        if self.stage is not None:
            return reverse("mfa_authenticate_by", args=[way])
        query = f"?{urlencode({'next': self.next})}" if self.next else ""
        return reverse("mfa_reauthenticate_by", args=[way]) + query

    def passed(self, kind: str) -> HttpResponseBase:
        """The step is passed: on with the sign-in, or back to the page that asked."""
        phone_request.forget(self.request.session)
        extra = {} if self.stage else {"reauthenticated": True}
        record_authentication(self.request, self.user, "mfa", type=kind, **extra)
        if self.stage is not None:
            response: HttpResponseBase = self.stage.exit()
            return response
        sessions.rename(self.request.session)
        return redirect(self.next or "mfa_index")

    def page(self, way: str, form: Form | None = None, **words: Any) -> HttpResponseBase:
        """The page of a way, with the links to the others."""
        page = {
            "form": form,
            "way": way,
            "factors": self.factors,
            "is_sign_in": self.stage is not None,
            "next": self.next,
            "here": self.address(way),
            "addresses": {one: self.address(one) for one in WAYS},
            "recovery_address": reverse("mfa_lost"),
            "base": "base_public.html" if self.stage else "account/base_manage.html",
            **words,
        }
        return render(self.request, f"mfa/by_{way}.html", page)


@public
@never_stored
@sensitive_post_parameters("code")
def authenticate(request: HttpRequest, way: str = "") -> HttpResponseBase:
    """The second step of a sign-in. Without a sign-in that waits for it: back to the start, with the reason."""
    if request.user.is_authenticated:
        return redirect("member_home")
    stage = second_step_stage(request)
    if stage is None or not isinstance(stage.login.user, User):
        messages.info(
            request,
            _(
                "That sign-in took too long, or was ended in another window. Nothing is lost: sign in again here."
            ),
        )
        return redirect("account_login")
    return _ask(Challenge(request, stage.login.user, factors_of(stage.login.user), stage), way)


def second_step_stage(request: HttpRequest) -> LoginStage | None:
    """The sign-in that waits for its second step, if one does."""
    return LoginStageController.enter(request, SecondFactorStage.key)


def user_at_second_step(request: HttpRequest) -> User | None:
    """Whoever typed the right password and is being asked for the second step now."""
    stage = second_step_stage(request)
    user = stage.login.user if stage else None
    return user if isinstance(user, User) else None


@account_page
@sensitive_post_parameters("code")
def confirm(request: HttpRequest, way: str = "") -> HttpResponseBase:
    """A fresh confirmation by the second step."""
    assert isinstance(request.user, User)
    factors = factors_of(request.user)
    if not factors.count:
        return redirect("account_reauthenticate")
    return _ask(Challenge(request, request.user, factors), way)


@account_page
@sensitive_post_parameters("password")
def confirm_by_password(request: HttpRequest) -> HttpResponseBase:
    """A fresh confirmation: by password where there is no second step yet, else by the second step."""
    assert isinstance(request.user, User)
    challenge = Challenge(request, request.user, factors_of(request.user))
    if challenge.factors.count:
        return redirect(challenge.address(challenge.factors.preferred))
    if not request.user.has_usable_password():
        return redirect(f"{reverse('provider_confirm')}?{urlencode({'next': challenge.next})}")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _took_password(request, form):
        record_authentication(request, request.user, "password", reauthenticated=True)
        sessions.rename(request.session)
        return redirect(challenge.next or "mfa_index")
    return render(request, "account/reauthenticate.html", {"form": form, "next": challenge.next})


def _ask(challenge: Challenge, way: str) -> HttpResponseBase:
    way = way or challenge.factors.preferred
    pages: dict[str, Callable[[Challenge], HttpResponseBase]] = {
        "app": _by_app,
        "phone": _by_phone,
        "key": _by_key,
        "recovery": _by_recovery,
        "choose": lambda challenge: challenge.page("choose"),
    }
    if way not in pages:
        raise Http404
    return pages[way](challenge)


def _by_app(challenge: Challenge) -> HttpResponseBase:
    if challenge.factors.app is None:
        return redirect(challenge.address("choose"))
    form = CodeForm(challenge.request.POST or None)
    if _typed_right(challenge, form, second_factor.use_app_code):
        return challenge.passed("totp")
    return challenge.page("app", form)


def _by_recovery(challenge: Challenge) -> HttpResponseBase:
    if challenge.factors.recovery_codes is None:
        return redirect(challenge.address("choose"))
    form = CodeForm(challenge.request.POST or None, digits=8, label=_("Recovery code"))
    if _typed_right(challenge, form, second_factor.use_recovery_code):
        return challenge.passed("recovery_codes")
    return challenge.page("recovery", form)


def _by_phone(challenge: Challenge) -> HttpResponseBase:
    request = challenge.request
    if not challenge.factors.phones:
        return redirect(challenge.address("choose"))
    if "send" in request.POST:
        return _send(challenge)
    phone = _phone(challenge, request.session.get(phone_request.PHONE, ""))
    form = CodeForm(request.POST or None)

    def use(user: User, code: str, *, browser: str) -> None:
        assert phone is not None
        secret = phone_request.secret_of(request.session)
        second_factor.use_phone_code(user, phone, code, browser=browser, bound_to=secret)

    if phone is not None and _typed_right(challenge, form, use):
        return challenge.passed("phone")
    return challenge.page("phone", form, phone=phone)


def _send(challenge: Challenge) -> HttpResponseBase:
    request = challenge.request
    phone = _phone(challenge, request.POST.get("phone", ""))
    if phone is None:
        raise Http404
    channel = "voice" if request.POST["send"] == "voice" else "text"
    send_and_say(request, phone, channel)
    return redirect(challenge.address("phone"))


def send_and_say(request: HttpRequest, phone: PhoneFactor, channel: str) -> None:
    """Send a code and say so, or say from when on another one can be sent."""
    try:
        phone_request.send(request.session, phone, channel=channel)
    except LimitReached as reached:
        if phone_request.has_asked(request.session):
            words = _(
                "We sent a code a short time ago: use that one. From %(time)s you can ask for another one."
            )
        else:
            words = _(
                "We sent a code to another browser a short time ago. From %(time)s you can ask for one here."
            )
        messages.warning(request, words % {"time": say_time(reached.again_at)})
    else:
        words = (
            _("We are calling you now.")
            if channel == "voice"
            else _("We sent a new code. It can take a minute.")
        )
        messages.success(request, words)


def _phone(challenge: Challenge, asked: str) -> PhoneFactor | None:
    return next((phone for phone in challenge.factors.phones if str(phone.pk) == asked), None)


def _by_key(challenge: Challenge) -> HttpResponseBase:
    request, user = challenge.request, challenge.user
    if not challenge.factors.keys:
        return redirect(challenge.address("choose"))
    form = KeyAnswerForm(request.POST or None)

    def use(user: User, answer: Any, *, browser: str) -> None:
        second_factor.use_key(user, lambda: _key_that_answered(user, answer), browser=browser)

    if _typed_right(challenge, form, use, field="credential"):
        return challenge.passed("webauthn")
    return challenge.page("key", form, key_request=webauthn.begin_authentication(user))


def _key_that_answered(user: User, answer: Any) -> Authenticator | None:
    try:
        webauthn.parse_authentication_response(answer)
        return webauthn.complete_authentication(user, answer)
    except (ValidationError, KeyError, AttributeError, TypeError):
        return None


def _typed_right(challenge: Challenge, form: Any, use: Callable[..., None], *, field: str = "code") -> bool:
    """Whether a form came with what passes the step; if not, the form says what is wrong and what to do."""
    if challenge.request.method != "POST" or not form.is_valid():
        return False
    try:
        use(challenge.user, form.cleaned_data[field], browser=browser_of(challenge.request))
    except Exception as refused:
        form.add_error(field, say_refusal_of_code(refused))
        return False
    return True


def say_refusal_of_code(refused: Exception) -> str:
    """Why a code was refused, in a sentence. An exception of another kind goes on its way."""
    if isinstance(refused, second_factor.WrongCode):
        return _("That code is not right, or it was used already. Check it, or wait for the next one.")
    if isinstance(refused, phone_codes.NoCode):
        return _("That code is no longer good. Ask for a new one; each works for 10 minutes and five tries.")
    if isinstance(refused, FactorLocked):
        words = _("Too many codes were wrong. From %(time)s you can try again.")
        return words % {"time": say_time(refused.again_at)}
    if isinstance(refused, FactorDisabled):
        return _("Too many codes were wrong. The second step is switched off until you ask for a new letter.")
    raise refused


def _took_password(request: HttpRequest, form: PasswordForm) -> bool:
    """Whether the password is right; if not, the form says so, or that there were too many tries."""
    from allauth.account.adapter import get_adapter

    assert isinstance(request.user, User)
    try:
        if get_adapter().reauthenticate(request.user, form.cleaned_data["password"]):
            return True
    except ValidationError as too_many:
        form.add_error("password", too_many)
    else:
        form.add_error("password", _("That is not your password. Check it and try again."))
    return False
