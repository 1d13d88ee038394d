"""Work that comes by itself in the demonstration alone; the apps' own work is in their tasks."""

from celery import shared_task
from django.conf import settings


@shared_task(name="portal.demonstration_payments")
def demonstration_payments() -> None:
    """Every hour, and whenever the demonstration's clock moves: the payments of a month whose day has passed."""
    if settings.IS_DEMONSTRATION:
        from sers_portal.demonstration import payments

        payments.order_what_is_due()
