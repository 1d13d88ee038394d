"""The demonstration's monthly payments: planned, approved and booked by two of its staff when the clock has reached a 19th."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from benefits.models import PaymentRun
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.services.payment_runs import approval, booking, plan, planning
from sers_portal.base import clock, jobs
from sers_portal.base.models import Job
from sers_portal.demonstration.people import PLANNER, RELEASER, is_loaded

KIND = "demonstration_payments"
# Whoever plays staff has the payment day itself, to plan and approve by hand.
LEFT_TO_STAFF = timedelta(days=1)


def order_what_is_due() -> None:
    """Order the next month's payments if their day is past: the job orders the month after, until today is reached."""
    if (month := _due()) is not None:
        jobs.add(KIND, {f"{KIND}:{month}:{clock.today()}": {"month": str(month)}})


@jobs.handler(KIND)
def pay(month: str) -> None:
    """The job: one month, whole or not at all. A run that somebody has open is theirs to finish."""
    if _due() != Month.parse(month):
        return
    planner, approver = (User.objects.get(email=email).actor for email in (PLANNER, RELEASER))
    paid_on = plan.paid_on_of(Month.parse(month))
    run = plan.plan(month=Month.parse(month), by=planner, tax_year=min(paid_on.year, _last_tables()))
    for job in plan.jobs_of(run):
        planning.plan_rows(**job.arguments)
    plan.jobs_of(run).update(state=Job.State.DONE, finished_at=timezone.now())
    approval.approve(run=run, by=approver)
    for job in booking.jobs_of(run):
        booking.book(**job.arguments)
    booking.jobs_of(run).update(state=Job.State.DONE, finished_at=timezone.now())
    order_what_is_due()


def _due() -> Month | None:
    # Before the staff are there, or while one of them has a run open.
    if not is_loaded() or PaymentRun.objects.filter(is_open=True).exists():
        return None
    month = plan.next_month()
    return month if plan.paid_on_of(month) + LEFT_TO_STAFF <= clock.today() else None


def _last_tables() -> int:
    return load_law().latest("federal_withholding", filing="single").from_.year
