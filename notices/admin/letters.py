"""Letters and their batches as the mail room sees them: read, mark as returned, cancel; batch, mark as mailed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from notices.admin.read_only import ReadOnly
from notices.kinds_of_letters import LETTERS, say_kind_of_letter
from notices.letters import NotHandedOver
from notices.models import Letter, LetterBatch
from notices.services import batches, letters
from sers_portal.base import clock
from sers_portal.base.long_lists import PeriodFilter
from sers_portal.base.name_search import beginning_with, words_of


class KindFilter(admin.SimpleListFilter):
    """What letters are about, in words."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return LETTERS.items()

    def queryset(self, request: HttpRequest, rows: QuerySet[Letter]) -> QuerySet[Letter]:
        return rows.filter(kind=self.value()) if self.value() else rows


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    list_display = ["recipient", "about", "state", "created_at", "batch", "mailed_on", "returned_on"]
    list_filter = ["state", KindFilter, ("created_at", PeriodFilter)]
    list_select_related = ["batch"]
    ordering = ["-created_at"]
    search_fields = ["recipient"]
    search_help_text = _("The name on the envelope, or the beginnings of its words (“lopez”, “maria lop”)")
    actions = ["mark_returned", "cancel"]

    def get_search_results(
        self, request: HttpRequest, rows: QuerySet[Letter], search_term: str
    ) -> tuple[QuerySet[Letter], bool]:
        """By the words of the name on the envelope, in any order."""
        wanted = beginning_with(search_term)
        if wanted is None:
            return rows, False
        return rows.alias(words=words_of("recipient")).filter(words=wanted), False

    @admin.display(description=_("kind"), ordering="kind")
    def about(self, letter: Letter) -> str:
        return say_kind_of_letter(letter.kind)

    @admin.action(description=_("Returned by the post today"), permissions=["handle"])
    def mark_returned(self, request: HttpRequest, chosen: QuerySet[Letter]) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        self._each(
            request, chosen, lambda letter: letters.mark_returned(letter=letter, on=clock.today(), by=by)
        )

    @admin.action(description=_("Cancel, before it is in a batch"), permissions=["handle"])
    def cancel(self, request: HttpRequest, chosen: QuerySet[Letter]) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        self._each(
            request,
            chosen,
            lambda letter: letters.cancel_letter(letter=letter, by=by, reason="taken out by the mail room"),
        )

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notices.change_letter")

    def _each(self, request: HttpRequest, chosen: QuerySet[Letter], step: Callable[[Letter], None]) -> None:
        done = 0
        for letter in chosen:
            try:
                step(letter)
                done += 1
            except letters.NotThisLetter as reason:
                self.message_user(request, f"{letter.recipient}: {reason}", level="ERROR")
        if done:
            self.message_user(request, ngettext("%d letter changed.", "%d letters changed.", done) % done)


@admin.register(LetterBatch)
class LetterBatchAdmin(ReadOnly):
    list_display = ["__str__", "letters_in_it", "handed_over_at", "manifest_path", "mailed"]
    date_hierarchy = "on"
    actions = ["mark_mailed"]
    change_list_template = "admin/notices/letterbatch/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LetterBatch]:
        batches_seen: QuerySet[LetterBatch] = super().get_queryset(request)
        # Counted for the batches of the page only: a join would count every letter ever written.
        inside = Letter.objects.filter(batch=OuterRef("pk"))
        counted = inside.order_by().values("batch").annotate(number=Count("pk")).values("number")
        return batches_seen.annotate(
            count=Coalesce(Subquery(counted), 0), day=Exists(inside.filter(mailed_on__isnull=False))
        )

    @admin.display(description=_("letters"))
    def letters_in_it(self, batch: Any) -> int:
        return int(batch.count)

    @admin.display(description=_("mailed"), boolean=True)
    def mailed(self, batch: Any) -> bool:
        return bool(batch.day)

    @admin.action(description=_("Mailed today"), permissions=["handle"])
    def mark_mailed(self, request: HttpRequest, chosen: QuerySet[LetterBatch]) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        for batch in chosen:
            try:
                count = batches.mark_mailed(batch=batch, on=clock.today(), by=by)
            except batches.NotThisBatch as reason:
                self.message_user(request, f"{batch}: {reason}", level="ERROR")
            else:
                said = ngettext("%d letter is mailed.", "%d letters are mailed.", count) % count
                self.message_user(request, capfirst(f"{batch}: {said}"))

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notices.change_letterbatch")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.make))
        view.model_admin = self  # type: ignore[attr-defined]
        return [path("make/", view, name="letterbatch_make"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        queued = Letter.objects.filter(state=Letter.State.QUEUED).count()
        context = {"queued": queued, "may_make": self._may_make(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def make(self, request: HttpRequest) -> HttpResponse:
        """Post: batch every letter that waits."""
        if not self._may_make(request):
            raise PermissionDenied
        try:
            made = batches.make_batches(on=clock.today(), by=request.user.actor)  # type: ignore[union-attr]
        except NotHandedOver as reason:
            self.message_user(request, str(reason), level="ERROR")
        else:
            for batch in made:
                self.message_user(request, _made(batch))
            if not made:
                self.message_user(request, _("No letters are waiting."))
        return HttpResponseRedirect(reverse("admin:notices_letterbatch_changelist"))

    def _may_make(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notices.add_letterbatch")


def _made(batch: LetterBatch) -> str:
    """How many letters a batch has, and the folder in which they lie."""
    number = batch.letters.count()
    said = ngettext(
        "%(batch)s: %(number)s letter for the print shop, in the folder %(folder)s.",
        "%(batch)s: %(number)s letters for the print shop, in the folder %(folder)s.",
        number,
    )
    folder = (Path(settings.SPOOL_DIR) / batch.manifest_path).parent
    return capfirst(said % {"batch": batch, "number": f"{number:,}", "folder": folder})
