"""Payroll files as staff see them: upload, what became of every row, what late rows changed; pay records to look up."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.admin.people_found import FoundByOnePerson
from benefits.admin.imported_files import ImportedFiles, SentFileForm
from benefits.models import HeldRow, PayRecord, PayrollFile
from benefits.selectors import law_in_force
from benefits.services.payroll import FileRefused, refuse_size
from benefits.services.payroll.effects import corrections, effects
from benefits.services.payroll.file_format import HEADER
from benefits.services.payroll.progress import shown_on_page
from benefits.services.payroll.rejects import reasons_report, rows_to_mend, say_row
from benefits.services.payroll.settling import MOST_LETTERS, NotSettled, settle
from benefits.services.payroll.work import has_failed, order_import, order_take_up, upload
from notices.admin.looking_again import looks_again, seconds_to_next_look
from notices.admin.read_only import ReadOnly
from sers_portal.base import clock
from sers_portal.base.access import staff_page
from sers_portal.base.audit import Actor, log_access

State = PayrollFile.State
ROWS_A_PAGE = 50
EFFECTS_SHOWN = 200


class UploadForm(SentFileForm):
    """A payroll file from the person's own computer."""

    refusal = FileRefused
    file = forms.FileField(
        label=_("Payroll file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": _("The file is empty. Export the payroll again and send the new file.")},
    )

    class Meta:
        model = PayrollFile
        fields: tuple[str, ...] = ()

    def keep(self, sent: Any) -> PayrollFile:
        refuse_size(sent.size)
        return upload(content=sent.read(), name=sent.name, by=self.by)


class RowsLeftFilter(admin.SimpleListFilter):
    """Files with rows that somebody must still mend, settle, or wait for."""

    title = _("rows left to take up")
    parameter_name = "left"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PayrollFile]) -> QuerySet[PayrollFile]:
        if self.value() not in ("yes", "no"):
            return queryset
        left = HeldRow.objects.filter(state__in=HeldRow.OPEN_STATES).values("payroll_file")
        return queryset.filter(pk__in=left) if self.value() == "yes" else queryset.exclude(pk__in=left)


