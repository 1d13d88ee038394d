"""Work that comes by itself."""

from celery import shared_task

from reemployment.services import repayments


@shared_task(name="reemployment.fail_overdue_repayments")
def fail_overdue_repayments() -> None:
    """Once a day: repayments whose deadline is over."""
    repayments.fail_overdue()
