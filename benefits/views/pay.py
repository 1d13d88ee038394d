"""A member's pay and service, month by month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from benefits.models import Member
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import FiscalYearPay, law_in_force, pay_ledger
from benefits.views import years
from benefits.wording import say_refusal
from sers_portal.base import clock
from sers_portal.base.access import member_page


@member_page
def pay(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """One fiscal year's months, and a line for each other year."""
    today = clock.today()
    member = Member.objects.filter(person=request.user.person).first()  # type: ignore[union-attr]
    ledger = answer_or_refusal(
        lambda: pay_ledger(member, law=law_in_force(on=today), through=today) if member else []
    )
    if isinstance(ledger, Refusal):
        return render(request, "benefits/pay.html", {"today": today, "refusal": say_refusal(ledger)})
    return render(request, "benefits/pay.html", {"today": today, "member": member, **_shown(ledger, year)})


def _shown(ledger: list[FiscalYearPay], year: int | None) -> dict[str, object]:
    of_years = {of_year.year: of_year for of_year in ledger}
    choice = years.choose(year, list(of_years), route="pay_year")
    return {
        "ledger": ledger,
        "has_pick_up": any(of_year.picked_up for of_year in ledger),
        "choice": choice,
        "shown": of_years[choice.shown] if choice else None,
    }