class SettleForm(forms.Form):
    """Rows of a file for which nothing is left to do, and why."""

    rows = forms.TypedMultipleChoiceField(coerce=int, required=False)
    because = forms.CharField(required=False, max_length=MOST_LETTERS)

    def __init__(self, *args: Any, payroll_file: PayrollFile, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payroll_file, self.by = payroll_file, by
        held: Any = self.fields["rows"]
        held.choices = [(pk, pk) for pk in payroll_file.held_rows.values_list("pk", flat=True)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self._settle(cleaned)
        return cleaned

    def _settle(self, cleaned: dict[str, Any]) -> None:
        try:
            self.count = settle(
                payroll_file=self.payroll_file, rows=cleaned["rows"], because=cleaned["because"], by=self.by
            )
        except NotSettled as reason:
            raise forms.ValidationError(str(reason)) from None


@admin.register(PayrollFile)
class PayrollFileAdmin(ImportedFiles):
    sent_form = UploadForm
    list_display = ["name", "received", "state", "rows", "accepted", "rejected", "awaiting_law", "left"]
    list_filter = ["state", RowsLeftFilter]
    search_fields = ["name"]
    change_list_template = "admin/benefits/payrollfile/files.html"
    add_form_template = "admin/benefits/payrollfile/upload.html"

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, payroll_file: PayrollFile) -> str:
        return str(date_format(localtime(payroll_file.received_at)))

    @admin.display(description=_("left to take up"))
    def left(self, payroll_file: Any) -> int:
        return int(payroll_file.left_over)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PayrollFile]:
        files: QuerySet[PayrollFile] = super().get_queryset(request)
        left = HeldRow.objects.filter(payroll_file=OuterRef("pk"), state__in=HeldRow.OPEN_STATES)
        counted = left.order_by().values("payroll_file").annotate(number=Count("pk")).values("number")
        return files.annotate(left_over=Coalesce(Subquery(counted), 0))

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponseBase], name: str, may: str) -> URLPattern:
            guarded = staff_page(f"benefits.{may}_payrollfile")(view)
            return path(route, self.admin_site.admin_view(guarded), name=f"payrollfile_{name}")

        return [
            page("take-up/", require_POST(self.take_up), "take_up", "add"),
            page("<int:pk>/import/", require_POST(self.import_again), "import", "add"),
            page("<int:pk>/settle/", require_POST(self.settle), "settle", "change"),
            page("<int:pk>/rows-to-mend.csv", self.rows_to_mend, "rows_to_mend", "view"),
            page("<int:pk>/reasons.csv", self.reasons, "reasons", "view"),
            page("<int:pk>/corrections.csv", self.corrections, "corrections", "view"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        waiting = HeldRow.objects.filter(state=HeldRow.State.AWAITING_LAW).count()
        may_take_up = request.user.has_perm("benefits.add_payrollfile")
        words = {"title": _("Payroll files"), "waiting": waiting, "may_take_up": may_take_up}
        return super().changelist_view(request, words)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        words = {"title": _("Upload a payroll file"), "header": HEADER}
        return super().add_view(request, form_url, words)

    @looks_again
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The file's own page: how far it is, its counts, its rejects, and what it changed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._show(request, get_object_or_404(PayrollFile, pk=object_id))

    def settle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post: settle the rows that are ticked, with the reason; what will not do is said beside the form."""
        payroll_file = get_object_or_404(PayrollFile, pk=pk)
        form = SettleForm(request.POST, payroll_file=payroll_file, by=request.user.actor)  # type: ignore[union-attr]
        if not form.is_valid():
            return self._show(request, payroll_file, form)
        said = ngettext("%(count)s row is settled.", "%(count)s rows are settled.", form.count)
        self.message_user(request, said % {"count": form.count})
        return HttpResponseRedirect(_address(payroll_file))

    def _show(
        self, request: HttpRequest, payroll_file: PayrollFile, form: SettleForm | None = None
    ) -> HttpResponse:
        site = {**self.admin_site.each_context(request), "opts": self.opts, "title": payroll_file.name}
        words = {**site, **_page(request, payroll_file), "settle_form": form}
        words["ticks"] = [int(pk) for pk in request.POST.getlist("rows") if pk.isdecimal()]
        return TemplateResponse(request, "admin/benefits/payrollfile/file.html", words)

    def import_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post: import a file whose import was stopped."""
        payroll_file = get_object_or_404(PayrollFile, pk=pk)
        order_import(payroll_file=payroll_file, by=request.user.actor)  # type: ignore[union-attr]
        return HttpResponseRedirect(_address(payroll_file))

    def take_up(self, request: HttpRequest) -> HttpResponse:
        """Post: judge rows anew that wait for law."""
        order_take_up()
        self.message_user(
            request, _("The waiting rows are judged anew now. Rows whose year is known are taken up.")
        )
        return HttpResponseRedirect(reverse("admin:benefits_payrollfile_changelist"))

    def rows_to_mend(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The rejected rows as a payroll file."""
        payroll_file = get_object_or_404(PayrollFile, pk=pk)
        return _download(request, rows_to_mend(payroll_file), f"payroll-{pk}-rows-to-mend.csv")

    def reasons(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The rejected rows with their reasons, for reading."""
        payroll_file = get_object_or_404(PayrollFile, pk=pk)
        return _download(request, reasons_report(payroll_file), f"payroll-{pk}-reasons.csv")

    def corrections(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Rows that would bring the moved records in line with the cap, as a payroll file."""
        payroll_file = get_object_or_404(PayrollFile, pk=pk)
        law = law_in_force(on=clock.today())
        return _download(request, corrections(payroll_file, law=law), f"payroll-{pk}-corrections.csv")


@admin.register(PayRecord)
class PayRecordAdmin(FoundByOnePerson, ReadOnly):
    """Pay records are somebody's, and whoever looks is logged."""

    list_display = [
        "number",
        "month",
        "employer",
        "paid_on",
        "units",
        "earnings",
        "contribution",
        "picked_up",
        "corrects",
    ]
    ways_to_people = ("member__person",)
    page_name = "pay records"
    list_select_related = ["employer", "corrects"]
    ordering = ["-month", "-id"]

    @admin.display(description=_("record"), ordering="pk")
    def number(self, record: PayRecord) -> int:
        return int(record.pk)


def _page(request: HttpRequest, payroll_file: PayrollFile) -> dict[str, Any]:
    rejected = payroll_file.held_rows.filter(state=HeldRow.State.REJECTED).order_by("line")
    rows = Paginator(rejected, ROWS_A_PAGE).get_page(request.GET.get("page"))
    waiting = payroll_file.held_rows.filter(state=HeldRow.State.AWAITING_LAW).order_by("line")
    settled = payroll_file.held_rows.filter(state=HeldRow.State.SETTLED).order_by("line")
    is_moving = payroll_file.state == State.RECEIVED
    moved = list(effects(payroll_file, law=law_in_force(on=clock.today())))
    return {
        "payroll_file": payroll_file,
        "rejects_page": rows,
        "rejects": [say_row(row) for row in rows],
        "rejects_left": rejected.count(),
        "waiting": [say_row(row) for row in waiting[:ROWS_A_PAGE]],
        "settled": [say_row(row) for row in settled[:EFFECTS_SHOWN]],
        "effects": moved[:EFFECTS_SHOWN],
        "effects_count": len(moved),
        "can_be_corrected": any(
            effect.contribution_difference and not effect.is_corrected for effect in moved
        ),
        "is_moving": is_moving,
        "has_failed": is_moving and has_failed(payroll_file),
        "percent": shown_on_page(payroll_file.pk) if is_moving else 100,
        # The page looks again by itself while work goes on, unless the reader asked it to stand still.
        "refresh": seconds_to_next_look(request, is_moving=is_moving),
        "may_import": request.user.has_perm("benefits.add_payrollfile"),
        "may_settle": request.user.has_perm("benefits.change_payrollfile"),
        "most_letters": MOST_LETTERS,
    }


def _download(request: HttpRequest, pieces: Iterable[str], name: str) -> HttpResponseBase:
    log_access(by=request.user.actor, page=f"download of {name}", person=None)  # type: ignore[union-attr]
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _address(payroll_file: PayrollFile) -> str:
    return reverse("admin:benefits_payrollfile_change", args=[payroll_file.pk])
