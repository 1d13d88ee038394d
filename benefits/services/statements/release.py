"""Release: a second person lets a finished run out, and from then on its people see their statements."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from benefits.models import Statement, StatementRun
from benefits.services.statements.delivery import hand_out_notices
from benefits.services.statements.progress import progress
from benefits.services.statements.trouble import NotPossible
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

State = StatementRun.State


def release(*, run: StatementRun, by: Actor) -> StatementRun:
    """Let a finished run out, for good. `NotPossible` for the planner, or while a statement is missing."""
    with transaction.atomic():
        run = StatementRun.objects.select_for_update().get(pk=run.pk)
        if (reason := obstacle(run, by)) is not None:
            raise NotPossible(reason)
        run.state, run.released_at = State.RELEASED, clock.now()
        run.released_by, run.released_by_name = by.id, by.name
        run.save(update_fields=["state", "released_at", "released_by", "released_by_name"])
        audit.record(
            by=by, verb="released statements", subject=run, year=run.year, statements=run.statements.count()
        )
        hand_out_notices(run)
    return run


def obstacle(run: StatementRun, by: Actor) -> str | None:
    """Why this person cannot release this run now, said to them; None when they can."""
    if by.id is None:
        return _("Say who releases the run: it must be a second person.")
    if run.state == State.RELEASED:
        return _("The statements for %(year)s are released already.") % {"year": run.year}
    if run.state in (State.PLANNED, State.DISCARDED):
        return _("The run for %(year)s is %(state)s. Render its statements first.") % {
            "year": run.year,
            "state": run.get_state_display(),
        }
    if run.planned_by == by.id:
        return _(
            "You planned this run, so somebody else must release it. Ask a colleague to look at the samples."
        )
    return _missing(run)


def _missing(run: StatementRun) -> str | None:
    counted = progress(run)
    if counted.planned == 0:
        return _("Nobody is entitled to a statement in this run. Discard it.")
    if counted.is_complete:
        return None
    return ngettext(
        "%(count)s statement is not made yet. Wait for it, or set it aside if it cannot be made.",
        "%(count)s statements are not made yet. Wait for them, or set aside those that cannot be made.",
        counted.waiting,
    ) % {"count": f"{counted.waiting:,}"}


def released_statements(person: Person) -> QuerySet[Statement]:
    """A person's own statements of released runs, newest first."""
    rows = Statement.objects.filter(person=person, run__state=State.RELEASED, document__isnull=False)
    return rows.order_by("-run__year", "kind")
