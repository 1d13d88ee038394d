"""Work that comes by itself."""

from celery import shared_task

from reemployment.services import chasing, repayments, unannounced


@shared_task(name="reemployment.fail_overdue_repayments")
def fail_overdue_repayments() -> None:
    """Once a day: repayments whose deadline is over."""
    repayments.fail_overdue()


@shared_task(name="reemployment.chase_instalments")
def chase_instalments() -> None:
    """Once a day: instalments that did not come."""
    chasing.order_due()


@shared_task(name="reemployment.find_unannounced_work")
def find_unannounced_work() -> None:
    """Once a day: State jobs of retired members that nobody told of."""
    unannounced.open_cases()
