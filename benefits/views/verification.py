"""Verification letters: choose what is shown, check it, have it at once; later read, revoke, or make another."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.handing_out import pdf_file
from accounts.views.signed_in import person_of
from benefits.forms.verification import VerificationForm
from benefits.models import VerificationLetter
from benefits.services import verification
from notices import check_codes
from notices.documents import storage
from notices.services import papers
from sers_portal.base import clock
from sers_portal.base.access import member_page
from sers_portal.base.audit import log_access
from sers_portal.base.limits import LimitReached

PAGE = "verification letter"
ON_SCREEN = "documents/letter_words.html"
TOO_MANY = 429


@member_page
def overview(request: HttpRequest) -> HttpResponse:
    """What a verification letter is, and those made so far."""
    letters = VerificationLetter.objects.filter(person=person_of(request))
    return render(request, "verification/overview.html", {"letters": letters, "today": clock.today()})


@member_page
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """The lines to choose from; sent in, they are shown once more; sent in again, the letter is made."""
    if kind not in VerificationLetter.Kind:
        raise Http404
    person, language = person_of(request), get_language() or "en"
    form = VerificationForm(
        request.POST if request.method == "POST" else None,
        offers=verification.offers(person, kind, language=language),
    )
    context = {"form": form, "kind": kind, "person": person}
    if not form.is_valid() or "change" in request.POST:
        return render(request, "verification/choose.html", context)
    if "confirmed" not in request.POST:
        return render(request, "verification/review.html", {**context, "days": verification.DAYS_VALID})
    return _issue(request, form, kind)


def _issue(request: HttpRequest, form: VerificationForm, kind: str) -> HttpResponse:
    person, answers = person_of(request), form.cleaned_data
    try:
        letter = verification.issue(
            id=answers["id"],
            person=person,
            kind=kind,
            keys=answers["lines"],
            language=answers["language"],
            by=request.user.actor,  # type: ignore[union-attr]
        )
    except (verification.NothingChosen, LimitReached) as refusal:
        too_many = _(
            "You made ten letters in one day. Make the next one tomorrow, or call us at 217-785-7444."
        )
        form.add_error(None, too_many if isinstance(refusal, LimitReached) else str(refusal))
        context = {"form": form, "kind": kind, "person": person}
        return render(request, "verification/choose.html", context, status=TOO_MANY)
    return redirect("verification_letter", id=letter.pk)


@member_page
def letter(request: HttpRequest, id: UUID) -> HttpResponse:
    """The letter as a page, with its code, its last day, and how to take it back."""
    found = _own(request, id)
    log_access(by=request.user.actor, page=PAGE, person=found.person.public_id)  # type: ignore[union-attr]
    context = {
        "letter": found,
        "document": found.document,
        "code": check_codes.printed_code_of(found.document_id),
        "words": papers.read_out(found.document, layout=ON_SCREEN),
        "is_large": request.GET.get("type") == "large",
        "is_over": found.revoked_at is not None or found.expires_on < clock.today(),
    }
    return render(request, "verification/letter.html", context)


@member_page
def download(request: HttpRequest, id: UUID) -> HttpResponse:
    """The letter's PDF."""
    found = _own(request, id)
    back = reverse("verification_letter", args=[id])
    return pdf_file(request, lambda: storage.read(found.document), name=_name(found), page=PAGE, back=back)


@member_page
def download_large(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same words in large print."""
    found = _own(request, id)
    back = reverse("verification_letter", args=[id])
    name = _name(found, "-large-print")
    return pdf_file(request, lambda: papers.large_print(found.document), name=name, page=PAGE, back=back)


@member_page
@require_POST
def revoke(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take the letter back."""
    verification.revoke(letter=_own(request, id), by=request.user.actor)  # type: ignore[union-attr]
    messages.success(request, _("The letter is taken back. Whoever types its code reads that from now on."))
    return redirect("verification_letter", id=id)


def _own(request: HttpRequest, id: UUID) -> VerificationLetter:
    rows = VerificationLetter.objects.select_related("document", "person")
    found = rows.filter(pk=id, person=person_of(request)).first()
    if found is None:
        owner = rows.filter(pk=id).values_list("person__public_id", flat=True).first()
        log_access(by=request.user.actor, page=PAGE, person=owner, was_refused=True)  # type: ignore[union-attr]
        raise Http404
    return found


def _name(letter: VerificationLetter, more: str = "") -> str:
    return f"SERS-verification-{letter.issued_at:%Y-%m-%d}{more}.pdf"
