"""Work of accounts that comes by itself. The services named here do their own jobs when their turn comes."""

from celery import shared_task

from accounts.services import appointments, contacts, registration, uploads  # noqa: F401  uploads does its own jobs
from accounts.services.activation import reminders, requests  # noqa: F401  requests does its own jobs


@shared_task(name="accounts.send_activation_reminders")
def send_activation_reminders() -> None:
    """Every hour: remind those whose letter has lain unused for fourteen days."""
    reminders.send_reminders()


@shared_task(name="accounts.forget_old_drafts")
def forget_old_drafts() -> None:
    """Every day: remove registrations that nobody came back to finish."""
    registration.forget_old_drafts()


@shared_task(name="accounts.take_up_addresses")
def take_up_addresses() -> None:
    """Every hour: addresses whose day has come become people's addresses."""
    contacts.take_up_addresses()


@shared_task(name="accounts.remind_of_appointments")
def remind_of_appointments() -> None:
    """Every hour: remind those whose appointment is near."""
    appointments.remind()
