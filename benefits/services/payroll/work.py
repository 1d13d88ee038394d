"""Payroll done by the workers: uploaded files, and rows that waited for the law of their year."""

from typing import Any
from uuid import UUID, uuid4

from celery import shared_task
from django.db import transaction

from benefits.models import HeldRow, PayrollFile
from benefits.services.payroll.awaiting import take_up_awaiting
from benefits.services.payroll.file_format import FileRefused, open_text
from benefits.services.payroll.importing import import_received, note_refusal, receive, refuse_size
from benefits.services.payroll.progress import kept_for_page
from benefits.services.yearly_figures import when_approved
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM, Actor
from sers_portal.base.models import Job

IMPORT = "benefits.import_payroll"
TAKE_UP = "benefits.take_up_payroll"


def upload(*, content: bytes, name: str, by: Actor) -> PayrollFile:
    """Keep an uploaded file and order its import. `FileRefused` if it can be told at once that it will not do.

    A file whose encoding, header or trailer is wrong is kept all the same, refused, with the reason.
    """
    refuse_size(len(content))
    payroll_file = receive(content=content, name=name, by=by)
    try:
        open_text(content)
    except FileRefused as refusal:
        note_refusal(payroll_file.pk, by, str(refusal))
        raise
    if payroll_file.state != PayrollFile.State.RECEIVED:
        return import_received(payroll_file_id=payroll_file.pk, by=by)
    order_import(payroll_file=payroll_file, by=by)
    return payroll_file


def order_import(*, payroll_file: PayrollFile, by: Actor) -> None:
    """Order the import of a file that was kept. Ordering it twice, or anew after a failure, is safe."""
    key = f"{IMPORT}:{payroll_file.pk}"
    with transaction.atomic():
        tried = Job.objects.filter(kind=IMPORT, key__startswith=f"{key}:").exclude(state=Job.State.READY)
        arguments = {"payroll_file_id": payroll_file.pk, "by_id": by.id and str(by.id), "by_name": by.name}
        jobs.add(IMPORT, {f"{key}:{tried.count()}": arguments})


def has_failed(payroll_file: PayrollFile) -> bool:
    """Whether the workers gave up on a file's import."""
    ordered = Job.objects.filter(kind=IMPORT, key__startswith=f"{IMPORT}:{payroll_file.pk}:")
    last = ordered.order_by("-id").first()
    return last is not None and last.state == Job.State.FAILED


@when_approved
def order_take_up() -> None:
    """Order that waiting rows be taken up, if there are any."""
    if HeldRow.objects.filter(state=HeldRow.State.AWAITING_LAW).exists():
        jobs.add(TAKE_UP, {f"{TAKE_UP}:{uuid4().hex}": {}})


@shared_task(name=TAKE_UP)
def take_up_due() -> None:
    """Every day: a figure approved earlier may have become law today."""
    order_take_up()


@jobs.handler(IMPORT)
def import_uploaded(payroll_file_id: int, by_id: str | None, by_name: str) -> None:
    """The job: one file. A refusal is kept with the file, and the job is done."""
    by = Actor(UUID(by_id) if by_id else None, by_name)
    try:
        import_received(payroll_file_id=payroll_file_id, by=by, progress=kept_for_page(payroll_file_id))
    except FileRefused:
        return


@jobs.handler(TAKE_UP)
def take_up(**_nothing: Any) -> None:
    """The job: every row that waits."""
    take_up_awaiting(by=SYSTEM)
