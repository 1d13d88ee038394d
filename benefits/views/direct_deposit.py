"""Direct deposit: where payments go, a change as one visible thing, its stop button, and the member's own lock."""

import json
from datetime import timedelta
from math import ceil
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import kept_words
from accounts.confirmation import freshly_confirmed
from accounts.models import Person
from accounts.views.signed_in import person_of, user_of
from benefits.forms.direct_deposit import BankChangeForm
from benefits.models import BankChange
from benefits.services import direct_deposit as service
from benefits.services.direct_deposit import safety
from benefits.services.direct_deposit.planning import cut_off_of
from benefits.services.direct_deposit.refusals import ChangeRefused, WrongLastFour
from benefits.services.direct_deposit.stopping import LINK
from benefits.services.returned_deposits import people_whose_deposit_came_back
from sers_portal.base import clock
from sers_portal.base.access import member_page, public
from sers_portal.base.sealing import TamperedToken, seal, unseal

TYPED = ("id", "current_last_four", "routing_number", "account_number", "account_number_again", "kind")
UNPROCESSABLE = 422
OLD_CHANGES_SHOWN = 5


@member_page
def overview(request: HttpRequest) -> HttpResponse:
    """The account in use, a change that waits, the lock, and the changes of before."""
    person = person_of(request)
    changes = list(
        BankChange.objects.filter(person=person)
        .select_related("replaces")
        .prefetch_related("notices__email", "notices__text", "notices__letter")[: OLD_CHANGES_SHOWN + 1]
    )
    account = safety.account_in_use(person)
    waiting = next((change for change in changes if change.is_waiting), None)
    context = {
        "account": account,
        "came_back": account is not None
        and person.pk in people_whose_deposit_came_back({person.pk: account}),
        "is_paid": safety.is_paid(person),
        "waiting": waiting,
        "countdown": countdown(waiting) if waiting else None,
        "older": [change for change in changes if change is not waiting][:OLD_CHANGES_SHOWN],
        "lock": service.current_lock(person),
        "obstacle": None if waiting else service.obstacle(person),
    }
    return render(request, "benefits/direct_deposit/overview.html", context)


def countdown(change: BankChange) -> dict[str, Any]:
    """What is left of a hold: whole days, then hours; the cut-off; and until when it can be stopped at least."""
    left = max(change.hold_ends_at - clock.now(), timedelta())
    days = ceil(left / timedelta(days=1))
    return {
        # The last day is told in hours.
        "days": days if days > 1 else 0,
        "hours": ceil(left / timedelta(hours=1)),
        "is_over": not left,
        "day": min(8 - days, 7),
        "cut_off": cut_off_of(change.first_month),
        "last_day_to_stop": change.takes_effect_on - timedelta(days=1),
    }


@member_page
@freshly_confirmed
def change(request: HttpRequest) -> HttpResponse:
    """The form; sent in, its answers to be checked; sent in again, the change is asked for."""
    person = person_of(request)
    if (sentence := service.obstacle(person)) is not None and not _is_made(request, person):
        messages.info(request, sentence)
        return redirect("direct_deposit")
    form = _form(request, person)
    if not form.is_bound or "change" in request.POST:
        return _show(request, form)
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    return _ask(request, person, form) if "confirmed" in request.POST else _review(request, person, form)


def _form(request: HttpRequest, person: Person) -> BankChangeForm:
    in_use = safety.account_in_use(person)
    if request.method == "POST":
        return BankChangeForm(_opened(request) or request.POST, account_in_use=in_use)
    # Sent in from the page that asks to check it, the answers are in their seal.
    kept = kept_words.shown()
    sealed = kept.words.get("sealed", "") if kept else ""
    return BankChangeForm(initial=_unseal(request, sealed) or None, account_in_use=in_use)


def _review(request: HttpRequest, person: Person, form: BankChangeForm) -> HttpResponse:
    try:
        service.check_last_four(person, form.last_four_typed)
    except ChangeRefused as refusal:
        return _refused(request, form, refusal)
    typed = {name: str(form.cleaned_data.get(name, "")) for name in TYPED}
    context = {"form": form, "sealed": _seal(request, typed), "account": safety.account_in_use(person)}
    return render(request, "benefits/direct_deposit/review.html", context)


