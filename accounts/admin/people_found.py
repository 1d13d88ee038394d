"""Searching a list by the people its rows are about: as people are searched themselves, each way one look into an index."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.people_search import find_people

PEOPLE_HELP = _(
    "Member ID, Social Security number, name (“lopez”, “lopez, maria”), or the last four digits with the birth date "
    "(“6789 04/09/1984”)"
)


def about_people(rows: "QuerySet[Any]", typed: str, *, field: str = "person") -> "QuerySet[Any]":
    """Those rows that are about the people meant; all of them where nothing was typed."""
    return rows.filter(**{f"{field}__in": find_people(typed)}) if typed.strip() else rows
