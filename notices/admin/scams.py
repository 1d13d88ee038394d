"""Scam alerts as the publisher writes them, and reports of scams as staff work them off."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from notices.admin.read_only import ReadOnly
from notices.models import ScamAlert, ScamReport
from notices.services import scams
from sers_portal.base import clock


class AlertForm(forms.ModelForm):  # type: ignore[type-arg]
    """A warning in both languages, and the days on which it is in the banner."""

    class Meta:
        model = ScamAlert
        fields = ["title_en", "title_es", "words_en", "words_es", "from_on", "until_on"]
        help_texts = {
            "title_en": _("Stands in the banner of every page. Say what to look out for, in one sentence."),
            "words_en": _(
                "An empty line begins a new paragraph, “- ” an item of a list, **two stars** strong words."
            ),
            "until_on": _("Afterwards it stays in the public archive."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        from_on, until_on = cleaned.get("from_on"), cleaned.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("The last day is before the first. Enter a later one."))
        elif until_on and until_on < clock.today():
            self.add_error("until_on", _("This day has passed. Enter a day from today on."))
        return cleaned


@admin.register(ScamAlert)
class ScamAlertAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = AlertForm
    list_display = ["title_en", "from_on", "until_on", "published_by_name", "withdrawn_at"]
    date_hierarchy = "from_on"
    actions = ["withdraw"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"from_on": clock.today()}

    def has_change_permission(self, request: HttpRequest, obj: ScamAlert | None = None) -> bool:
        # What the public read stays as it was: a wrong alert is withdrawn and written anew.
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ScamAlert | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ScamAlert, form: Any, change: bool) -> None:
        saved = scams.publish_alert(
            titles=(obj.title_en, obj.title_es),
            words=(obj.words_en, obj.words_es),
            from_on=obj.from_on,
            until_on=obj.until_on,
            by=request.user.actor,  # type: ignore[union-attr]
        )
        obj.pk = saved.pk

    @admin.action(description=_("Withdraw: shown nowhere any more"), permissions=["withdraw"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[ScamAlert]) -> None:
        for alert in chosen:
            scams.withdraw_alert(alert=alert, by=request.user.actor)  # type: ignore[union-attr]
        self.message_user(request, _("Withdrawn."))

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notices.change_scamalert")


class HandlingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What became of a report."""

    class Meta:
        model = ScamReport
        fields = ["state", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "cols": 60})}
        labels = {"note": _("What was done")}


@admin.register(ScamReport)
class ScamReportAdmin(ReadOnly):
    form = HandlingForm
    list_display = ["reference", "way", "state", "reported_at", "what_was_given", "handled_by_name"]
    list_filter = ["state", "way"]
    search_fields = ["reference"]
    date_hierarchy = "reported_at"
    told = [
        "reference",
        "way",
        "reported_at",
        "language_said",
        "story",
        "sender",
        "what_was_given",
        "contact",
    ]
    fields = [*told, "state", "note", "handled_by_name", "handled_at"]
    readonly_fields = [*told, "handled_by_name", "handled_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("notices.change_scamreport")

    @admin.display(description=_("given away"))
    def what_was_given(self, report: ScamReport) -> str:
        return ", ".join(str(ScamReport.Given(given).label) for given in report.given)

    @admin.display(description=_("what they said"))
    def story(self, report: ScamReport) -> str:
        return str(report.story)

    @admin.display(description=_("from whom"))
    def sender(self, report: ScamReport) -> str:
        return str(report.sender)

    @admin.display(description=_("how to reach who reported it"))
    def contact(self, report: ScamReport) -> str:
        return str(report.contact)

    def save_model(self, request: HttpRequest, obj: ScamReport, form: Any, change: bool) -> None:
        answers = form.cleaned_data
        scams.handle_report(report=obj, state=answers["state"], note=answers["note"], by=request.user.actor)  # type: ignore[union-attr]
