"""The page that explains one's file, the file itself, and the published schema."""

import tempfile
from datetime import timedelta

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.views.handing_out import ask_who
from sers_portal.base import clock, limits
from sers_portal.base.access import account_page, member_page, public
from sers_portal.base.audit import log_access
from sers_portal.base.limits import Limit, LimitReached
from sers_portal.own_data.schema import written
from sers_portal.own_data.writing import write

FILES = [Limit(5, timedelta(hours=1)), Limit(20, timedelta(days=1))]
# Up to here it stays in memory; a longer one is kept in a file without a name while it is sent.
IN_MEMORY = 4 * 1024 * 1024
TOO_MANY = 429


@member_page
def own_data(request: HttpRequest) -> HttpResponse:
    """What the file holds, and the button that makes it."""
    return render(request, "own_data/page.html")


@member_page
@require_POST
def own_data_file(request: HttpRequest) -> HttpResponseBase:
    """The file, made now and kept nowhere."""
    if (question := ask_who(request, back=reverse("own_data"))) is not None:
        return question
    try:
        return _file(_user(request))
    except LimitReached as limit:
        return render(request, "own_data/page.html", {"again_at": limit.again_at}, status=TOO_MANY)


@account_page
@require_POST
def helping_data(request: HttpRequest) -> HttpResponseBase:
    """The same of an account without a record, of somebody who helps: the account, its sign-ins, whom it helps."""
    if _user(request).person is not None:
        return redirect("own_data")
    if (question := ask_who(request, back=reverse("helping"))) is not None:
        return question
    try:
        return _file(_user(request))
    except LimitReached as limit:
        time = date_format(localtime(limit.again_at), "TIME_FORMAT")
        messages.error(
            request,
            _("You made several files just now. After %(time)s you can make the next one.") % {"time": time},
        )
        return redirect("helping")


def _file(user: User) -> FileResponse:
    """Raises `LimitReached`."""
    owner = user.person.public_id if user.person is not None else None
    limits.take("own-data", str(owner or user.public_id), FILES)
    # Closed by the response when it has been sent.
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    write(file, user.person, user)
    file.seek(0)
    log_access(by=user.actor, page="own data", person=owner)
    name = f"SERS-my-data-{clock.today():%Y-%m-%d}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


@public
def own_data_schema(request: HttpRequest) -> HttpResponse:
    """The schema, for programs."""
    return HttpResponse(written(), content_type="application/schema+json")
