"""What a member has on account: contributions by fiscal year, and the interest on them."""

from collections.abc import Iterable
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from benefits.models import Member
from benefits.rules.money import ZERO
from benefits.rules.months import fiscal_year
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import AccountYear, account_history, law_in_force
from benefits.wording import say_refusal
from sers_portal.base import clock
from sers_portal.base.access import member_page


@member_page
def contributions(request: HttpRequest) -> HttpResponse:
    """The account year by year, with the working of its interest."""
    today = clock.today()
    member = Member.objects.filter(person=request.user.person).first()  # type: ignore[union-attr]
    history = answer_or_refusal(
        lambda: account_history(member, law=law_in_force(on=today), through=today) if member else None
    )
    words = {"today": today, "member": member, "unfinished_year": fiscal_year(today)}
    if isinstance(history, Refusal):
        return render(request, "benefits/contributions.html", {**words, "refusal": say_refusal(history)})
    years = history.years if history else []
    context = {
        **words,
        "history": history,
        "has_pick_up": any(year.picked_up for year in years),
        "has_other": any(year.other for year in years),
        "together": {
            name: _sum(years, name) for name in ("paid_by_member", "picked_up", "other", "interest")
        },
    }
    return render(request, "benefits/contributions.html", context)


def _sum(years: Iterable[AccountYear], column: str) -> Decimal:
    return sum((getattr(year, column) for year in years), ZERO)
