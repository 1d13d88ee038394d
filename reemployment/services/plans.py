"""Planning days of work: kept for the year, and warned of where it goes past the limit."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from benefits.rules.law import Law
from reemployment.models import WorkPlan
from reemployment.rules.planning import Projection, project
from reemployment.selectors import Retiree, plan_of, year_of_work
from reemployment.services import warnings
from reemployment.services.days import hold
from reemployment.services.trouble import WorkRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor


def projection(someone: Retiree, *, year: int, law: Law) -> Projection:
    """What the days worked and those still planned come to. A planned day that is past, and not told of, is no day."""
    work = year_of_work(someone, year=year, law=law)
    ahead = {day for day in plan_of(someone.member, year=year) if day >= clock.today()}
    return project(worked=work.days, planned=ahead, most_days=work.most_days)


def keep(*, someone: Retiree, year: int, days: Iterable[date], law: Law, by: Actor) -> Projection:
    """Keep the planned days of a year in place of those before. Raises `WorkRefused`."""
    wanted = sorted(set(days))
    today = clock.today()
    if any(day.year != year for day in wanted):
        raise WorkRefused(_("A day you chose is in another year. Load the page again."))
    if any(day < today for day in wanted):
        raise WorkRefused(_("A day you chose is past. Plan days from today on."))
    with transaction.atomic():
        hold(someone)
        plan, _is_new = WorkPlan.objects.update_or_create(
            member=someone.member, year=year, defaults={"days": wanted, "saved_at": clock.now()}
        )
        audit.record(
            by=by,
            verb="planned work after retirement",
            subject=plan,
            person=someone.member.person.public_id,
            year=year,
            days=len(wanted),
        )
        found = projection(someone, year=year, law=law)
        if found.first_too_many is not None:
            work = year_of_work(someone, year=year, law=law)
            warnings.warn_of_plan(someone=someone, year=work)
    return found
