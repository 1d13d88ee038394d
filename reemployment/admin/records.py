"""Notices and days, to look up by Member ID."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Person
from notices.admin.read_only import ReadOnly
from reemployment.models import ReturnNotice, WorkedDay
from sers_portal.base.audit import log_access


class FoundByMember(ReadOnly):
    """Rows of a member, found by the Member ID only; each look is noted."""

    search_fields = ["member__person__member_id"]
    search_help_text = "Member ID"
    page_name = ""

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        if not search_term.strip():
            return queryset, False
        person = Person.objects.filter(member_id=search_term.strip()).first()
        if person is None:
            return queryset.none(), False
        log_access(by=request.user.actor, page=self.page_name, person=person.public_id)  # type: ignore[union-attr]
        return queryset.filter(member__person=person), False


@admin.register(ReturnNotice)
class ReturnNoticeAdmin(FoundByMember):
    list_display = ["reference", "member", "kind", "employer_name", "starts_on", "ended_on", "noticed_on"]
    list_filter = ["kind"]
    list_select_related = ["member__person"]
    page_name = "notices of return to work"


@admin.register(WorkedDay)
class WorkedDayAdmin(FoundByMember):
    list_display = ["on", "member", "employer", "source", "is_worked", "recorded_at", "recorded_by_name"]
    list_filter = ["source", "is_worked"]
    list_select_related = ["member__person", "employer"]
    page_name = "days of work after retirement"
