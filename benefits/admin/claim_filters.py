"""What the claim desk's list is narrowed by: state, kind, who holds it, what is due, how old it is."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from benefits import claim_kinds
from benefits.models import OPEN_STATES, Claim, ClaimState
from benefits.services.claims.workspace import waiting_for_answer
from sers_portal.base import clock

Choices = list[tuple[str, Any]]
AGES = {"7": timedelta(days=7), "30": timedelta(days=30), "60": timedelta(days=60), "90": timedelta(days=90)}
SOON = timedelta(days=7)


class StateFilter(admin.SimpleListFilter):
    """Open claims first: drafts are nobody's work, decided ones are history."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        states = [choice for choice in ClaimState.choices if choice[0] != ClaimState.DRAFT]
        return [*states, ("all", _("all"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        if self.value() == "all":
            return rows.exclude(state=ClaimState.DRAFT)
        return rows.filter(state=self.value()) if self.value() else rows.filter(state__in=OPEN_STATES)

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            if choice["query_string"] == changelist.get_query_string(remove=[self.parameter_name]):
                choice["display"] = _("open")
            yield choice


class KindFilter(admin.SimpleListFilter):
    """Kinds by what they are called."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(kind.name, kind.title) for kind in claim_kinds.all_kinds()]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        return rows.filter(kind=self.value()) if self.value() else rows


class MessageFilter(admin.SimpleListFilter):
    """Claims whose claimant has written and was not answered yet."""

    title = _("message")
    parameter_name = "message"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("waiting", _("waits for an answer"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        if self.value() != "waiting":
            return rows
        return rows.filter(pk__in=waiting_for_answer(Claim.objects.all()).values("pk"))


class HolderFilter(admin.SimpleListFilter):
    """Mine, nobody's, a colleague's."""

    title = _("held by")
    parameter_name = "holder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("me", _("me")), ("nobody", _("nobody")), ("others", _("colleagues"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        me = request.user.public_id  # type: ignore[union-attr]
        match self.value():
            case "me":
                return rows.filter(assigned_to=me)
            case "nobody":
                return rows.filter(assigned_to=None)
            case "others":
                return rows.exclude(assigned_to=None).exclude(assigned_to=me)
        return rows


class DueFilter(admin.SimpleListFilter):
    """Past its day, or near it."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("over", _("overdue")), ("soon", _("within 7 days")), ("later", _("later"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        today = clock.today()
        match self.value():
            case "over":
                return rows.filter(due_on__lt=today)
            case "soon":
                return rows.filter(due_on__gte=today, due_on__lte=today + SOON)
            case "later":
                return rows.filter(due_on__gt=today + SOON)
        return rows


class AgeFilter(admin.SimpleListFilter):
    """How long ago it was sent in."""

    title = _("sent in")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(days, _("more than %(days)s days ago") % {"days": days}) for days in AGES]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        if self.value() in AGES:
            return rows.filter(received_at__lt=clock.now() - AGES[str(self.value())])
        return rows
