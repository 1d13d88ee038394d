"""Handing out a person's own papers: asked who they are, written down, and never a broken file."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.confirmation import is_fresh
from notices.documents.storage import DamagedDocument
from sers_portal.base.audit import log_access

logger = logging.getLogger(__name__)


def ask_who(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """None within five minutes of the last confirmation; else the way there and back to the page with the file.

    Back to the page and not to the file: a browser that is sent to a file stays on the page before it.
    """
    if is_fresh(request):
        return None
    messages.info(
        request, _("Files are for you alone: confirm that it is you. Then choose the file once more.")
    )
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


def pdf_file(
    request: HttpRequest, make: Callable[[], bytes], *, name: str, page: str, back: str
) -> HttpResponse:
    """A PDF as an attachment, noted in the access log; a page that says so where it cannot be read.

    Who did not confirm themselves lately is asked first, and comes `back` to the page with the file.
    """
    if (question := ask_who(request, back=back)) is not None:
        return question
    user = request.user
    try:
        content = make()
    except (OSError, DamagedDocument) as error:
        logger.exception("document unreadable", extra={"page": page, "error": type(error).__name__})
        return render(request, "documents/unavailable.html", status=503)
    log_access(by=user.actor, page=page, person=user.person.public_id)  # type: ignore[union-attr]
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
