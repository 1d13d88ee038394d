"""Planning a month's payments: the run, and the work of it handed out as jobs."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from benefits.models import PaymentRun
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.rules.payment_dates import payment_date
from benefits.selectors import law_in_force
from benefits.services.payment_runs.decisions import DISCARDED
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.suspensions import turn_states
from benefits.services.two_people import somebody
from benefits.state_holidays import state_holidays
from notices.models import CalendarEntry
from sers_portal.base import audit, clock, jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import Job

JOB = "plan_payments"
ANNUITIES_A_JOB = 500
State = PaymentRun.State

# Months further back are no matter of a monthly run: somebody must settle them.
MONTHS_BACK = 12

# Annuities that may be owed a month: begun, and not ended longer ago. A suspended one is looked at as well: part of its
# month may be payable, and its January increase goes to a person.
CANDIDATES = """
SELECT id FROM benefits_annuity
WHERE starts_on <= %(last)s AND (ends_on IS NULL OR ends_on >= %(first)s)
ORDER BY id
"""


def plan(*, month: Month, by: Actor, tax_year: int | None = None) -> PaymentRun:
    """Plan a month's payments. The work is done by jobs; `is_planned` tells when all of it is there.

    `tax_year` names the withholding tables to use where those of the year of payment are not held yet.
    """
    planner, paid_on = somebody(by), paid_on_of(month)
    if (reason := obstacle(month)) is not None:
        raise PaymentRefused(reason)
    try:
        with transaction.atomic():
            turn_states()
            run = PaymentRun.objects.create(
                month=month.first_day,
                paid_on=paid_on,
                tax_year=tax_year or paid_on.year,
                law_edition=law_in_force(on=paid_on).edition,
                planned_by=planner,
                planned_by_name=by.name,
                planned_at=clock.now(),
            )
            annuities = _candidates(month)
            jobs.add(JOB, dict(_jobs(run, annuities)))
            audit.record(
                by=by, verb="planned payments", subject=run, month=str(month), annuities=len(annuities)
            )
    except IntegrityError as error:  # somebody else planned one at the same moment
        raise PaymentRefused(obstacle(month) or _("Somebody planned a run at the same moment.")) from error
    return run


def obstacle(month: Month) -> str | None:
    """Why this month's payments cannot be planned now; None when they can."""
    counting = PaymentRun.objects.exclude(state=State.DISCARDED)
    if (run := counting.filter(month=month.first_day).first()) is not None:
        return _("The payments of %(month)s are planned already; the run is %(state)s.") % {
            "month": month,
            "state": run.get_state_display(),
        }
    if (run := counting.filter(is_open=True).first()) is not None:
        return _("The run for %(month)s is still open. Book or discard it first.") % {
            "month": Month.of(run.month)
        }
    if counting.filter(month__gt=month.first_day).exists():
        return _("A later month was paid already. What was missed comes with the next run.")
    if month > Month.of(clock.today()).plus(1):
        return _("Payments are planned one month ahead at most.")
    return None


def next_month() -> Month:
    """The month to plan next: after the last run, else after the last payment, else this month."""
    from benefits.models import Payment

    last = PaymentRun.objects.exclude(state=State.DISCARDED).order_by("-month").first()
    if last is not None:
        return Month.of(last.month).plus(1)
    paid = Payment.objects.order_by("-month").values_list("month", flat=True).first()
    return Month.of(paid).plus(1) if paid else Month.of(clock.today())


def paid_on_of(month: Month) -> date:
    """The day on which a month is paid: by the rule, with the State holidays and the closings proclaimed."""
    closings = CalendarEntry.objects.filter(kind=CalendarEntry.Kind.CLOSING, on__year=month.year)
    closed = state_holidays(month.year).keys() | set(closings.values_list("on", flat=True))
    return payment_date(month=month, holidays=closed, law=load_law()).on


def moved_to(run: PaymentRun) -> date | None:
    """The day an open run's month is paid on now, where a closing has moved it since the plan; None where it stands."""
    on = paid_on_of(Month.of(run.month))
    return on if run.is_open and on != run.paid_on else None


def discard(*, run: PaymentRun, by: Actor, reason: str) -> None:
    """Give up a run that nobody approved, so that its month can be planned anew. What was planned stays on record."""
    with transaction.atomic():
        row = PaymentRun.objects.select_for_update().get(pk=run.pk)
        if row.state != State.PLANNED:
            raise PaymentRefused(_("Only a run that is planned, and not approved, can be discarded."))
        jobs.cancel(jobs_of(row))
        row.state, row.is_open = State.DISCARDED, None
        row.save(update_fields=["state", "is_open"])
        audit.record(by=by, verb=DISCARDED, subject=row, reason=given(reason))


def jobs_of(run: PaymentRun) -> "QuerySet[Job]":
    """The planning jobs of a run."""
    return Job.objects.filter(kind=JOB, key__startswith=f"{JOB}:{run.pk}:")


def is_planned(run: PaymentRun) -> bool:
    """Whether every job of the planning is done."""
    return not jobs_of(run).exclude(state=Job.State.DONE).exists()


def _candidates(month: Month) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, {"first": month.plus(-MONTHS_BACK).first_day, "last": month.last_day})
        return [row[0] for row in cursor.fetchall()]


def _jobs(run: PaymentRun, annuities: list[int]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for start in range(0, len(annuities), ANNUITIES_A_JOB):
        part = annuities[start : start + ANNUITIES_A_JOB]
        yield f"{JOB}:{run.pk}:{start // ANNUITIES_A_JOB}", {"run": run.pk, "annuities": part}
    # Lump sums, returned payments and the rest of months that were raised later are few.
    yield f"{JOB}:{run.pk}:singles", {"run": run.pk, "annuities": []}
