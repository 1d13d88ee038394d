"""The pages that inform everybody. Each is a template; the law in force and the account's own rules give the figures."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from accounts.services import public_ids
from benefits.selectors import law_in_force
from sers_portal.base import clock
from sers_portal.base.access import View, public
from sers_portal.public import fact_sheets, forms, glossary, tutorial
from sers_portal.public.account_facts import ACCOUNT_FACTS


def informing(template: str) -> View:
    """A page that is its template."""

    @public
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, template, what_pages_know())

    return page


@public
def sheets(request: HttpRequest) -> HttpResponse:
    """All fact sheets, grouped by the time of life they are for."""
    return render(request, "public/fact_sheets.html", {"groups": fact_sheets.GROUPS})


@public
def sheet(request: HttpRequest, sheet: str) -> HttpResponse:
    """One fact sheet."""
    found = fact_sheets.SHEETS.get(sheet)
    if found is None:
        raise Http404
    return render(request, found.template, {**what_pages_know(), "sheet": found})


@public
def tasks(request: HttpRequest) -> HttpResponse:
    """The forms, by what one wants to do."""
    return render(request, "public/forms.html", {"forms": forms.FORM_TASKS})


@public
def words(request: HttpRequest) -> HttpResponse:
    """The glossary."""
    return render(request, "public/glossary.html", {"terms": glossary.in_order(clock.today())})


@public
def steps(request: HttpRequest) -> HttpResponse:
    """The tutorial: how to get an account, in twelve steps with pictures."""
    language = get_language() or "en"
    shown = [
        {
            "title": step.title,
            "words": str(step.words).format(**ACCOUNT_FACTS._asdict()),
            "picture": step.shown(language),
            "shows": step.shows,
        }
        for step in tutorial.STEPS
    ]
    return render(request, "public/tutorial.html", {**what_pages_know(), "steps": shown})


def what_pages_know() -> dict[str, object]:
    """The law in force today, read only where a page tells a figure of it, and the facts of online accounts."""
    return {
        "law": SimpleLazyObject(lambda: law_in_force(on=clock.today())),
        "account": ACCOUNT_FACTS,
        "public_id_ends_on": last_day_of_public_id(),
        "public_id_is_over": public_ids.is_over(),
    }


def last_day_of_public_id() -> date | None:
    """The last day of the old sign-in for everybody; None while none is set."""
    day: date = settings.PUBLIC_ID_ENDS_ON
    return None if day.year == date.max.year else day
