"""Adding and removing factors. Everything here asks for a fresh confirmation first."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import journey, phone_request
from accounts.browsers import browser_of
from accounts.confirmation import freshly_confirmed
from accounts.forms.second_factor import CodeForm, PhoneForm
from accounts.forms.security_key import NO_ANSWER, NewKeyForm
from accounts.journey import Step
from accounts.models import PhoneFactor, User
from accounts.services import phone_codes, second_factor, sessions
from accounts.services.second_factor import factors_of
from accounts.views.challenge import say_refusal_of_code, send_and_say
from accounts.views.removing import own_row, say_gone
from accounts.views.signed_in import user_of
from sers_portal.base.access import account_page
from sers_portal.base.sealing import TamperedToken, seal, unseal

PENDING_SECRET = "pending_app_secret"  # noqa: S105  where it is kept, sealed


@account_page
def overview(request: HttpRequest) -> HttpResponseBase:
    """Security of the account: password, address, factors, activity."""
    user = user_of(request)
    page = {"factors": factors_of(user), "is_registered": user.registrations.filter(ended_at=None).exists()}
    return render(request, "mfa/index.html", page)


@account_page
def choice(request: HttpRequest) -> HttpResponseBase:
    """Which second step to add: the first is a must, more can wait."""
    user = user_of(request)
    page = {"factors": factors_of(user), "step": _step(request), "most_phones": phone_codes.PHONES_AN_ACCOUNT}
    return render(request, "mfa/choice.html", page)


@account_page
@freshly_confirmed
def add_phone(request: HttpRequest) -> HttpResponseBase:
    """Type a telephone number; a code goes there at once."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            phone = phone_codes.add_phone(
                user_of(request), number=form.cleaned_data["number"], channel=form.cleaned_data["channel"]
            )
        except phone_codes.TooManyPhones:
            form.add_error("number", _("You have three telephones here. Remove one before you add another."))
        else:
            if phone.confirmed_at is not None:
                messages.info(request, _("This telephone receives your codes already."))
                return redirect("mfa_index")
            send_and_say(request, phone, form.cleaned_data["channel"])
            return redirect("factor_confirm_phone", phone.pk)
    return render(request, "mfa/phone_add.html", {"form": form, "step": _step(request)})


