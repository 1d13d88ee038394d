"""The profile: name and numbers on record, where the person is reached, what comes how, who looked at the record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import checking
from accounts.checking import CheckPage, Stage, stage_of
from accounts.confirmation import freshly_confirmed
from accounts.forms.profile import AddressForm, DeliveryForm, PhoneForm
from accounts.models import Address, PlannedAddress, Registration, User
from accounts.services import access_seen, contacts, newsletter
from accounts.views.signed_in import person_of
from sers_portal.base import clock
from sers_portal.base.access import member_page

CHANGE_OF_NAME = "claim_start_name_change"
UNPROCESSABLE = 422


@member_page
def profile(request: HttpRequest) -> HttpResponse:
    """What SERS has on record of a person, and where each part is changed."""
    person = person_of(request)
    account = User.objects.filter(person=person).first()
    registration = Registration.objects.filter(person=person, ended_at=None).first()
    ways, paper = contacts.delivery_of(person), newsletter.choice_of(person)
    context = {
        "person": person,
        "account": account,
        "ssn_last_four": person.ssn[-4:],
        "addresses": list(person.addresses.all()),
        "planned": PlannedAddress.objects.filter(person=person, taken_up_at=None, cancelled_at=None).first(),
        "phones": list(person.contact_phones.filter(removed_at=None)),
        "registered_phone": registration.phone[-4:] if registration else "",
        "delivery": [(field.label, _chosen(field)) for field in DeliveryForm(ways=ways, newsletter=paper)],
        "name_change": _address_of(CHANGE_OF_NAME),
    }
    return render(request, "profile/profile.html", context)


@member_page
@freshly_confirmed
def new_address(request: HttpRequest) -> HttpResponseBase:
    """A new address, from a day on."""
    person = person_of(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    stage = stage_of(request, form)
    if stage is Stage.CHECK:
        return checking.show(request, form, _check_address())
    if stage is Stage.DO:
        try:
            kept = contacts.change_address(person=person, new=form.address(), by=request.user.actor)  # type: ignore[union-attr]
        except contacts.ContactRefused as refusal:
            form.add_error("from_on", str(refusal))
        else:
            messages.success(request, _say_kept(kept))
            return redirect("profile")
    now = Address.objects.filter(person=person, until_on=None).first()
    context = {"form": form, "now": now}
    return render(request, "profile/address.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@require_POST
def cancel_address(request: HttpRequest) -> HttpResponse:
    """Post: stay where letters go now."""
    if contacts.cancel_planned(person=person_of(request), by=request.user.actor):  # type: ignore[union-attr]
        messages.success(request, _("We keep writing to your address of now."))
    return redirect("profile")


@member_page
@freshly_confirmed
def new_phone(request: HttpRequest) -> HttpResponseBase:
    """A telephone at which SERS may call."""
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            contacts.add_phone(
                person=person_of(request),
                number=form.cleaned_data["number"].as_e164,
                kind=form.cleaned_data["kind"],
                by=request.user.actor,  # type: ignore[union-attr]
            )
        except contacts.ContactRefused as refusal:
            form.add_error("number", str(refusal))
        else:
            messages.success(request, _("We have your telephone number."))
            return redirect("profile")
    return render(request, "profile/phone.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@member_page
@freshly_confirmed
def remove_phone(request: HttpRequest, phone: UUID) -> HttpResponseBase:
    """Post: do not call this number any more."""
    if request.method == "POST" and contacts.remove_phone(
        person=person_of(request),
        phone=phone,
        by=request.user.actor,  # type: ignore[union-attr]
    ):
        messages.success(request, _("We do not call this number any more."))
    return redirect("profile")


@member_page
def delivery(request: HttpRequest) -> HttpResponse:
    """What comes by e-mail and what on paper."""
    person, by = person_of(request), request.user.actor  # type: ignore[union-attr]
    chosen = newsletter.choice_of(person)
    data = request.POST if request.method == "POST" else None
    form = DeliveryForm(data, ways=contacts.delivery_of(person), newsletter=chosen)
    if form.is_valid():
        ways = dict(form.cleaned_data)
        paper = ways.pop("newsletter")
        contacts.choose_delivery(person=person, ways=ways, by=by)
        if paper != chosen:
            newsletter.choose(person=person, way=paper, by=by)
        messages.success(request, _("Your choices are kept. They hold from the next message on."))
        return redirect("profile")
    return render(
        request, "profile/delivery.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200
    )


@member_page
def who_looked(request: HttpRequest) -> HttpResponse:
    """Everybody who saw this record: staff with their purpose, people who help, and apart from them the person."""
    is_own = request.GET.get("who") == "me"
    find = access_seen.own_looks if is_own else access_seen.looks_of_others
    looks, shown = find(person_of(request), page=request.GET.get("page"))
    return render(request, "profile/who_looked.html", {"looks": looks, "shown": shown, "is_own": is_own})


def _check_address() -> CheckPage:
    return CheckPage(
        crumb=(reverse("profile"), _("Your profile")),
        send=_("Keep this address"),
        lead=_(
            "Nothing has been changed yet. If you agree, we tell you at your old and new contacts, and for 14 days "
            "your bank account cannot be changed."
        ),
    )


def _say_kept(kept: Address | PlannedAddress) -> str:
    if kept.from_on > clock.today():
        words = _("We write to your new address from %(day)s on. You are told at your old and new contacts.")
    else:
        words = _("We have your new address as of %(day)s. You are told at your old and new contacts.")
    return words % {"day": date_format(kept.from_on, "DATE_FORMAT")}


def _chosen(field: object) -> str:
    choices = dict(field.field.choices)  # type: ignore[attr-defined]
    return str(choices[field.initial])  # type: ignore[attr-defined]


def _address_of(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:  # its app has no such page
        return ""
