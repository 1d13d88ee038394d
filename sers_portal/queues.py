"""What of the portal's own work waits for administrators: jobs that failed."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sers_portal.base import work_queues
from sers_portal.base.models import Job
from sers_portal.base.work_queues import Queue, Task


def add_ours() -> None:
    """Make them known to the staff's home."""
    work_queues.add("base.change_job", failed_jobs)


def failed_jobs(user: Any) -> Iterable[Queue]:
    """Jobs that failed too often to be tried again by themselves."""
    address = reverse("admin:base_job_changelist") + "?state=failed"
    rows = Job.objects.filter(state=Job.State.FAILED)
    yield Queue.of_rows(Task.PORTAL, _("Jobs that failed"), rows, address, since="finished_at", is_late=True)
