"""The work of the portal itself as administrators see it: what waits, what failed and why, and handing it out again."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from notices.admin.read_only import ReadOnly
from sers_portal.base import jobs
from sers_portal.base.models import Job


def say_work(kind: str) -> str:
    """A kind of job without the marks between a program's words."""
    return kind.rpartition(".")[2].replace("_", " ").replace("-", " ")


class StateFilter(admin.SimpleListFilter):
    """What is not done yet first: the others are history, and many."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [*Job.State.choices, ("all", _("all"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Job]) -> QuerySet[Job]:
        if self.value() == "all":
            return rows
        return rows.filter(state__in=[self.value()] if self.value() else [Job.State.READY, Job.State.FAILED])

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            if choice["query_string"] == changelist.get_query_string(remove=[self.parameter_name]):
                choice["display"] = _("not done")
            yield choice


class KindFilter(admin.SimpleListFilter):
    """Kinds that somebody does."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(kind, say_work(kind)) for kind in jobs.kinds()]

    def queryset(self, request: HttpRequest, rows: QuerySet[Job]) -> QuerySet[Job]:
        return rows.filter(kind=self.value()) if self.value() else rows


@admin.register(Job)
class JobAdmin(ReadOnly):
    list_display = ["number", "work", "state", "attempts", "run_after", "error", "finished_at"]
    list_display_links = None
    list_filter = [StateFilter, KindFilter]
    list_per_page = 50
    ordering = ["-pk"]
    actions = ["hand_out_again"]

    @admin.display(description=_("number"), ordering="pk")
    def number(self, job: Job) -> int:
        return job.pk

    @admin.display(description=_("work"), ordering="kind")
    def work(self, job: Job) -> str:
        return say_work(job.kind)

    @admin.action(description=_("Hand out again"), permissions=["hand_out"])
    def hand_out_again(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        done = jobs.hand_out_again(chosen, by=by)
        said = ngettext("%d job is handed out again.", "%d jobs are handed out again.", done) % done
        left = _("Only failed jobs are: the others wait for their time, or are done.")
        self.message_user(request, f"{said} {left}")

    def has_hand_out_permission(self, request: HttpRequest) -> bool:
        """Those who may change jobs."""
        return request.user.has_perm("base.change_job")
