"""Work of the post room that comes by itself, and the services that do its jobs."""

from celery import shared_task

from notices.services import batches, emails, texts  # noqa: F401  they do their jobs themselves
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM

# Two thousand letters by SFTP take their time; cut off all the same, the next call goes on from there.
SECONDS_AT_MOST = 1800


@shared_task(name="notices.mail_batch", time_limit=SECONDS_AT_MOST)
def mail_batch() -> None:
    """Each working day: the letters that wait go to the print shop; what a killed one left is finished first."""
    batches.make_batches(on=clock.today(), by=SYSTEM)


@shared_task(name="notices.finish_batches", time_limit=SECONDS_AT_MOST)
def finish_batches() -> None:
    """Every few minutes: hand over again what the print shop did not take at first."""
    batches.finish_begun(by=SYSTEM)
