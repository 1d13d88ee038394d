"""Notices and days, to look up by whose they are."""

from django.contrib import admin

from accounts.admin.people_found import FoundByOnePerson, FoundByPerson
from notices.admin.read_only import ReadOnly
from reemployment.models import ReturnNotice, WorkedDay


@admin.register(ReturnNotice)
class ReturnNoticeAdmin(FoundByPerson, ReadOnly):
    ways_to_people = ("member__person",)
    list_display = ["reference", "member", "kind", "employer_name", "starts_on", "ended_on", "noticed_on"]
    list_filter = ["kind"]
    list_select_related = ["member__person"]


@admin.register(WorkedDay)
class WorkedDayAdmin(FoundByOnePerson, ReadOnly):
    ways_to_people = ("member__person",)
    list_display = ["on", "member", "employer", "source", "is_worked", "recorded_at", "recorded_by_name"]
    list_filter = ["source", "is_worked"]
    list_select_related = ["member__person", "employer"]
    page_name = "days of work after retirement"
