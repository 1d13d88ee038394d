"""The newsletter's workers killed with kill -9, and set on the same people at once: everybody gets it once."""

import random
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from accounts.models import EmailFor, LetterFor, NewsletterDelivery, Person
from accounts.services import newsletter as delivery
from notices.documents import render, storage
from notices.models import Document, Email, Letter, NewsletterIssue, NewsletterSection
from notices.services import newsletter
from sers_portal.base import jobs
from sers_portal.base.models import Job
from tests import people
from tests.factories.accounts import an_account
from tests.faults.workers import nursery, write_retirees

pytestmark = pytest.mark.django_db(transaction=True)
PAYEES = 24
BY_EMAIL = 18
KILLS = 4
SECONDS_AT_MOST = 50


@pytest.fixture
def ordered(settings, monkeypatch) -> NewsletterIssue:
    """An issue whose delivery to two dozen payees is ordered in jobs of four; most of them want e-mail."""
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    monkeypatch.setattr(delivery, "PEOPLE_A_JOB", 4)
    write_retirees(PAYEES)
    for person in Person.objects.order_by("pk")[:BY_EMAIL]:
        an_account(person, has_second_factor=False)
    issue = NewsletterIssue.objects.create(on=date(2026, 11, 2), title_en="News", title_es="Noticias")
    NewsletterSection.objects.create(
        issue=issue, heading_en="One", heading_es="Uno", words_en="Words.", words_es="Palabras."
    )
    by = people.staff().actor
    with monkeypatch.context() as cheap:
        cheap.setattr(render, "pdf", lambda template, context: b"%PDF")
        newsletter.publish(issue=issue, by=by)
    return newsletter.order_delivery(issue=issue, by=by)


def is_ready() -> bool:
    return Job.objects.filter(kind=delivery.JOB, state=Job.State.READY).exists()


def assert_everybody_has_it_once() -> None:
    assert NewsletterDelivery.objects.count() == PAYEES
    assert (Email.objects.count(), EmailFor.objects.count()) == (BY_EMAIL, BY_EMAIL)
    assert (Letter.objects.count(), LetterFor.objects.count()) == (PAYEES - BY_EMAIL, PAYEES - BY_EMAIL)
    kept = set(Document.objects.values_list("path", flat=True))
    folder = Path(django_settings.DOCUMENTS_DIR)
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.pdf")} == kept
    for letter in Letter.objects.select_related("document"):
        assert storage.read(letter.document).startswith(b"%PDF")


def test_killed_workers_lose_double_and_stray_nothing(ordered):
    killed = 0
    give_up_at = time.monotonic() + SECONDS_AT_MOST
    with nursery(delivery.JOB) as place:
        while is_ready():
            if killed < KILLS:
                time.sleep(random.uniform(0.05, 0.4))
                place.kill_one()
                place.bear()
                killed += 1
            Job.objects.filter(state=Job.State.READY).update(run_after=timezone.now())
            assert time.monotonic() < give_up_at, "the workers do not come to an end"
            time.sleep(0.05)

    assert killed > 0
    assert_everybody_has_it_once()


def test_two_jobs_for_the_same_people_at_once_write_to_them_once(ordered, monkeypatch):
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")
    everybody = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    together = threading.Barrier(4)

    def deliver() -> None:
        try:
            together.wait()
            delivery.deliver(issue=ordered.pk, people=everybody)
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert_everybody_has_it_once()
