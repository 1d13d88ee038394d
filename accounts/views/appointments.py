"""A member's appointments: asked for, a time picked, moved, cancelled, and as a calendar file."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import checking
from accounts.checking import CheckPage, Stage, stage_of
from accounts.forms.appointments import PickForm, WishForm
from accounts.models import Appointment
from accounts.services import appointments as service
from accounts.views.profile import UNPROCESSABLE
from accounts.views.signed_in import person_of
from sers_portal.base import clock
from sers_portal.base.access import member_page
from sers_portal.base.audit import log_access
from sers_portal.base.clock import SPRINGFIELD


@member_page
def appointments(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first."""
    rows = Appointment.objects.filter(person=person_of(request))[:50]
    return render(request, "appointments/appointments.html", {"rows": rows})


@member_page
def new_appointment(request: HttpRequest) -> HttpResponse:
    """Ask for one."""
    form = WishForm(request.POST if request.method == "POST" else None)
    stage = stage_of(request, form)
    if stage is Stage.CHECK:
        return checking.show(request, form, _check_wish())
    if stage is Stage.DO:
        try:
            row = service.request(
                person=person_of(request),
                id=form.cleaned_data["id"],
                wish=form.wish(),
                by=request.user.actor,  # type: ignore[union-attr]
            )
        except service.AppointmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("We look for times and write to you by e-mail."))
            return redirect("appointment", row.pk)
    return render(
        request, "appointments/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200
    )


@member_page
def appointment(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of them: its time, or the times to choose from."""
    row = _own(request, id)
    return _page(request, row, _pick_form(row))


@member_page
def pick(request: HttpRequest, id: UUID) -> HttpResponse:
    """Post: take one of the times offered."""
    row = _own(request, id)
    if request.method != "POST":
        return redirect("appointment", row.pk)
    form = _pick_form(row, request.POST)
    if row.state == Appointment.State.BOOKED:
        return redirect("appointment", row.pk)
    if form.is_valid():
        try:
            service.pick(appointment=row, offer_id=int(form.cleaned_data["offer"]), by=request.user.actor)  # type: ignore[union-attr]
        except service.AppointmentRefused as refusal:
            form.add_error("offer", str(refusal))
        else:
            messages.success(request, _("Your appointment is booked. We sent you an e-mail."))
            return redirect("appointment", row.pk)
    return _page(request, row, form)


@member_page
@require_POST
def ask_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Post: none of these times; look for others."""
    row = _own(request, id)
    try:
        service.ask_again(appointment=row, by=request.user.actor)  # type: ignore[union-attr]
    except service.AppointmentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("We look for other times and write to you by e-mail."))
    return redirect("appointment", row.pk)


@member_page
@require_POST
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Post: it does not take place."""
    service.cancel(appointment=_own(request, id), by=request.user.actor)  # type: ignore[union-attr]
    messages.success(request, _("The appointment is cancelled."))
    return redirect("appointments")


@member_page
def calendar(request: HttpRequest, id: UUID) -> HttpResponse:
    """A booked one as a file for a calendar program."""
    row = _own(request, id)
    if row.state != Appointment.State.BOOKED:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="SERS-appointment.ics"'}
    return HttpResponse(
        service.calendar_of(row), content_type="text/calendar; charset=utf-8", headers=headers
    )


def _check_wish() -> CheckPage:
    return CheckPage(
        crumb=(reverse("appointments"), _("Your appointments")),
        send=_("Send"),
        lead=_("Nothing has been sent yet. When you send it, we look for times and write to you by e-mail."),
    )


def _pick_form(row: Appointment, data: object = None) -> PickForm:
    open_offers = row.offers.filter(withdrawn_at=None, begins_at__gt=clock.now())
    offers = [
        (one, date_format(one.begins_at.astimezone(SPRINGFIELD), "DATETIME_FORMAT")) for one in open_offers
    ]
    return PickForm(data, offers=offers)


def _page(request: HttpRequest, row: Appointment, form: PickForm) -> HttpResponse:
    is_past = row.begins_at is not None and row.begins_at <= clock.now()
    context = {
        "row": row,
        "form": form,
        "has_offers": bool(form.fields["offer"].choices),  # type: ignore[attr-defined]
        "days": [Appointment.Day(day).label for day in row.days],
        "place": service.PLACES[Appointment.Way(row.way)],
        "phone_ends": row.phone[-4:],
        "is_past": is_past,
        "may_change": row.state != Appointment.State.CANCELLED and not is_past,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "appointments/appointment.html", context, status=status)


def _own(request: HttpRequest, id: UUID) -> Appointment:
    row = Appointment.objects.select_related("person").filter(pk=id).first()
    if row is None or row.person_id != person_of(request).pk:
        owner = row.person.public_id if row is not None else None
        log_access(by=request.user.actor, page="appointment", person=owner, was_refused=True)  # type: ignore[union-attr]
        raise Http404
    return row
