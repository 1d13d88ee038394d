"""How a pension is figured: the law the portal uses, open to everybody."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from benefits.law_reference import calculation_texts, kept_proofs, topics
from benefits.selectors import law_in_force
from sers_portal.base import clock
from sers_portal.base.access import public


@public
def law(request: HttpRequest) -> HttpResponse:
    """Every value of the law in force today, its citation and how sure we are of it."""
    in_force = law_in_force(on=clock.today())
    context = {
        "topics": topics(in_force, kept_proofs()),
        "calculations": calculation_texts(),
        "edition": in_force.edition,
    }
    return render(request, "benefits/law.html", context)


@public
def case_file(request: HttpRequest, name: str) -> HttpResponse:
    """A case file as plain text, for those who want to run it themselves."""
    if not any(name in files for files in kept_proofs().values()):
        raise Http404
    text = (Path(settings.BASE_DIR) / name).read_text()
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
