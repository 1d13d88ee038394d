"""Statement runs as staff see them: plan, live progress, samples, and the release by a second person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from benefits.models import Statement, StatementRun
from benefits.services.statements import delivery, runs
from benefits.services.statements import plan as planning
from benefits.services.statements.progress import (
    Progress,
    discarding,
    is_working,
    progress,
    state_in_words,
    troubles,
)
from benefits.services.statements.release import obstacle, release
from benefits.services.statements.samples import samples
from benefits.services.statements.trouble import NotPossible
from notices.admin.looking_again import looks_again, seconds_to_next_look
from notices.documents import storage
from sers_portal.base import clock
from sers_portal.base.audit import Actor, log_access

State = StatementRun.State
UNREACHED_SHOWN = 200


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    """The year whose statements are planned; everything else follows from the records."""

    class Meta:
        model = StatementRun
        fields = ["year"]
        labels = {"year": _("Calendar year")}
        help_texts = {"year": _("The year the statements are about. It must be over.")}

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if reason := planning.obstacle(year):
            raise forms.ValidationError(reason)
        return year


class StepForm(forms.Form):
    """A step of a run, with the reason where one is needed."""

    STEPS = ("start", "stop", "resume", "discard", "set_aside", "take_up", "release", "tell")
    step = forms.ChoiceField(choices=[(name, name) for name in STEPS])
    reason = forms.CharField(required=False, max_length=200)
    statement = forms.UUIDField(required=False)

    def __init__(self, *args: Any, run: StatementRun, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.by = run, by

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        step = cleaned.get("step")
        if step in ("discard", "set_aside") and not cleaned.get("reason", "").strip():
            raise forms.ValidationError(_("Give the reason: it is kept with the record."))
        if step == "release" and (reason := obstacle(self.run, self.by)):
            raise forms.ValidationError(reason)
        return cleaned

    def take(self) -> str:
        """Take the step; returns what to tell the person. `NotPossible` when the run has moved on meanwhile."""
        steps: dict[str, Callable[[], object]] = {
            "start": lambda: runs.start(run=self.run, by=self.by),
            "stop": lambda: runs.stop(run=self.run, by=self.by),
            "resume": lambda: runs.resume(run=self.run, by=self.by),
            "discard": lambda: runs.discard(run=self.run, by=self.by, reason=self.cleaned_data["reason"]),
            "set_aside": self._set_aside,
            "take_up": lambda: runs.take_up(statement=self._statement(), by=self.by),
            "release": lambda: release(run=self.run, by=self.by),
            "tell": lambda: delivery.tell_again(run=self.run, by=self.by),
        }
        steps[self.cleaned_data["step"]]()
        return str(DONE[self.cleaned_data["step"]])

    def _set_aside(self) -> None:
        runs.set_aside(statement=self._statement(), by=self.by, reason=self.cleaned_data["reason"])

    def _statement(self) -> Statement:
        return get_object_or_404(self.run.statements, pk=self.cleaned_data["statement"])


DONE = {
    "start": _("The workers have begun. This page shows how far they are."),
    "stop": _("Stopped. What was made is kept."),
    "resume": _("The workers go on."),
    "discard": _("Discarded. The year can be planned anew."),
    "set_aside": _("Set aside. The others can be released without it."),
    "take_up": _("Taken up again. It is made with the others, and the release waits for it."),
    "release": _("Released. Everybody is told now, by e-mail or by letter."),
    "tell": _("The people listed are tried again."),
}


@admin.register(StatementRun)
class StatementRunAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["year", "where_it_is", "made", "planner", "planned_at", "releaser"]
    list_filter = ["state"]
    form = PlanForm
    add_form_template = "admin/benefits/statementrun/plan.html"

    @admin.display(description=_("state"), ordering="state")
    def where_it_is(self, run: StatementRun) -> str:
        return state_in_words(run, progress(run))

    @admin.display(description=_("planned by"), ordering="planned_by_name")
    def planner(self, run: StatementRun) -> str:
        return run.planned_by_name

    @admin.display(description=_("released by"), ordering="released_by_name")
    def releaser(self, run: StatementRun) -> str:
        return run.released_by_name

    @admin.display(description=_("made"))
    def made(self, run: StatementRun) -> str:
        counted = progress(run)
        return f"{counted.made:,} / {counted.planned:,}"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["year"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"year": clock.today().year - 1}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        words = {"title": _("Plan the statements of a year"), **(extra_context or {})}
        return super().add_view(request, form_url, words)

    def save_model(self, request: HttpRequest, obj: StatementRun, form: Any, change: bool) -> None:
        obj.pk = planning.plan(year=obj.year, by=request.user.actor).pk  # type: ignore[union-attr]

    def response_add(
        self, request: HttpRequest, obj: StatementRun, post_url_continue: Any = None
    ) -> HttpResponse:
        self.message_user(request, _("Planned. Look at the numbers, then start rendering."))
        return HttpResponseRedirect(_address(obj))

    def has_delete_permission(self, request: HttpRequest, obj: StatementRun | None = None) -> bool:
        # A run is discarded, with its reason; what it made stays on record.
        return False

    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:run_id>/step/", self._guarded(require_POST(self.step)), name="statementrun_step"),
            path("<int:run_id>/sample/<uuid:id>/", self._guarded(self.sample), name="statementrun_sample"),
            *super().get_urls(),
        ]

    @looks_again
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The run's own page: how far it is, what is in trouble, samples, and the steps that can be taken now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(StatementRun, pk=object_id)
        return TemplateResponse(
            request, "admin/benefits/statementrun/run.html", {**self._site(request), **_page(request, run)}
        )

    def step(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Post: one step of a run."""
        run = get_object_or_404(StatementRun, pk=run_id)
        form = StepForm(request.POST, run=run, by=request.user.actor)  # type: ignore[union-attr]
        if not self._may(request, request.POST.get("step", "")):
            raise PermissionDenied
        try:
            said, level = (form.take(), "SUCCESS") if form.is_valid() else (_first_error(form), "ERROR")
        except NotPossible as reason:
            said, level = str(reason), "ERROR"
        self.message_user(request, said, level=level)
        return HttpResponseRedirect(_address(run))

    def sample(self, request: HttpRequest, run_id: int, id: UUID) -> HttpResponse:
        """The PDF of a finished statement; that staff looked at it is logged and shown to the person."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        made = Statement.objects.select_related("person", "document", "run")
        statement = get_object_or_404(made, pk=id, run=run_id, document__isnull=False)
        if statement.document is None:
            raise Http404
        log_access(
            by=request.user.actor,  # type: ignore[union-attr]
            page="sample of a statement run",
            person=statement.person.public_id,
            purpose=f"look at samples of the statements for {statement.run.year}",
        )
        response = HttpResponse(storage.read(statement.document), content_type="application/pdf")
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Content-Disposition"] = f'inline; filename="sample-{statement.kind}.pdf"'
        return response

    def _may(self, request: HttpRequest, step: str) -> bool:
        permission = "release" if step == "release" else "change"
        return request.user.has_perm(f"benefits.{permission}_statementrun")

    def _site(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    def _guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        guarded = self.admin_site.admin_view(view)
        guarded.model_admin = self  # type: ignore[attr-defined]
        return guarded


def _page(request: HttpRequest, run: StatementRun) -> dict[str, Any]:
    counted = progress(run)
    by = request.user.actor  # type: ignore[union-attr]
    is_telling = run.state == State.RELEASED and delivery.is_telling(run)
    # What failed is tried again less and less often: then the page stands still, for somebody types a reason in it.
    is_moving = is_telling or (run.state == State.RENDERING and is_working(run))
    unreached = delivery.unreached(run) if run.state == State.RELEASED else run.statements.none()
    refresh = seconds_to_next_look(request, is_moving=is_moving)
    return {
        "run": run,
        "title": str(run).capitalize(),
        "state": state_in_words(run, counted),
        "progress": counted,
        "troubles": troubles(run),
        "discarded": discarding(run) if run.state == State.DISCARDED else None,
        "set_aside": run.statements.exclude(set_aside_because="").select_related("person")[:UNREACHED_SHOWN],
        # Not while the page changes under the reader's hand.
        "samples": [] if refresh else samples(run),
        "unreached": unreached.select_related("person").order_by("person")[:UNREACHED_SHOWN],
        "unreached_count": unreached.count(),
        "is_telling": is_telling,
        "steps": _steps(run, counted),
        "obstacle": obstacle(run, by),
        "may_change": request.user.has_perm("benefits.change_statementrun"),
        "may_release": request.user.has_perm("benefits.release_statementrun"),
        # The page looks again by itself while work goes on, unless the reader asked it to stand still.
        "refresh": refresh,
        "is_moving": is_moving,
    }


def _steps(run: StatementRun, counted: Progress) -> list[tuple[str, Any]]:
    """The steps that make sense now, each with the words on its button."""
    by_state: dict[str, list[tuple[str, Any]]] = {
        State.PLANNED: [("start", _("Start rendering"))],
        State.RENDERING: [] if counted.is_complete else [("stop", _("Stop"))],
        State.STOPPED: [] if counted.is_complete else [("resume", _("Go on"))],
    }
    again = (
        [("resume", _("Try the failed ones again"))]
        if run.state == State.RENDERING and counted.trouble and not counted.is_complete
        else []
    )
    return by_state.get(run.state, []) + again


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _address(run: StatementRun) -> str:
    return reverse("admin:benefits_statementrun_change", args=[run.pk])
