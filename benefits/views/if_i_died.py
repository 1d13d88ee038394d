"""“If I died today”: who would receive what, and which papers they would need."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from benefits.if_i_died import if_i_died
from benefits.models import Member
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.wording import say_refusal
from sers_portal.base import clock
from sers_portal.base.access import member_page


@member_page
def if_i_died_page(request: HttpRequest) -> HttpResponse:
    """Monthly survivors, nominated beneficiaries, and the benefits that other forms decide."""
    today = clock.today()
    member = Member.objects.filter(person=request.user.person).select_related("person").first()  # type: ignore[union-attr]
    found = answer_or_refusal(lambda: if_i_died(member, on=today) if member else None)
    context: dict[str, object] = {"today": today, "member": member}
    if isinstance(found, Refusal):
        return render(request, "benefits/if_i_died.html", {**context, "refusal": say_refusal(found)})
    if found is not None:
        figures = {"monthly": found.monthly, "lump_sum": found.lump_sum, "at_work": found.at_work}
        refused = {name: say_refusal(one) for name, one in figures.items() if isinstance(one, Refusal)}
        told = {name: one for name, one in figures.items() if not isinstance(one, Refusal)}
        context |= {"found": found, "refused": refused, **told}
    return render(request, "benefits/if_i_died.html", context)
