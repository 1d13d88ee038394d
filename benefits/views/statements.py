"""A person's yearly statements: the list, each as a page, as its PDF and in large print; every reading is logged."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from accounts.views.handing_out import pdf_file
from benefits.models import Statement
from benefits.services.statements.release import released_statements
from benefits.services.statements.rendering import TEMPLATE, words
from notices.documents import render as layout
from notices.documents import storage
from sers_portal.base import clock
from sers_portal.base.access import member_page
from sers_portal.base.audit import log_access

PAGE = "statement"
# What the list shows: to read everything of four tables would take most of the time this page has of its own.
LISTED = (
    *("kind", "run__year", "run__released_at", "document__size"),
    *(f"member__person__{part}" for part in ("given_name", "middle_name", "family_name", "suffix")),
)


@member_page
def statements(request: HttpRequest) -> HttpResponse:
    """Every statement released to this person, newest first."""
    own = released_statements(request.user.person)  # type: ignore[union-attr,arg-type]
    listed = own.select_related("run", "document", "member__person").only(*LISTED)
    context = {"today": clock.today(), "statements": listed}
    return render(request, "benefits/statements.html", context)


@member_page
def statement(request: HttpRequest, id: UUID) -> HttpResponse:
    """The statement as a page: the frozen words that its PDF prints."""
    found = _own(request, id)
    log_access(by=request.user.actor, page=PAGE, person=request.user.person.public_id)  # type: ignore[union-attr]
    context = {
        "statement": found,
        **words(found.pk, found.content or {}),
        "is_large": request.GET.get("type") == "large",
    }
    return render(request, "benefits/statement.html", context)


@member_page
def download(request: HttpRequest, id: UUID) -> HttpResponse:
    """The PDF of one statement, as it was made."""
    found = _own(request, id)
    back = reverse("statement_page", args=[id])
    return pdf_file(request, lambda: storage.read(found.document), name=_name(found), page=PAGE, back=back)  # type: ignore[arg-type]


@member_page
def download_large(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same words in large print."""
    found = _own(request, id)
    back = reverse("statement_page", args=[id])
    return pdf_file(request, lambda: _large(found), name=_name(found, "-large-print"), page=PAGE, back=back)


def _own(request: HttpRequest, id: UUID) -> Statement:
    """This person's own; another's is refused as if it were not there, and the try is noted."""
    own = released_statements(request.user.person).select_related("run", "document")  # type: ignore[union-attr,arg-type]
    found = own.filter(pk=id).first()
    if found is None:
        log_access(by=request.user.actor, page=PAGE, person=_owner(id), was_refused=True)  # type: ignore[union-attr]
        raise Http404
    return found


def _owner(id: UUID) -> UUID | None:
    return Statement.objects.filter(pk=id).values_list("person__public_id", flat=True).first()


def _large(statement: Statement) -> bytes:
    assert statement.content is not None
    with translation.override(statement.content["language"]):
        return layout.large_print(TEMPLATE, words(statement.pk, statement.content))


def _name(statement: Statement, more: str = "") -> str:
    return f"SERS-statement-{statement.run.year}-{statement.kind}{more}.pdf"
