"""What the claim desk's list is narrowed by: state, kind, who holds it, what is due, how old it is."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from benefits import claim_kinds
from benefits.models import OPEN_STATES, Claim, ClaimState
from benefits.services.claims import that_may_be_approved_by
from benefits.services.claims.news import (
    with_late_documents,
    with_news,
    with_shares_without_a_record,
)
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
    """What came from the claimant and was not looked into yet, or what did not come."""

    title = _("claimant")
    parameter_name = "message"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            ("news", _("sent something since")),
            ("waiting", _("waits for an answer, without an account")),
            ("late", _("documents not come by their day")),
            ("record", _("a granted share waits for a record")),
        ]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        match self.value():
            case "news":
                return rows.filter(pk__in=with_news(Claim.objects.order_by()).values("pk"))
            case "waiting":
                return rows.filter(pk__in=waiting_for_answer(Claim.objects.all()).values("pk"))
            case "late":
                return rows.filter(pk__in=with_late_documents(Claim.objects.order_by()).values("pk"))
            case "record":
                return rows.filter(pk__in=with_shares_without_a_record(Claim.objects.order_by()).values("pk"))
        return rows


class HolderFilter(admin.SimpleListFilter):
    """Mine, nobody's, the colleagues', or those of one of them by name."""

    title = _("who holds it")
    parameter_name = "holder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        me = request.user.public_id  # type: ignore[union-attr]
        held = Claim.objects.filter(state__in=OPEN_STATES, assigned_to__isnull=False).exclude(assigned_to=me)
        names = held.order_by("assigned_to_name").values_list("assigned_to", "assigned_to_name").distinct()
        colleagues = [(str(who), name) for who, name in names]
        whose = [("me", _("me")), ("nobody", _("nobody")), ("others", _("colleagues"))]
        if request.user.has_perm("benefits.approve_claim"):
            whose.append(("approve", _("waits for my approval")))
        return [*whose, *colleagues]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        me = request.user.public_id  # type: ignore[union-attr]
        match self.value():
            case "me":
                return rows.filter(assigned_to=me)
            case "nobody":
                return rows.filter(assigned_to=None)
            case "others":
                return rows.exclude(assigned_to=None).exclude(assigned_to=me)
            case "approve":
                return rows.filter(pk__in=that_may_be_approved_by(me).order_by().values("pk"))
            case None:
                return rows
        # One of the list: Django refuses no other value.
        return rows.filter(assigned_to=uuid_or_none(self.value()))


def uuid_or_none(text: str | None) -> UUID | None:
    """What an address says as a UUID; None for anything else."""
    with suppress(ValueError):
        return UUID(str(text))
    return None


class DueFilter(admin.SimpleListFilter):
    """Past its day, or near it."""

    title = _("due date")
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

    title = _("age")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(days, _("more than %(days)s days ago") % {"days": days}) for days in AGES]

    def queryset(self, request: HttpRequest, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        if self.value() in AGES:
            return rows.filter(received_at__lt=clock.now() - AGES[str(self.value())])
        return rows
