"""Looking at a member's pages as staff: how a session stands, and how it ends."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import Person, User
from accounts.services import looking
from sers_portal.base import clock
from sers_portal.base.access import account_page


def staff_looking(request: HttpRequest) -> Acting | None:
    """What a member of staff began in this session, while they still hold the right to it."""
    kept, user = request.session.get(looking.SESSION), request.user
    if kept is None or not isinstance(user, User):
        return None
    if not (user.is_staff and user.has_perm(looking.PERMISSION)):
        return None
    person = Person.objects.filter(pk=kept["person"]).first()
    if person is None:
        return None
    until = datetime.fromisoformat(kept["until"])
    is_over = clock.now() >= until
    if is_over:
        looking.end(session=request.session, by=user)
    back = reverse("admin:accounts_person_change", args=[person.pk])
    return Acting(person, user.actor, kept["purpose"], until, back, is_over=is_over)


@account_page
def end(request: HttpRequest) -> HttpResponseBase:
    """The button "Stop looking"."""
    user = request.user
    assert isinstance(user, User)
    person = looking.end(session=request.session, by=user) if request.method == "POST" else None
    if person is None:
        return redirect("home")
    messages.success(request, _("You look at your own pages again."))
    return redirect("admin:accounts_person_change", person)
