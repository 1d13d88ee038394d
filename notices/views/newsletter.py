"""The Informer in public: the archive, and each issue as a page, a PDF and in large print."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from notices.documents import storage
from notices.models import Document, NewsletterIssue
from notices.services import newsletter, papers
from sers_portal.base.access import public


@public
def archive(request: HttpRequest) -> HttpResponse:
    """Every issue, newest first."""
    return render(request, "newsletter/archive.html", {"issues": newsletter.published_issues()})


@public
def issue(request: HttpRequest, on: str) -> HttpResponse:
    """One issue in the reader's language."""
    return render(request, "newsletter/issue.html", {"issue": _issue(on)})


@public
def issue_pdf(request: HttpRequest, on: str) -> HttpResponse:
    """The issue as it was printed, in the reader's language."""
    document = _document(on)
    return _pdf(storage.read(document), document, f"the-informer-{on}.pdf")


@public
def issue_large(request: HttpRequest, on: str) -> HttpResponse:
    """The issue in large print."""
    document = _document(on)
    return _pdf(papers.large_print(document), document, f"the-informer-{on}-large-print.pdf")


def _issue(on: str) -> NewsletterIssue:
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise Http404 from error
    found = newsletter.published_issues().prefetch_related("sections").filter(on=day).first()
    if found is None:
        raise Http404
    return found


def _document(on: str) -> Document:
    return newsletter.printed_form(_issue(on), get_language() or "en")


def _pdf(content: bytes, document: Document, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=document.content_type, headers=headers)
