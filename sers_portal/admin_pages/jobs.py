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

# What each kind of job does. A test holds the table to the jobs that there are.
WORK: dict[str, Any] = {
    "account-linked": _("tell that a record was linked"),
    "activation-request": _("decide on a request for an activation code"),
    "address-changed-letter": _("letter about a new address"),
    "address-kept-letter": _("letter to a new address"),
    "bank_change": _("put a bank change into effect"),
    "benefits.import_payroll": _("import a payroll file"),
    "benefits.publish_payment_calendar": _("publish the payment dates of a year"),
    "benefits.take_up_payroll": _("take up payroll rows that waited"),
    "book_payments": _("book the payments of a run"),
    "chase-instalments": _("remind of repayments that did not come"),
    "claim-letter": _("letter about a claim"),
    "demonstration_payments": _("payments of the demonstration"),
    "email": _("send an e-mail"),
    "find-reported-dead": _("find the record of a reported death"),
    "import-days": _("import a file of worked days"),
    "newsletter": _("deliver the newsletter"),
    "plan_payments": _("plan the payments of a run"),
    "scan-upload": _("scan a file for viruses"),
    "statement": _("make statements"),
    "statement_notice": _("tell that statements are ready"),
    "tell-claimant": _("tell a claimant"),
    "tell-of-hold": _("tell of held payments"),
    "tell-of-repayment": _("tell of a repayment"),
    "tell-of-return": _("tell of a payment that came back"),
    "tell-of-suspension": _("tell of a suspension"),
    "text": _("send a text message"),
    "text_in_doubt": _("look after a text message in doubt"),
    "verify the logs": _("verify the logs"),
    "warn-of-days": _("warn of the limit of days"),
}


def say_work(kind: str) -> Any:
    """What a job does; of a kind that nobody does any more, the kind itself."""
    return WORK.get(kind, kind)


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
        return sorted(((kind, say_work(kind)) for kind in jobs.kinds()), key=lambda one: str(one[1]))

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
    def work(self, job: Job) -> Any:
        return say_work(job.kind)

    @admin.action(description=_("Hand out again"), permissions=["hand_out"])
    def hand_out_again(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        done = jobs.hand_out_again(chosen, by=by)
        said = ngettext("%d job is handed out at once.", "%d jobs are handed out at once.", done) % done
        left = _(
            "Only those that failed or wait for their next try are: others have their time, or are done."
        )
        self.message_user(request, f"{said} {left}")

    def has_hand_out_permission(self, request: HttpRequest) -> bool:
        """Those who may change jobs."""
        return request.user.has_perm("base.change_job")
