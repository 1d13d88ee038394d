"""Verification letters as staff see them, and making one for a member who asks."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.admin import person_links
from accounts.admin.people_found import FoundByPerson
from accounts.admin.person_links import PersonLink
from accounts.models import DeliveryChoice, Person
from accounts.services import correspondence
from accounts.services.correspondence import PersonalLetter
from benefits.forms.staff_verification import StaffVerificationForm
from benefits.models import VerificationLetter
from benefits.services import verification
from notices.admin.read_only import ReadOnly
from sers_portal.base.audit import log_access
from sers_portal.base.limits import LimitReached

RIGHT = "benefits.issue_verificationletter"
Kind = VerificationLetter.Kind

person_links.add(
    PersonLink(_("Claims"), "admin:benefits_claim_changelist", "benefits.view_claim", "q={}"),
    PersonLink(_("Months of pay"), "admin:benefits_payrecord_changelist", "benefits.view_payrecord", "q={}"),
    PersonLink(
        _("Verification letters"),
        "admin:benefits_verificationletter_changelist",
        "benefits.view_verificationletter",
        "q={}",
    ),
    PersonLink(_("Make a letter that verifies membership"), "admin:benefits_verify_membership", RIGHT),
    PersonLink(_("Make a letter that verifies income"), "admin:benefits_verify_income", RIGHT),
)


@admin.register(VerificationLetter)
class VerificationLetterAdmin(FoundByPerson, ReadOnly):
    list_display = ["issued_at", "member_id", "kind", "issued_by_name", "expires_on", "revoked_at"]
    list_display_links = None
    list_filter = ["kind"]
    list_select_related = ["person"]
    ordering = ["-issued_at"]

    @admin.display(description=_("Member ID"))
    def member_id(self, row: VerificationLetter) -> str:
        return row.person.member_id

    def get_urls(self) -> list[URLPattern]:
        views = (("membership", self.membership), ("income", self.income))
        return [
            path(f"for/<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"benefits_verify_{name}")
            for name, view in views
        ] + super().get_urls()

    def membership(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A letter about membership and service."""
        return self._make(request, pk, Kind.MEMBERSHIP)

    def income(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A letter about what is paid."""
        return self._make(request, pk, Kind.INCOME)

    def _make(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        if not (request.user.has_perm(RIGHT) and request.user.has_perm("accounts.view_person")):
            raise PermissionDenied
        person = get_object_or_404(Person, pk=pk)
        if person.died_on is not None:
            raise Http404
        reach = correspondence.reach(Person.objects.filter(pk=person.pk), topic=DeliveryChoice.Topic.LETTERS)[
            0
        ]
        form = StaffVerificationForm(
            request.POST or None,
            offers=verification.offers(person, kind, language=person.language),
            has_address=reach.address is not None,
        )
        if form.is_valid():
            try:
                return self._issue(request, reach, kind, form)
            except verification.NothingChosen as refusal:
                form.add_error("lines", str(refusal))
            except LimitReached:
                form.add_error(None, _("Ten letters were made for this member today. Go on tomorrow."))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Verification letter: %(kind)s") % {"kind": Kind(kind).label},
            "opts": self.opts,
            "form": form,
            "person": person,
            "address": reach.address,
        }
        return TemplateResponse(
            request,
            "admin/benefits/verificationletter/make.html",
            context,
            status=422 if form.errors else 200,
        )

    def _issue(
        self, request: HttpRequest, reach: correspondence.Reach, kind: str, form: StaffVerificationForm
    ) -> HttpResponse:
        answers: dict[str, Any] = form.cleaned_data
        by = request.user.actor  # type: ignore[union-attr]
        with transaction.atomic():
            letter = verification.issue(
                id=answers["id"],
                person=reach.person,
                kind=kind,
                keys=answers["lines"],
                language=answers["language"],
                by=by,
            )
            log_access(
                by=by,
                page="verification letter",
                person=reach.person.public_id,
                purpose=answers["asked_by"],
            )
            if answers["is_mailed"]:
                mail = PersonalLetter(reach, f"verification:{letter.pk}", letter.document)
                correspondence.write_letters([mail], kind=verification.KIND)
        words = (
            _("The letter is made, and goes out with the next mail.")
            if answers["is_mailed"]
            else _("The letter is made. The member finds it online.")
        )
        self.message_user(request, words)
        return redirect("admin:accounts_person_change", reach.person.pk)
