"""Asking for the letter with the code, and typing the code."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.forms.activation import CodeForm, LetterRequestForm
from accounts.models import User
from accounts.services.activation import entry, requests
from accounts.services.activation.entry import CodeRefused
from accounts.services.registration import is_registered
from sers_portal.base.access import account_page, public
from sers_portal.base.audit import Actor
from sers_portal.base.limits import LimitReached
from sers_portal.base.origin import origin_of

VISITOR = Actor(id=None, name="a visitor")
TOO_MANY = 429


@public
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The page that takes four facts; whoever sends it in is sent to the same next page."""
    form = LetterRequestForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "activation/request.html", {"form": form})
    account = request.user if isinstance(request.user, User) else None
    by = account.actor if account else VISITOR
    try:
        requests.ask(typed=form.typed(), origin=origin_of(request), account=account, by=by)
    except LimitReached as limit:
        form.add_error(None, _too_many(limit.again_at))
        return render(request, "activation/request.html", {"form": form}, status=TOO_MANY)
    return redirect("activation_requested")


@public
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next: the same words for everybody."""
    return render(request, "activation/requested.html")


@account_page
def enter(request: HttpRequest) -> HttpResponse:
    """The page that takes the code from the letter."""
    user = _account(request)
    if is_registered(user):
        return redirect("member_home")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _enter_page(request, form)
    try:
        entry.enter_code(account=user, code=form.cleaned_data["code"], by=user.actor)
    except CodeRefused as refusal:
        form.add_error("code", refusal.sentence)
        return _enter_page(request, form)
    except LimitReached as limit:
        form.add_error("code", _too_many(limit.again_at))
        return _enter_page(request, form, status=TOO_MANY)
    return redirect("registration_start")


@account_page
@require_POST
def give_back(request: HttpRequest) -> HttpResponse:
    """The code was of another's letter: start anew with one's own."""
    user = _account(request)
    entry.give_back(account=user, by=user.actor)
    messages.info(request, _("The code is taken back. Type the code from your own letter."))
    return redirect("activation_enter")


def _enter_page(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    has_typed = entry.reserved_letter(_account(request)) is not None
    return render(request, "activation/enter.html", {"form": form, "has_typed": has_typed}, status=status)


def _account(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _too_many(again_at: datetime) -> str:
    return _("There were too many tries. Try again after %(time)s, or call us at 217-785-7444.") % {
        "time": date_format(localtime(again_at), "MONTH_DAY_TIME_FORMAT")
    }
