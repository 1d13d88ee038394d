"""Whose pages these are: a retiree's own. Everybody else is led to the page that explains."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from reemployment.models import ReturnNotice
from reemployment.selectors import Retiree, jobs_of, retiree
from sers_portal.base.access import member_page

RetireeView = Callable[..., HttpResponse]


def retiree_page(view: RetireeView) -> Callable[..., Any]:
    """A member page that is given the retiree it is about."""

    @member_page
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        someone = retiree(request.user.person)  # type: ignore[union-attr]
        if someone is None:
            return redirect("working_after_retirement")
        return view(request, someone, *args, **kwargs)

    return guarded


def own_job(someone: Retiree, id: UUID) -> ReturnNotice:
    """The retiree's own notice, by its number in an address. Http404: it is nobody's, or another's."""
    found = jobs_of(someone.member).filter(public_id=id).first()
    if found is None:
        raise Http404
    return found