@account_page
@freshly_confirmed
@sensitive_post_parameters("code")
def confirm_phone(request: HttpRequest, phone: UUID) -> HttpResponseBase:
    """Type the code that went to the telephone."""
    user = user_of(request)
    row = get_object_or_404(PhoneFactor, user=user, pk=phone)
    if row.confirmed_at is not None:
        return redirect("mfa_index")
    if "send" in request.POST:
        send_and_say(request, row, "voice" if request.POST["send"] == "voice" else "text")
        return redirect("factor_confirm_phone", row.pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.confirm_phone(
                user,
                row,
                form.cleaned_data["code"],
                browser=browser_of(request),
                bound_to=phone_request.secret_of(request.session),
            )
        except Exception as refused:
            form.add_error("code", say_refusal_of_code(refused))
        else:
            phone_request.forget(request.session)
            return _added(request, "phone")
    return render(request, "mfa/phone_confirm.html", {"form": form, "phone": row, "step": _step(request)})


@account_page
@freshly_confirmed
@sensitive_post_parameters("code")
@sensitive_variables("secret")
def add_app(request: HttpRequest) -> HttpResponseBase:
    """Point the app's camera at the square, or type the key; then the first code it shows."""
    user = user_of(request)
    if factors_of(user).app:
        return redirect("mfa_deactivate_totp")
    secret = _pending_secret(request, user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.confirm_app(user, secret, form.cleaned_data["code"], browser=browser_of(request))
        except Exception as refused:
            form.add_error("code", say_refusal_of_code(refused))
        else:
            del request.session[PENDING_SECRET]
            return _added(request, "totp")
    adapter = get_adapter()
    square = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    page = {"form": form, "secret": secret, "totp_svg": square, "step": _step(request)}
    return render(request, "mfa/totp/activate_form.html", page)


@account_page
@freshly_confirmed
def add_key(request: HttpRequest) -> HttpResponseBase:
    """Touch a security key, or let the telephone or computer make a passkey. This needs JavaScript."""
    user = user_of(request)
    form = NewKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep_key(user, form):
        second_factor.note_key_added(user, browser=browser_of(request))
        return _added(request, "webauthn")
    page = {"form": form, "step": _step(request), "key_request": webauthn.begin_registration(user, False)}
    return render(request, "mfa/webauthn/add_form.html", page)


@account_page
@freshly_confirmed
def remove_phone(request: HttpRequest, phone: UUID) -> HttpResponseBase:
    """Take a telephone off, unless it is the only factor."""
    user = user_of(request)
    row = own_row(PhoneFactor.objects.filter(user=user), phone)
    if row is None:
        return say_gone(request, "mfa_index")
    if request.method == "POST":
        try:
            second_factor.remove_phone(user, row.pk, by=user.actor, browser=browser_of(request))
        except second_factor.LastFactor:
            return _refuse_last(request)
        messages.success(request, _("The telephone is removed. No codes go there any more."))
        return redirect("mfa_index")
    return render(request, "mfa/remove.html", {"what": str(row), "factors": factors_of(user)})


@account_page
@freshly_confirmed
def remove_app(request: HttpRequest) -> HttpResponseBase:
    """Turn the authenticator app off, unless it is the only factor."""
    app = factors_of(user_of(request)).app
    if app is None:
        return redirect("mfa_activate_totp")
    return _remove(request, app, _("the authenticator app"))


@account_page
@freshly_confirmed
def remove_key(request: HttpRequest, key: int) -> HttpResponseBase:
    """Take a security key off, unless it is the only factor."""
    keys = Authenticator.objects.filter(user_id=user_of(request).pk, type=Authenticator.Type.WEBAUTHN)
    row = own_row(keys, key)
    if row is None:
        return say_gone(request, "mfa_index")
    return _remove(request, row, _("the security key “%(name)s”") % {"name": row.wrap().name})


@account_page
@freshly_confirmed
def recovery_codes(request: HttpRequest) -> HttpResponseBase:
    """Ten recovery codes: shown once, on the press of a button."""
    user = user_of(request)
    factors = factors_of(user)
    if not factors.count:
        return redirect("factor_choice")
    codes = None
    if request.method == "POST":
        codes = second_factor.make_recovery_codes(user, browser=browser_of(request))
    page = {"codes": codes, "factors": factors, "step": _step(request)}
    return render(request, "mfa/recovery_codes/index.html", page)


def _remove(request: HttpRequest, row: Authenticator, what: str) -> HttpResponseBase:
    user = user_of(request)
    if request.method == "POST":
        try:
            second_factor.remove_authenticator(user, row.pk, by=user.actor, browser=browser_of(request))
        except second_factor.LastFactor:
            return _refuse_last(request)
        messages.success(request, _("It is removed. Your recovery codes still work."))
        return redirect("mfa_index")
    return render(request, "mfa/remove.html", {"what": what, "factors": factors_of(user)})


def _refuse_last(request: HttpRequest) -> HttpResponseBase:
    messages.warning(
        request, _("This is your only second step, so it stays. Add another one first, then remove this one.")
    )
    return redirect("factor_choice")


def _added(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A factor was shown to work: this session has passed the second step with it, the others have not."""
    user = user_of(request)
    is_first = not sessions.used_second_factor(request)
    record_authentication(request, user, "mfa", type=kind)
    sessions.rename(request.session)
    messages.success(request, _("Done. You use it from now on when you sign in."))
    if is_first:
        sessions.end_all(user, by=user.actor, but=request.session.get(sessions.ROW))
    return redirect("factor_choice" if factors_of(user).recovery_codes else "mfa_view_recovery_codes")


def _keep_key(user: User, form: NewKeyForm) -> bool:
    """Check the key's answer against our question, and keep it. False with the reason on the form."""
    answer = form.cleaned_data["credential"]
    try:
        webauthn.parse_registration_response(answer)
        webauthn.complete_registration(answer)
    except (ValidationError, KeyError, AttributeError, TypeError, ValueError):
        form.add_error(None, NO_ANSWER)
        return False
    name = form.cleaned_data["name"] or _("My security key")
    webauthn.WebAuthn.add(user, str(name), answer)
    return True


def _pending_secret(request: HttpRequest, user: User) -> str:
    """The secret shown on the page and not kept yet: sealed in the session, and the same when the page is reloaded."""
    bound_to = f"pending-app:{user.public_id}"
    try:
        return unseal(request.session[PENDING_SECRET], bound_to=bound_to)
    except (KeyError, TamperedToken):
        secret = second_factor.new_app_secret()
        request.session[PENDING_SECRET] = seal(secret, bound_to=bound_to)
        return secret


def _step(request: HttpRequest) -> Step | None:
    """The step of the journey this page belongs to, for the indicator; None once the walk is done."""
    step = journey.step_in(request)
    return None if step == Step.ACTIVE else Step.ADD_SECOND_FACTOR