def _ask(request: HttpRequest, person: Person, form: BankChangeForm) -> HttpResponse:
    try:
        service.ask(
            id=form.cleaned_data["id"],
            person=person,
            account=form.account,
            current_last_four=form.last_four_typed,
            by=user_of(request).actor,
        )
    except ChangeRefused as refusal:
        return _refused(request, form, refusal)
    messages.success(request, _("We have your request. It waits seven days, and you can stop it here."))
    return redirect("direct_deposit")


def _refused(request: HttpRequest, form: BankChangeForm, refusal: ChangeRefused) -> HttpResponse:
    form.add_error("current_last_four" if isinstance(refusal, WrongLastFour) else None, str(refusal))
    return _show(request, form, status=UNPROCESSABLE)


def _show(request: HttpRequest, form: BankChangeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "benefits/direct_deposit/form.html", {"form": form}, status=status)


@member_page
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop the change that waits; no fresh confirmation is asked for: stopping must be easy."""
    waiting = BankChange.objects.filter(person=person_of(request), state=BankChange.State.WAITING).first()
    was_not_me = request.POST.get("why") != "mistake"
    is_stopped = waiting is not None and service.stop(
        change=waiting, was_not_me=was_not_me, by=user_of(request).actor
    )
    if not is_stopped:
        messages.info(request, _("There is no change that waits."))
    elif was_not_me:
        messages.success(
            request,
            _("The change is stopped, and your direct deposit is locked. Now change your password as well."),
        )
    else:
        messages.success(request, _("The change is taken back. Your payments go where they went before."))
    return redirect("direct_deposit")


@public
def stop_link(request: HttpRequest, link: str) -> HttpResponse:
    """ "This was not me", from an e-mail: looking changes nothing; the button stops the change."""
    found = service.change_of_link(link)
    is_stopped = (
        request.method == "POST"
        and found is not None
        and service.stop(change=found, was_not_me=True, by=LINK)
    )
    context = {"is_good": found is not None, "is_stopped": is_stopped, "link": link}
    return _not_stored(render(request, "benefits/direct_deposit/stop_link.html", context))


@public
def keep_link(request: HttpRequest, link: str) -> HttpResponse:
    """ "Keep it locked", from an e-mail: looking changes nothing."""
    found = service.lock_of_link(link)
    is_kept = request.method == "POST" and found is not None and service.keep_locked(lock=found, by=LINK)
    context = {"is_good": found is not None, "is_kept": is_kept, "link": link}
    return _not_stored(render(request, "benefits/direct_deposit/keep_link.html", context))


@member_page
def lock(request: HttpRequest) -> HttpResponse:
    """Lock direct deposit: asked once, done at once."""
    if request.method == "POST":
        service.lock(person=person_of(request), by=user_of(request).actor)
        messages.success(
            request, _("Your direct deposit is locked. Nobody can send your payments elsewhere.")
        )
        return redirect("direct_deposit")
    return render(request, "benefits/direct_deposit/lock.html")


@member_page
@freshly_confirmed
def unlock(request: HttpRequest) -> HttpResponse:
    """Take the lock off: after a wait of three days."""
    person = person_of(request)
    held = service.current_lock(person)
    if held is None or held.opens_at is not None:
        return redirect("direct_deposit")
    if request.method == "POST":
        service.ask_to_unlock(person=person, by=user_of(request).actor)
        messages.success(request, _("The lock comes off after three days. You can keep it on until then."))
        return redirect("direct_deposit")
    return render(request, "benefits/direct_deposit/unlock.html")


@member_page
@require_POST
def keep_locked(request: HttpRequest) -> HttpResponse:
    """Keep the lock on after all."""
    held = service.current_lock(person_of(request))
    if held is not None and service.keep_locked(lock=held, by=user_of(request).actor):
        messages.success(request, _("Your direct deposit stays locked."))
    return redirect("direct_deposit")


def _is_made(request: HttpRequest, person: Person) -> bool:
    """Whether this very form was sent in before: it is answered as it was then."""
    typed = _opened(request)
    if request.method != "POST" or not typed:
        return False
    return BankChange.objects.filter(pk=typed["id"], person=person).exists()


def _opened(request: HttpRequest) -> dict[str, str]:
    return _unseal(request, request.POST.get("sealed", ""))


def _seal(request: HttpRequest, typed: dict[str, str]) -> str:
    return seal(json.dumps(typed), bound_to=_binding(request))


def _unseal(request: HttpRequest, token: str) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(unseal(token, bound_to=_binding(request))) if token else {}
    except TamperedToken:
        return {}
    return found


def _binding(request: HttpRequest) -> str:
    return f"bank change form:{user_of(request).public_id}"


def _not_stored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
