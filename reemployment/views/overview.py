"""Working after retirement at a glance: the count, what is near, the jobs, and where to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from benefits.models import AnnuitySuspension
from benefits.selectors import law_in_force
from benefits.services.statements.record_sections import RECIPROCAL_SYSTEMS
from reemployment.models import Repayment, SuspensionCase, WorkKind
from reemployment.phrases import most_days, say_rule
from reemployment.selectors import days_told, differing, jobs_of, retiree, rule_for, year_of_work
from reemployment.services import plans, warnings
from sers_portal.base import clock
from sers_portal.base.access import member_page


@member_page
def overview(request: HttpRequest) -> HttpResponse:
    """The retiree's count of the year; others read what this is about."""
    someone = retiree(request.user.person)  # type: ignore[union-attr]
    if someone is None:
        return render(request, "reemployment/not_retired.html")
    today = clock.today()
    law = law_in_force(on=today)
    work = year_of_work(someone, year=today.year, law=law)
    suspensions = AnnuitySuspension.objects.filter(annuity=someone.annuity, state="in_force")
    context = {
        "someone": someone,
        "today": today,
        "work": work,
        "is_near": work.counted >= min(warnings.THRESHOLDS) and not work.suspended_on,
        "projection": plans.projection(someone, year=today.year, law=law),
        "jobs": jobs_of(someone.member),
        "differences": differing(days_told(someone.member, year=today.year)),
        "cases": SuspensionCase.objects.filter(annuity=someone.annuity, state__in=["open", "proposed"]),
        "suspensions": suspensions.exclude(until_on__lt=today),
        "repayments": Repayment.objects.filter(member=someone.member, state="agreed"),
    }
    return render(request, "reemployment/overview.html", context)


@member_page
def other_work(request: HttpRequest) -> HttpResponse:
    """Every kind of work, what it does to this person's annuity and why, and whom to tell."""
    someone = retiree(request.user.person)  # type: ignore[union-attr]
    today = clock.today()
    law = law_in_force(on=today)
    rules = []
    if someone is not None:
        for kind in WorkKind:
            outcome = rule_for(someone, kind=kind, starts_on=today, law=law)
            rules.append((kind.label, say_rule(outcome, kind=kind, tier=someone.tier, law=law)))
    context = {"someone": someone, "rules": rules, "systems": RECIPROCAL_SYSTEMS, "most": most_days(law)}
    return render(request, "reemployment/other_work.html", context)
