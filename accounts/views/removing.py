"""Removing a row of one's own: a second press of the button, or the back button, finds it gone, and says so."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=Model)


def own_row(rows: "QuerySet[Row]", key: Any) -> Row | None:
    """The row of this key among one's own; None where it is nobody's any more. `Http404`: it is another's."""
    row = rows.filter(pk=key).first()
    if row is None and rows.model._default_manager.filter(pk=key).exists():
        raise Http404
    return row


def say_gone(request: HttpRequest, back_to: str) -> HttpResponse:
    """Back to the list, which shows that it is gone."""
    messages.info(request, _("It is removed already."))
    return redirect(back_to)
