"""What was sent to a person: the list of every genuine message, and each letter as a page, a file, and in large print."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.services.messages_sent import addressee_of, letter_to, messages_to
from accounts.views.handing_out import pdf_file
from accounts.views.signed_in import person_of
from notices.documents import storage
from notices.models import Letter
from notices.services import papers
from sers_portal.base.access import member_page
from sers_portal.base.audit import log_access

MOST_PAGES = 1000
STATEMENT = "statement"
ON_SCREEN = "documents/letter_words.html"


@member_page
def letters(request: HttpRequest) -> HttpResponse:
    """Every message sent to this person, newest first."""
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < int(number) <= MOST_PAGES else 1
    return render(
        request, "documents/messages_sent.html", {"page": messages_to(person_of(request), page=page)}
    )


@member_page
def letter(request: HttpRequest, id: UUID) -> HttpResponse:
    """A letter's words as a page. One that shows a code, or is older than these pages, is shown on paper only."""
    found = _own_letter(request, id)
    log_access(by=request.user.actor, page="letter", person=person_of(request).public_id)  # type: ignore[union-attr]
    document = found.document
    context = {"letter": found, "document": document, "is_statement": document.kind == STATEMENT}
    if not papers.can_be_read(document):
        return render(request, "documents/paper_only.html", context)
    words = papers.read_out(document, layout=ON_SCREEN)
    code = papers.words_of(document)["check_code"]
    context |= {"words": words, "check_code": code, "is_large": request.GET.get("type") == "large"}
    return render(request, "documents/letter.html", context)


@member_page
def letter_pdf(request: HttpRequest, id: UUID) -> HttpResponse:
    """The letter as it was mailed."""
    found = _own_letter(request, id)
    back = reverse("letter", args=[id])
    return pdf_file(
        request, lambda: storage.read(found.document), name=_name(found), page="letter", back=back
    )


@member_page
def letter_large(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same words in large print."""
    found = _own_letter(request, id)
    if not papers.can_be_read(found.document):
        raise Http404
    back = reverse("letter", args=[id])
    name = _name(found, "-large-print")
    return pdf_file(request, lambda: papers.large_print(found.document), name=name, page="letter", back=back)


def _own_letter(request: HttpRequest, id: UUID) -> Letter:
    found = letter_to(person_of(request), id)
    if found is None:
        log_access(by=request.user.actor, page="letter", person=addressee_of(id), was_refused=True)  # type: ignore[union-attr]
        raise Http404
    if found.document.holds_code and request.resolver_match and request.resolver_match.url_name != "letter":
        raise Http404
    return found


def _name(letter: Letter, more: str = "") -> str:
    return f"SERS-letter-{letter.created_at:%Y-%m-%d}{more}.pdf"
