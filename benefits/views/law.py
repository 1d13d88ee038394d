"""How a pension is figured: the law the portal uses, open to everybody."""

from django.http import HttpRequest, HttpResponse
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
