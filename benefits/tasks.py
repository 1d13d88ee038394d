"""Work of the plan that comes by itself: what beat orders, and what is done when the order's turn comes."""

from typing import Any
from uuid import uuid4

from celery import shared_task
from django.dispatch import receiver

from benefits.services import (
    direct_deposit,
    newsletter_readers,  # noqa: F401  it listens for orders to deliver
    payment_calendar,
)
from benefits.services.claims import opening
from benefits.services.payment_runs import booking
from benefits.services.payment_runs import planning as payments  # noqa: F401  it does its jobs itself
from benefits.services.payroll import work  # noqa: F401  it does its jobs itself
from benefits.services.statements import delivery, rendering  # noqa: F401  they do their jobs themselves
from notices.services.calendar import closings_changed
from sers_portal.base.audit import SYSTEM
from sers_portal.base.jobs import handler


@shared_task(name=payment_calendar.KIND)
def publish_payment_calendar() -> None:
    """Every few hours: order the payment dates of a year that should be public and is not."""
    payment_calendar.order_years_due()


@shared_task(name="benefits.end_old_drafts")
def end_old_drafts() -> None:
    """Once a day: drafts of claims whose 90 days are over."""
    opening.end_old_drafts()


@shared_task(name="benefits.take_up_bank_changes")
def take_up_bank_changes() -> None:
    """Every few minutes: changes of bank accounts whose hold is over, and locks whose wait is."""
    direct_deposit.take_off_due()
    direct_deposit.take_up_due()


@shared_task(name="benefits.book_payments")
def book_payments() -> None:
    """Every hour: hand out the booking of an approved payment run whose day has come."""
    booking.order_what_is_due()


@receiver(closings_changed)
def order_payment_calendar_again(year: int, **_: Any) -> None:
    """A closing came or went: the year's payment dates are worked out anew, in the same transaction's wake."""
    payment_calendar.order_again(year=year, cause=uuid4().hex)


@handler(payment_calendar.KIND)
def publish_year(year: int) -> None:
    """The job: one year's payment dates."""
    payment_calendar.publish_year(year=year, by=SYSTEM)
