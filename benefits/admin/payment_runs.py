"""Payment runs as staff see them: plan, numbers, exceptions, increases, the second person's approval, the file."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from benefits.admin.payment_forms import DecisionForm, PlanForm, last_tax_year
from benefits.models import PaymentRun, PlannedIncrease
from benefits.rules.worksheet import line_from_record
from benefits.services.payment_runs import approval, booking, decisions, file, plan, progress
from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.wording import say_line
from notices.admin.looking_again import looks_again, seconds_to_next_look

State = PaymentRun.State
ROWS_A_PAGE = 100
LONGEST_QUERY = 200


@admin.register(PaymentRun)
class PaymentRunAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = PlanForm
    list_display = ["__str__", "state", "paid_on", "planned_by_name", "approved_by_name", "booked_at"]
    list_filter = ["state"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["month_to_pay", "older_tables"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"month_to_pay": str(plan.next_month())}

    def save_model(self, request: HttpRequest, obj: PaymentRun, form: Any, change: bool) -> None:
        planned = plan.plan(
            month=form.cleaned_data["month_to_pay"],
            by=request.user.actor,  # type: ignore[union-attr]
            tax_year=form.tax_year(),
        )
        # The service made the row; the admin goes on with it.
        vars(obj).update(vars(planned))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        # One run is open at a time, and its own page follows: one button.
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**one_button, **(extra_context or {})})

    def response_add(
        self, request: HttpRequest, obj: PaymentRun, post_url_continue: Any = None
    ) -> HttpResponse:
        self.message_user(request, _("The workers plan the payments now. Then look at the exceptions."))
        return HttpResponseRedirect(_address(obj))

    def has_delete_permission(self, request: HttpRequest, obj: PaymentRun | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        steps = [
            ("<int:run_id>/approve/", require_POST(self.approve), "approve"),
            ("<int:run_id>/discard/", require_POST(self.discard), "discard"),
            ("<int:run_id>/decide/", require_POST(self.decide), "decide"),
            ("<int:run_id>/file/", require_POST(self.file), "file"),
            ("<int:run_id>/increases/", self.increases, "increases"),
        ]
        return [
            *(path(where, self._guarded(view), name=f"paymentrun_{name}") for where, view, name in steps),
            *super().get_urls(),
        ]

    @looks_again
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The run's own page: sums, exceptions, and the steps that can be taken now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not object_id.isdigit():
            raise Http404
        run = get_object_or_404(PaymentRun, pk=object_id)
        context = {**self._site(request), **_page(request, run)}
        return TemplateResponse(request, "admin/benefits/paymentrun/run.html", context)

    def approve(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Post: the second person's approval."""
        run = self._run(request, run_id, "approve_paymentrun")
        done = _("Approved. The payments are booked on their day.")
        return self._tried(request, run, lambda by: approval.approve(run=run, by=by), done)

    def discard(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Post: give a planned run up, with the reason."""
        run = self._run(request, run_id, "change_paymentrun")
        reason = request.POST.get("reason", "")
        done = _("Discarded. The month can be planned anew.")
        return self._tried(request, run, lambda by: plan.discard(run=run, by=by, reason=reason), done)

    def decide(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Post: leave a payment out, or take one in."""
        run = self._run(request, run_id, "change_paymentrun")
        form = DecisionForm(request.POST)
        if not form.is_valid():
            self.message_user(request, str(next(iter(form.errors.values()))[0]), level="ERROR")
            return HttpResponseRedirect(_listed(run, request.POST))
        row = get_object_or_404(run.rows, pk=form.cleaned_data["row"])
        takes_in = form.cleaned_data["decision"] == "take_in"
        act = approval.take_in if takes_in else approval.leave_out
        done = (
            _("Taken in: it is paid with this run.")
            if takes_in
            else _("Left out: it comes with the next run.")
        )
        self._tried(request, run, lambda by: act(row=row, reason=form.cleaned_data["reason"], by=by), done)
        return HttpResponseRedirect(_listed(run, request.POST))

    def file(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Post: the payment file. That it was taken is on record."""
        run = self._run(request, run_id, "download_paymentrun")
        try:
            content = file.take_file(run=run, by=request.user.actor)  # type: ignore[union-attr]
        except PaymentRefused as reason:
            self.message_user(request, str(reason), level="ERROR")
            return HttpResponseRedirect(_address(run))
        return _download(content, file.name_of(run))

    def increases(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Who gets what from January 1, and why; as a page or, asked for so, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(PaymentRun, pk=run_id)
        rows = run.increases.select_related("annuity__payee", "annuity__member__person", "decision").order_by(
            "-refusal", "annuity__payee__family_name", "pk"
        )
        if "csv" in request.GET:
            return _download(_increases_csv(rows), f"increases-{run.month:%Y}.csv")
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self._site(request),
            "run": run,
            "title": _("Increases of January 1, %(year)s") % {"year": run.month.year},
            "page": page,
            "rows": [(row, steps_in_words(row)) for row in page],
        }
        return TemplateResponse(request, "admin/benefits/paymentrun/increases.html", context)

    def _run(self, request: HttpRequest, run_id: int, right: str) -> PaymentRun:
        if not request.user.has_perm(f"benefits.{right}"):
            raise PermissionDenied
        return get_object_or_404(PaymentRun, pk=run_id)

    def _tried(
        self, request: HttpRequest, run: PaymentRun, act: Callable[[Any], object], done: Any
    ) -> HttpResponse:
        try:
            act(request.user.actor)  # type: ignore[union-attr]
            self.message_user(request, done)
        except PaymentRefused as reason:
            self.message_user(request, str(reason), level="ERROR")
        return HttpResponseRedirect(_address(run))

    def _site(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    def _guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        guarded = self.admin_site.admin_view(view)
        guarded.model_admin = self  # type: ignore[attr-defined]
        return guarded


def steps_in_words(row: PlannedIncrease) -> list[str]:
    """Why an annuity gets its increase, or why it gets none."""
    if row.refusal:
        return [row.refusal]
    return [say_line(line_from_record(step)).how for step in row.worksheet]


def _page(request: HttpRequest, run: PaymentRun) -> dict[str, Any]:
    numbers = progress.in_numbers(run)
    trouble = request.GET.get("exception", "")
    known = {found.name: found.words for found in numbers.troubles}
    payee = request.GET.get("payee", "").strip()
    listed = progress.exceptions(run, trouble=trouble if trouble in known else "", member_id=payee)
    is_moving = run.state == State.PLANNED and not numbers.is_planned
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    decided = decisions.decisions_on(page)
    user = request.user
    words = progress.amounts_in_words()
    return {
        "run": run,
        "title": capfirst(str(run)),
        "numbers": numbers,
        "sums": [(words[name], amount) for name, amount in numbers.sums.items() if amount],
        "exception": known.get(trouble, ""),
        "payee": payee,
        # Where a decision leads back to: the sort, the payee and the page that were looked at.
        "listed": request.GET.urlencode(),
        "page": page,
        "rows": [(row, decided.get(row.pk)) for row in page],
        "discarded": decisions.discarding(run) if run.state == State.DISCARDED else None,
        "obstacle": approval.obstacle(run, user.actor),  # type: ignore[union-attr]
        "moved_to": plan.moved_to(run),
        "uses_older_tables": run.tax_year != run.paid_on.year,
        "last_tax_year": last_tax_year(),
        "may_change": user.has_perm("benefits.change_paymentrun") and run.state == State.PLANNED,
        "may_approve": user.has_perm("benefits.approve_paymentrun"),
        "may_download": user.has_perm("benefits.download_paymentrun")
        and run.state in (State.APPROVED, State.BOOKED),
        "refresh": seconds_to_next_look(request, is_moving=is_moving),
        "is_moving": is_moving,
        "has_booking_failed": run.state == State.APPROVED and booking.has_failed(run),
    }


def _increases_csv(rows: Iterable[PlannedIncrease]) -> bytes:
    header = ["member_id", "payee", "benefit", "from", "before", "monthly", "why"]
    lines = [
        [
            row.annuity.payee.member_id,
            row.annuity.payee.full_name,
            row.annuity.get_kind_display(),
            row.from_on.isoformat(),
            f"{row.before:.2f}",
            f"{row.monthly:.2f}",
            " ".join(steps_in_words(row)),
        ]
        for row in rows
    ]
    return file.as_csv([header, *lines])


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _listed(run: PaymentRun, posted: QueryDict) -> str:
    """The run's page with the list somebody decided in, so that they go on where they were."""
    asked = QueryDict(posted.get("listed", "")[:LONGEST_QUERY])
    kept = {name: asked[name] for name in ("still", "exception", "payee", "page") if name in asked}
    return f"{_address(run)}?{urlencode(kept)}" if kept else _address(run)


def _address(run: PaymentRun) -> str:
    return reverse("admin:benefits_paymentrun_change", args=[run.pk])
