"""The claim desk: the queue with its filters and bulk actions, and the page of a claim with its steps as buttons."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import DateField, Q, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin.people_found import FoundByPerson
from accounts.forms.people_search import find_people
from accounts.services import uploads
from benefits import claim_kinds
from benefits.admin import claim_steps
from benefits.admin.claim_filters import (
    AgeFilter,
    DueFilter,
    HolderFilter,
    KindFilter,
    MessageFilter,
    StateFilter,
)
from benefits.admin.claim_forms import AssignForm, ReasonForm
from benefits.admin.claim_opening import open_page
from benefits.admin.claim_page import page_of
from benefits.models import BeneficiaryLetter, Claim, LumpSum
from benefits.services import claims as service
from benefits.services.claims.steps import subject_of
from benefits.services.claims.waiting import days_so_far
from notices.admin.read_only import ReadOnly
from notices.documents import storage
from notices.models import Document
from sers_portal.base import clock
from sers_portal.base.attachments import attachment
from sers_portal.base.audit import log_access
from sers_portal.base.spoken_times import say_day


@admin.register(Claim)
class ClaimAdmin(ReadOnly):
    list_display = ["reference", "what", "claimant", "member_number", "state", "holder", "days", "due"]
    list_display_links = ["reference"]
    list_filter = [StateFilter, KindFilter, HolderFilter, DueFilter, AgeFilter, MessageFilter]
    list_select_related = ["person", "member__person"]
    list_per_page = 50
    ordering = ["due_on", "id"]
    search_fields = ["reference"]
    search_help_text = _(
        "Reference number, Member ID, name (“lopez, maria”), or the last four digits with the birth date "
        "(“6789 04/09/1984”)"
    )
    actions = ["take_all", "hand_back_all", "assign_all"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Claims"), **(extra_context or {})})

    @admin.display(description=_("kind"), ordering="kind")
    def what(self, row: Claim) -> str:
        return str(claim_kinds.title_of(row.kind))

    @admin.display(description=_("claimant"), ordering="person__family_key")
    def claimant(self, row: Claim) -> str:
        return row.claimant_name

    @admin.display(description=_("Member ID"))
    def member_number(self, row: Claim) -> str:
        return row.member.person.member_id if row.member else ""

    @admin.display(description=_("held by"), ordering="assigned_to_name")
    def holder(self, row: Claim) -> str:
        return row.assigned_to_name or "–"

    @admin.display(description=_("days"), ordering="-received_at")
    def days(self, row: Claim) -> int:
        return days_so_far(row, row.today)  # type: ignore[attr-defined]

    @admin.display(description=_("due"), ordering="due_on")
    def due(self, row: Claim) -> Any:
        if row.due_on is None:
            return "–"
        if row.is_open and row.due_on < row.today:  # type: ignore[attr-defined]
            return format_html("<strong>{}</strong> ({})", say_day(row.due_on), _("overdue"))
        return say_day(row.due_on)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        # A draft is the claimant's own until it is sent in.
        rows: QuerySet[Claim] = super().get_queryset(request)
        rows = rows.exclude(state=Claim.State.DRAFT).exclude(received_at=None)
        # Asked once for all rows: in the demonstration the clock is a row too.
        return rows.annotate(today=Value(clock.today(), output_field=DateField()))

    def get_search_results(
        self, request: HttpRequest, rows: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """By reference number, or by whom it concerns: claimant or member."""
        if not search_term.strip():
            return rows, False
        # "lena field" can be read as a reference number as well: every reading counts.
        found = Q(pk=None)
        with suppress(ValueError):
            found |= Q(reference=service.read_reference(search_term))
        people = find_people(search_term).values("pk")
        return rows.filter(found | Q(person__in=people) | Q(member__person__in=people)), False

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("<int:number>/files/<uuid:upload>/", site.admin_view(self.file), name="benefits_claim_file"),
            path(
                "<int:number>/letters/<uuid:letter>/",
                site.admin_view(self.letter),
                name="benefits_claim_letter",
            ),
            path("<int:number>/step/<slug:name>/", site.admin_view(self.step), name="benefits_claim_step"),
        ] + super().get_urls()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_work_permission(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A claim opened for somebody."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return open_page(request, {**self.admin_site.each_context(request), "opts": self.opts})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One claim, whole: facts, figures, files, history, and the steps that can be taken."""
        return self._page(request, self._claim(request, object_id), {})

    def step(self, request: HttpRequest, number: int, name: str) -> HttpResponse:
        """Post: take one step of the claim. What is wrong is said in its form, and nothing typed is lost."""
        if request.method != "POST" or name not in claim_steps.STEPS:
            raise Http404
        chosen = claim_steps.STEPS[name]
        if not (self.has_view_permission(request) and request.user.has_perm(chosen.permission)):
            raise PermissionDenied
        claim = self._claim(request, number)
        form = chosen.form_for(claim, name, request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, claim, {name: form})
        try:
            done = chosen.act(claim, form, request.user.actor)  # type: ignore[union-attr]
        except service.ClaimRefused as refusal:
            form.add_error(None, str(refusal))
            return self._page(request, claim, {name: form})
        self.message_user(request, str(done))
        return HttpResponseRedirect(reverse("admin:benefits_claim_change", args=[claim.pk]))

    def file(self, request: HttpRequest, number: int, upload: UUID) -> HttpResponse:
        """A file of the claim as an attachment: only one that a scanner or a colleague let through."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        claim = self._claim(request, number)
        kept = claim.files.select_related("upload__document").filter(upload__pk=upload).first()
        if kept is None or not kept.upload.may_be_opened:
            raise Http404
        try:
            content = uploads.read(kept.upload)
        except (OSError, storage.DamagedDocument):
            self.message_user(request, _("The file cannot be read now. Try again later."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:benefits_claim_change", args=[claim.pk]))
        self._log(request, claim, "claim file")
        return attachment(content, content_type=kept.upload.document.content_type, name=kept.upload.name)

    def letter(self, request: HttpRequest, number: int, letter: UUID) -> HttpResponse:
        """A letter of the claim, as the claimant has it."""
        claim = self._claim(request, number)
        document, name = _letter_of(claim, letter)
        try:
            content = storage.read(document)
        except (OSError, storage.DamagedDocument):
            self.message_user(request, _("The letter cannot be read now. Try again later."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:benefits_claim_change", args=[claim.pk]))
        self._log(request, claim, "claim letter")
        return attachment(content, content_type=document.content_type, name=f"{claim.reference} {name}.pdf")

    @admin.action(description=_("Take"), permissions=["work"])
    def take_all(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse | None:
        form = ReasonForm({"reason": "taken"})
        return self._together(request, chosen, "take_all", _("Take these claims?"), None, form, service.take)

    @admin.action(description=_("Hand back"), permissions=["work"])
    def hand_back_all(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse | None:
        form = ReasonForm(request.POST if "confirmed" in request.POST else None)
        return self._together(
            request, chosen, "hand_back_all", _("Hand these claims back?"), form, form, service.hand_back
        )

    @admin.action(description=_("Give to a colleague"), permissions=["assign"])
    def assign_all(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse | None:
        form = AssignForm(request.POST if "confirmed" in request.POST else None)
        return self._together(
            request, chosen, "assign_all", _("Give these claims to a colleague?"), form, form, service.assign
        )

    def has_work_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("benefits.work_claim")

    def has_assign_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("benefits.assign_claim")

    def _together(
        self,
        request: HttpRequest,
        chosen: QuerySet[Claim],
        action: str,
        title: Any,
        shown: Any,
        form: Any,
        act: Any,
    ) -> HttpResponse | None:
        """A bulk action: asked first on a page that names every claim, then each done for itself."""
        if "confirmed" not in request.POST or not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": title,
                "opts": self.opts,
                "claims": [(row, self.what(row)) for row in chosen],
                "action": action,
                "form": shown,
            }
            return TemplateResponse(request, "admin/benefits/claim/confirm.html", context)
        wanted = {name: value for name, value in form.cleaned_data.items() if act is not service.take}
        done = 0
        for claim in chosen:
            try:
                act(claim=claim, by=request.user.actor, **wanted)  # type: ignore[union-attr]
                done += 1
            except service.ClaimRefused as refusal:
                self.message_user(request, f"{claim.reference}: {refusal}", messages.WARNING)
        self.message_user(
            request, ngettext("%(count)d claim done.", "%(count)d claims done.", done) % {"count": done}
        )
        return None

    def _claim(self, request: HttpRequest, number: Any) -> Claim:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not str(number).isdecimal():
            raise Http404
        rows = self.get_queryset(request).select_related("person", "member__person", "calculation")
        return get_object_or_404(rows, pk=number)

    def _page(self, request: HttpRequest, claim: Claim, forms: dict[str, Any]) -> HttpResponse:
        self._log(request, claim, "claim")
        context = {
            **self.admin_site.each_context(request),
            **page_of(claim, request.user, forms),
            "title": f"{claim_kinds.title_of(claim.kind)} {claim.reference}",
            "opts": self.opts,
        }
        return TemplateResponse(
            request, "admin/benefits/claim/claim.html", context, status=422 if forms else 200
        )

    def _log(self, request: HttpRequest, claim: Claim, page: str) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        log_access(by=by, page=page, person=subject_of(claim), purpose=f"claim {claim.reference}")


def _letter_of(claim: Claim, id: UUID) -> tuple[Document, str]:
    """A letter to the claimant or to a beneficiary of the claim, and what its file is called."""
    if kept := claim.letters.select_related("document").filter(document__pk=id).first():
        return kept.document, kept.kind
    told = BeneficiaryLetter.objects.select_related("letter__document")
    if found := told.filter(share__claim=claim, letter__document__pk=id).first():
        return found.letter.document, "beneficiary"
    raise Http404


@admin.register(LumpSum)
class LumpSumAdmin(FoundByPerson, ReadOnly):
    list_display = ["payee_name", "kind", "gross", "rolled_over", "federal_tax", "net", "state", "paid_on"]
    list_filter = ["state", "kind"]
    list_select_related = ["claim"]
    ways_to_people = ("payee", "member__person")
    fields = [
        *("claim", "member", "payee", "payee_name", "relationship", "percent", "kind"),
        *("gross", "taxable", "rolled_over", "rollover_to", "federal_tax", "net", "state", "paid_on"),
    ]
