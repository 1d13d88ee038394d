"""A person's yearly statements: the list, and the PDF behind an access check that is logged."""

import logging
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from benefits.models import Statement
from benefits.services.statements.release import released_statements
from notices.documents import storage
from sers_portal.base import clock
from sers_portal.base.access import member_page
from sers_portal.base.audit import log_access

logger = logging.getLogger(__name__)


@member_page
def statements(request: HttpRequest) -> HttpResponse:
    """Every statement released to this person, newest first."""
    context = {"today": clock.today(), "statements": released_statements(request.user.person)}  # type: ignore[union-attr,arg-type]
    return render(request, "benefits/statements.html", context)


@member_page
def download(request: HttpRequest, id: UUID) -> HttpResponse:
    """The PDF of one statement. Another person's is refused as if it were not there, and the try is noted."""
    user = request.user
    statement = released_statements(user.person).filter(pk=id).first()  # type: ignore[union-attr,arg-type]
    if statement is None:
        log_access(by=user.actor, page="statement", person=_owner(id), was_refused=True)  # type: ignore[union-attr]
        raise Http404
    try:
        content = storage.read(statement.document)  # type: ignore[arg-type]
    except (OSError, storage.DamagedDocument) as error:
        logger.exception("statement unreadable", extra={"statement": str(id), "error": type(error).__name__})
        return render(request, "benefits/statement_unavailable.html", status=503)
    log_access(by=user.actor, page="statement", person=user.person.public_id)  # type: ignore[union-attr]
    return _as_attachment(content, statement)


def _owner(id: UUID) -> UUID | None:
    return Statement.objects.filter(pk=id).values_list("person__public_id", flat=True).first()


def _as_attachment(content: bytes, statement: Statement) -> HttpResponse:
    name = f"SERS-statement-{statement.run.year}-{statement.kind}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
