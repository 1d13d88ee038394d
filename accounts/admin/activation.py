"""Requests for letters, the letters' codes, and alarms, as staff work them. No code is ever shown."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin.people_found import FoundByPerson
from accounts.models import ActivationLetter, Alarm, LetterRequest
from accounts.services.activation import alarms, letters, staff
from accounts.services.activation.letters import NotIssued
from accounts.services.activation.requests import other_account
from accounts.services.activation.staff import NotHeld
from notices.admin.read_only import ReadOnly
from notices.admin.row_pages import RowPages
from sers_portal.base.audit import log_access
from sers_portal.base.long_lists import PeriodFilter


class DecisionForm(forms.Form):
    """What staff found out, for those who look later."""

    use_required_attribute = False
    note = forms.CharField(
        max_length=500,
        label=_("What you found out, and how"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": _("Say what you found out: it is kept with the decision.")},
    )


class StateFilter(admin.SimpleListFilter):
    """Held requests first: the others are history."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [*LetterRequest.State.choices, ("all", _("all"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[LetterRequest]) -> QuerySet[LetterRequest]:
        chosen = self.value() or LetterRequest.State.HELD
        return rows if chosen == "all" else rows.filter(state=chosen)


@admin.register(LetterRequest)
class LetterRequestAdmin(FoundByPerson, RowPages):
    row_template = "admin/accounts/letterrequest/decide.html"
    list_display = ["asked_at", "person", "why", "state"]
    list_filter = [StateFilter, ("asked_at", PeriodFilter)]
    list_select_related = ["person"]
    ordering = ["-asked_at"]

    @admin.display(description=_("held because"))
    def why(self, row: LetterRequest) -> str:
        return ", ".join(str(LetterRequest.Reason(reason).label) for reason in row.reasons)

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                f"<int:number>/{name}/",
                self.admin_site.admin_view(view),
                name=f"letterrequest_{name}",
            )
            for name, view in (("release", self.release), ("refuse", self.refuse))
        ] + super().get_urls()

    def opened(self, request: HttpRequest, row: LetterRequest) -> HttpResponse:
        """One request, still to be decided or long since."""
        return self.page(request, row, DecisionForm())

    def release(self, request: HttpRequest, number: int) -> HttpResponse:
        """Post: write the letter after all."""
        return self._decide(request, number, staff.release, _("Released: the letter is in the queue."))

    def refuse(self, request: HttpRequest, number: int) -> HttpResponse:
        """Post: write none."""
        return self._decide(request, number, staff.refuse, _("Refused: no letter is written."))

    def may_decide(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.release_letterrequest")

    def _decide(self, request: HttpRequest, number: int, act: Any, done: Any) -> HttpResponse:
        if request.method != "POST" or not self.may_decide(request):
            raise PermissionDenied
        row, form = self.row(request, number), DecisionForm(request.POST)
        if not form.is_valid():
            return self.page(request, row, form)
        try:
            act(request=row, note=form.cleaned_data["note"], by=request.user.actor)  # type: ignore[union-attr]
        except (NotHeld, NotIssued) as reason:
            form.add_error(None, str(reason))
            return self.page(request, row, form)
        self.message_user(request, done)
        return HttpResponseRedirect(reverse("admin:accounts_letterrequest_changelist"))

    def shown(self, request: HttpRequest, row: LetterRequest) -> dict[str, Any]:
        """Who asked, where the letter would go, and whether it may be decided; that it was shown is noted."""
        person = row.person
        by = request.user.actor  # type: ignore[union-attr]
        if person is not None:
            log_access(
                by=by, page="request for a letter", person=person.public_id, purpose="held letter request"
            )
        return {
            "title": _("Request for an activation letter"),
            "why": self.why(row),
            "addresses": person.addresses.order_by("-from_on") if person else [],
            "linked": other_account(person, row.account) if person else None,
            "may_decide": row.state == LetterRequest.State.HELD and self.may_decide(request),
        }


@admin.register(ActivationLetter)
class ActivationLetterAdmin(FoundByPerson, ReadOnly):
    list_display = ["person", "issued_on", "way", "good_until", "ended"]
    list_filter = ["ended_because", "letter__state", ("issued_at", PeriodFilter)]
    list_select_related = ["person", "letter"]
    actions = ["withdraw"]
    fields = [
        "person",
        "issued_at",
        "way",
        "mailed_on",
        "good_until",
        "entered_at",
        "ended",
        "wrong_codes",
        "wrong_details",
    ]

    @admin.display(description=_("letter"))
    def way(self, row: ActivationLetter) -> str:
        return row.letter.get_state_display()

    @admin.display(description=_("mailed on"))
    def mailed_on(self, row: ActivationLetter) -> Any:
        return row.letter.mailed_on

    @admin.display(description=_("good until"))
    def good_until(self, row: ActivationLetter) -> Any:
        return row.expires_on

    @admin.display(description=_("ended"))
    def ended(self, row: ActivationLetter) -> str:
        return row.get_ended_because_display()

    @admin.display(description=_("issued on"), ordering="issued_at")
    def issued_on(self, row: ActivationLetter) -> date:
        return localtime(row.issued_at).date()

    @admin.action(description=_("Withdraw: the code is void at once"), permissions=["handle"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[ActivationLetter]) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        count = sum(letters.withdraw(letter=letter, by=by) for letter in chosen)
        self.message_user(request, ngettext("%d code is void.", "%d codes are void.", count) % count)

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_activationletter")


@admin.register(Alarm)
class AlarmAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    change_form_template = "admin/accounts/alarm/alarm.html"
    list_display = ["kind", "raised_at", "last_at", "most_in_an_hour", "seen_at", "seen_by_name"]
    list_filter = ["kind", ("seen_at", admin.EmptyFieldListFilter)]
    fields = ["kind", "raised_at", "last_at", "most_in_an_hour", "seen_at", "seen_by_name", "note"]
    readonly_fields = ["kind", "raised_at", "last_at", "most_in_an_hour", "seen_at", "seen_by_name"]
    ordering = ["-raised_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Alarm | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The alarm, and what it was raised for: each account with the way to its lock."""
        row = Alarm.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        shown: dict[str, Any] = {}
        if row is not None and self.has_view_permission(request, row):
            is_of_links = row.kind == Alarm.Kind.REGISTRATIONS
            meant = alarms.registrations_meant if is_of_links else alarms.requests_meant
            shown = {"meant": list(meant(row)), "is_of_links": is_of_links}
            self._note_look(request, shown["meant"])
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def _note_look(self, request: HttpRequest, rows: list[Any]) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        for person in {row.person.public_id for row in rows if row.person}:
            log_access(by=by, page="alarm", person=person, purpose="alarm looked into")

    def has_change_permission(self, request: HttpRequest, obj: Alarm | None = None) -> bool:
        is_open = obj is None or obj.seen_at is None
        return is_open and super().has_change_permission(request, obj)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "note" and field is not None:
            field.required = True
            field.label = _("What you found out")
            field.help_text = _("Saving closes the alarm.")
        return field

    def save_model(self, request: HttpRequest, obj: Alarm, form: Any, change: bool) -> None:
        alarms.mark_seen(alarm=obj, note=obj.note, by=request.user.actor)  # type: ignore[union-attr]
