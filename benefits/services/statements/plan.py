"""Planning a February run: one row for each statement that is due."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from benefits.models import StatementRun
from benefits.selectors import law_in_force
from benefits.services.statements.entitlement import write_statements
from benefits.services.statements.rendering import template_version
from benefits.services.statements.trouble import NotPossible
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

FIRST_YEAR = 2001


def plan(*, year: int, by: Actor) -> StatementRun:
    """Plan the statements about a calendar year that is over. `NotPossible` if they are planned already."""
    if by.id is None:
        raise NotPossible(_("Say who plans the run: a second person must release it."))
    with transaction.atomic():
        if (reason := obstacle(year)) is not None:
            raise NotPossible(reason)
        run, is_new = _counting().get_or_create(year=year, defaults=_new_run(by))
        if not is_new:  # somebody else planned it at the same moment
            raise NotPossible(_already_planned(run))
        count = write_statements(run)
        audit.record(by=by, verb="planned statements", subject=run, year=year, statements=count)
    return run


def obstacle(year: int) -> str | None:
    """Why the statements about a year cannot be planned now; None when they can."""
    if year < FIRST_YEAR:
        return _("Statements can be planned for %(year)s and later.") % {"year": FIRST_YEAR}
    if clock.today() <= date(year, 12, 31):
        return _("The year %(year)s is not over yet. Plan its statements from January 1, %(next)s.") % {
            "year": year,
            "next": year + 1,
        }
    run = _counting().filter(year=year).first()
    return None if run is None else _already_planned(run)


def _counting() -> QuerySet[StatementRun]:
    return StatementRun.objects.exclude(state=StatementRun.State.DISCARDED)


def _new_run(by: Actor) -> dict[str, object]:
    return {
        "template_version": template_version(),
        "law_edition": law_in_force(on=clock.today()).edition,
        "planned_by": by.id,
        "planned_by_name": by.name,
        "planned_at": clock.now(),
    }


def _already_planned(run: StatementRun) -> str:
    return _(
        "The statements for %(year)s were planned on %(on)s by %(name)s: %(count)s of them, the run is %(state)s. "
        "Go on with that run, or discard it first."
    ) % {
        "year": run.year,
        "on": date_format(localtime(run.planned_at)),
        "name": run.planned_by_name,
        "count": f"{run.statements.count():,}",
        "state": run.get_state_display(),
    }
