"""Workers killed with kill -9, again and again: nothing is lost, nothing doubled, no file strays."""

import hashlib
import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from benefits.models import Statement, StatementRun
from benefits.services.statements import delivery, rendering, runs
from benefits.services.statements.plan import plan
from benefits.services.statements.progress import progress
from benefits.services.statements.release import release
from notices.documents import storage
from notices.models import Document, Letter, LetterBatch
from notices.services import batches
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import Job
from tests.benefits.statements.february import PAT, RAE
from tests.faults.worker import BATCHES
from tests.faults.workers import nursery, write_retirees

pytestmark = pytest.mark.django_db(transaction=True)
STATEMENTS = 500
LETTERS = 120
KILLS = 20
SECONDS_AT_MOST = 50


@pytest.fixture(autouse=True)
def _february(settings, monkeypatch) -> None:
    settings.STATEMENT_RENDERER = "tests.faults.cheap.slow_pdf"
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 2, 2))


def files(folder: str | Path) -> set[str]:
    """Every file under a folder, hidden ones too."""
    return {str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file()}


def a_run_of(count: int) -> StatementRun:
    write_retirees(count)
    run = plan(year=2025, by=PAT)
    runs.start(run=run, by=PAT)
    return run


def kill_while(at_work: Callable[[], bool], kinds: tuple[str, ...], *, most: int) -> int:
    """While there is work: kill one worker after another at random moments, each time another takes its place."""
    killed = 0
    with nursery(*kinds) as place:
        while killed < most and at_work():
            time.sleep(random.uniform(0.0, 0.2))
            place.kill_one()
            place.bear()
            killed += 1
    return killed


def finish(*kinds: str) -> None:
    """Let workers that nobody kills do the rest, without waiting for the hour of second tries."""
    give_up_at = time.monotonic() + SECONDS_AT_MOST
    ready = Job.objects.filter(kind__in=kinds, state=Job.State.READY)
    with nursery(*kinds):
        while ready.exists():
            ready.filter(run_after__gt=timezone.now()).update(run_after=timezone.now())
            assert time.monotonic() < give_up_at, "the workers do not come to an end"
            time.sleep(0.05)


def test_a_run_of_500_whose_workers_are_killed_20_times_loses_doubles_and_strays_nothing():
    run = a_run_of(STATEMENTS)

    killed = kill_while(lambda: progress(run).waiting > 0, (rendering.JOB,), most=KILLS)
    # A job whose worker was killed eight times is parked: staff would hand it out again, and so does this test.
    runs.resume(run=run, by=PAT)
    finish(rendering.JOB)

    assert killed == KILLS
    assert (progress(run).made, progress(run).waiting) == (STATEMENTS, 0)
    assert Document.objects.count() == STATEMENTS
    assert files(django_settings.DOCUMENTS_DIR) == set(Document.objects.values_list("path", flat=True))
    for statement in Statement.objects.select_related("document"):
        assert statement.content["name"].encode() in storage.read(statement.document)


def released(count: int, settings) -> StatementRun:
    """A run whose statements were made without haste or trouble, let out."""
    settings.STATEMENT_RENDERER = "tests.faults.cheap.pdf"
    run = a_run_of(count)
    jobs.work_off(rendering.JOB)
    return release(run=run, by=RAE)


def test_telling_people_by_killed_workers_writes_each_of_them_one_letter(settings, monkeypatch):
    monkeypatch.setattr(delivery, "PEOPLE_A_JOB", 20)
    run = released(LETTERS, settings)

    killed = kill_while(lambda: delivery.unreached(run).exists(), (delivery.JOB,), most=5)
    finish(delivery.JOB)

    assert killed > 0
    assert Letter.objects.count() == LETTERS
    assert Letter.objects.values("document").distinct().count() == LETTERS
    assert not delivery.unreached(run).exists()


def test_a_mail_batch_killed_again_and_again_holds_every_letter_once(settings):
    released(LETTERS, settings)
    jobs.work_off(delivery.JOB)
    unfinished = LetterBatch.objects.filter(handed_over_at=None)
    queued = Letter.objects.filter(state=Letter.State.QUEUED)

    killed = kill_while(lambda: queued.exists() or unfinished.exists(), (BATCHES,), most=5)
    batches.make_batches(on=date(2026, 2, 9), by=SYSTEM)

    batched = Letter.objects.filter(state=Letter.State.BATCHED, batch__handed_over_at__isnull=False)
    expected = {
        f"{letter.batch.on}-{letter.batch_id}/{letter.pk}.pdf" for letter in batched.select_related("batch")
    }
    manifests = set(LetterBatch.objects.values_list("manifest_path", flat=True))
    assert killed > 0
    assert batched.count() == LETTERS
    assert files(django_settings.SPOOL_DIR) == expected | manifests
    for letter in batched.select_related("batch", "document"):
        spooled = (
            Path(django_settings.SPOOL_DIR) / f"{letter.batch.on}-{letter.batch_id}" / f"{letter.pk}.pdf"
        )
        assert hashlib.sha256(spooled.read_bytes()).hexdigest() == letter.document.sha256


def test_ten_real_pdfs_survive_killed_workers(settings):
    settings.STATEMENT_RENDERER = rendering.DEFAULT_RENDERER
    run = a_run_of(10)

    killed = kill_while(lambda: progress(run).made < 5, (rendering.JOB,), most=2)
    jobs.work_off(rendering.JOB)

    assert killed > 0
    assert (progress(run).made, progress(run).waiting) == (10, 0)
    assert files(django_settings.DOCUMENTS_DIR) == set(Document.objects.values_list("path", flat=True))
    for statement in Statement.objects.select_related("document"):
        assert storage.read(statement.document).startswith(b"%PDF-")
    kept = storage.read(statement.document)
    assert rendering.render(statement.pk, statement.content) == kept
