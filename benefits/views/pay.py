"""A member's pay and service, month by month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from benefits.ledger import CapReached, caps_reached, service_of, with_running_totals
from benefits.models import Member
from benefits.rules.law import Law
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import FiscalYearPay, law_in_force, pay_ledger
from benefits.views import years
from benefits.wording import say_refusal
from sers_portal.base import clock
from sers_portal.base.access import member_page

TIER_2 = 2


@member_page
def pay(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """One fiscal year's months, and a line for each other year."""
    return _show(request, "benefits/pay.html", year)


@member_page
def every_year(request: HttpRequest) -> HttpResponse:
    """The months of all fiscal years on one page, to read through or to print."""
    return _show(request, "benefits/pay_every_year.html", None)


def _show(request: HttpRequest, template: str, year: int | None) -> HttpResponse:
    today = clock.today()
    member = Member.objects.filter(person=request.user.person).first()  # type: ignore[union-attr]
    law = law_in_force(on=today)
    ledger = answer_or_refusal(lambda: pay_ledger(member, law=law, through=today) if member else [])
    context: dict[str, object] = {"today": today, "member": member}
    if isinstance(ledger, Refusal):
        return render(request, template, {**context, "refusal": say_refusal(ledger)})
    choice = years.choose(year, [of_year.year for of_year in ledger], route="pay_year")
    if member is None or choice is None:
        return render(request, template, context)
    service = service_of(member, ledger, through=today)
    running = with_running_totals(
        ledger, granted=service.total - service.from_pay, caps=_caps(member, ledger, law)
    )
    return render(
        request,
        template,
        {
            **context,
            "choice": choice,
            # Whoever only reads, by the Public ID, sends nothing in.
            "may_report": request.user.pk is not None,
            "service": service,
            "running": running,
            "shown": next(row for row in running if row.of_year.year == choice.shown),
            "has_pick_up": any(of_year.picked_up for of_year in ledger),
        },
    )


def _caps(member: Member, ledger: list[FiscalYearPay], law: Law) -> list[CapReached]:
    """Where the Tier 2 cap cut pay; nothing while the cap of such a year is not held."""
    if member.tier != TIER_2:
        return []
    found = answer_or_refusal(lambda: caps_reached(ledger, law=law))
    return [] if isinstance(found, Refusal) else found
