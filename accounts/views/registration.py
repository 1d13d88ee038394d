"""eRegistration: fill in, check your answers, done. And choosing another PIN later."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.confirmation import freshly_confirmed
from accounts.forms.registration import NOT_ECHOED, PinForm, RegistrationForm, ending
from accounts.models import Registration, User
from accounts.services import registration
from accounts.services.activation.entry import reserved_letter
from accounts.services.registration import DetailsRefused, NoLetter, PinRefused, RegistrationRefused
from sers_portal.base.access import account_page, member_page


@account_page
def start(request: HttpRequest) -> HttpResponse:
    """The form. Whatever is sent in is kept in the sealed draft, right or wrong."""
    user = _account(request)
    if (elsewhere := _place_of(user)) is not None:
        return elsewhere
    kept = registration.load_draft(user)
    form = RegistrationForm(request.POST if request.method == "POST" else None, account=user, kept=kept)
    if request.method != "POST":
        return _form_page(request, form)
    registration.save_draft(account=user, typed=form.to_keep())
    if not form.is_valid() or not _agrees(request, user, form):
        return _form_page(request, form) if reserved_letter(user) else redirect("activation_enter")
    return redirect("registration_review")


@account_page
def review(request: HttpRequest) -> HttpResponse:
    """Check your answers: shown from the draft, with links to change them; sending it in links the account."""
    user = _account(request)
    if (elsewhere := _place_of(user)) is not None:
        return elsewhere
    kept = registration.load_draft(user)
    form = RegistrationForm(kept, account=user, kept={})
    if not form.is_valid():
        return redirect("registration_start")
    if request.method != "POST":
        return render(request, "registration/review.html", _shown(form))
    return _complete(request, user, form)


@account_page
def done(request: HttpRequest) -> HttpResponse:
    """It is done, and what follows."""
    user = _account(request)
    made = Registration.objects.filter(account=user, ended_at=None).first()
    if made is None:
        return redirect("registration_start")
    return render(request, "registration/done.html", {"registration": made})


@member_page
@freshly_confirmed
def choose_pin(request: HttpRequest) -> HttpResponse:
    """Another PIN for the telephone."""
    user = _account(request)
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            registration.choose_pin(account=user, pin=form.cleaned_data["pin"], by=user.actor)
        except (PinRefused, NoLetter) as refusal:
            form.add_error("pin", str(refusal))
        else:
            messages.success(request, _("Your new PIN is set. Use it when you call us."))
            return redirect("member_home")
    return render(request, "registration/pin.html", {"form": form})


def _place_of(user: User) -> HttpResponse | None:
    """Where else an account belongs: it is done, or it has typed no code yet."""
    if registration.is_registered(user):
        return redirect(
            "registration_done" if user.registrations.filter(ended_at=None).exists() else "member_home"
        )
    if reserved_letter(user) is None:
        return redirect("activation_enter")
    return None


def _agrees(request: HttpRequest, user: User, form: RegistrationForm) -> bool:
    """Whether the letter's person and the PIN's rules agree; what does not is said beside its field."""
    try:
        registration.check(account=user, details=form.details(), by=user.actor)
    except PinRefused as refusal:
        form.add_error("pin", str(refusal))
        registration.save_draft(account=user, typed=form.to_keep())
    except RegistrationRefused as refusal:
        form.add_error("number", str(refusal))
        if reserved_letter(user) is None:
            messages.error(request, str(refusal))
    else:
        return True
    return False


def _complete(request: HttpRequest, user: User, form: RegistrationForm) -> HttpResponse:
    try:
        registration.complete(account=user, details=form.details(), by=user.actor)
    except (DetailsRefused, NoLetter) as refusal:
        messages.error(request, str(refusal))
        return redirect("activation_enter" if reserved_letter(user) is None else "registration_start")
    except RegistrationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("registration_start")
    return redirect("registration_done")


def _shown(form: RegistrationForm) -> dict[str, object]:
    """The answers as the page to check them shows them: no PIN, and of the number its end."""
    answers = form.cleaned_data
    kind = Registration.PhoneKind(answers["phone_kind"]).label
    return {"answers": answers, "phone_kind": kind, "number_end": ending(answers["number"])}


def _form_page(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    right = form.to_keep() if form.is_bound else form.kept
    kept = {name: right.get(name, "") for name in NOT_ECHOED}
    hints = {"has_pin": bool(kept["pin"]), "number_end": ending(kept["number"])}
    return render(request, "registration/start.html", {"form": form, **hints})


def _account(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
