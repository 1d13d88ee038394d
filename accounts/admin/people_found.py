"""Searching a list by the people its rows are about: as people are searched themselves, each way one look into an index."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.forms.people_search import find_people

PEOPLE_HELP = _(
    "Member ID, Social Security number, name (“lopez”, “lopez, maria”), or the last four digits with the birth date "
    "(“6789 04/09/1984”)"
)


class FoundByPerson(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of rows that are each about a `person`, searched by who that is."""

    search_fields = ["person"]
    search_help_text = PEOPLE_HELP

    def get_search_results(
        self, request: HttpRequest, rows: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        """Those that are about the people meant; all of them where nothing was typed."""
        return rows.filter(person__in=find_people(search_term)) if search_term.strip() else rows, False
