"""Searching a list by the people its rows are about: as people are searched themselves, each way one look into an index."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.forms.people_search import find_people
from sers_portal.base.audit import log_access

PEOPLE_HELP = _(
    "Member ID, Social Security number, name (“lopez”, “lopez, maria”), or the last four digits with the birth date "
    "(“6789 04/09/1984”)"
)


class FoundByPerson(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of rows that are each about somebody, searched by who that is."""

    # The ways from a row to the people it is about.
    ways_to_people: ClassVar[tuple[str, ...]] = ("person",)
    # Django shows its box only where fields are named.
    search_fields = ["pk"]
    search_help_text = PEOPLE_HELP

    def get_search_results(
        self, request: HttpRequest, rows: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        """Those that are about the people meant; all of them where nothing was typed."""
        if not search_term.strip():
            return rows, False
        people = find_people(search_term)
        return rows.filter(reduce(or_, (Q(**{f"{way}__in": people}) for way in self.ways_to_people))), False


class FoundByOnePerson(FoundByPerson):
    """A list in which every row tells of a life: shown for one person at a time, and each look is noted."""

    search_help_text = _(
        "Member ID, Social Security number, name (“lopez, maria”), or the last four digits with the birth date. That you "
        "looked is noted."
    )
    page_name = ""

    def get_search_results(
        self, request: HttpRequest, rows: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        """The rows of the one person meant; none where nobody or several are."""
        people = list(find_people(search_term)[:2]) if search_term.strip() else []
        if len(people) > 1:
            words = _("Several people are meant. Type the whole name, or a Member ID.")
            self.message_user(request, words, messages.WARNING)
        if len(people) != 1:
            return rows.none(), False
        log_access(by=request.user.actor, page=self.page_name, person=people[0].public_id)  # type: ignore[union-attr]
        return super().get_search_results(request, rows, people[0].member_id)
