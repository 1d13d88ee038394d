"""A worker killed with kill -9 between handing over and recording: no code is sent twice, no letter doubled."""

import csv
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from notices.documents import storage
from notices.models import Email, Letter, LetterBatch
from notices.services.emails import queue_email
from notices.services.letters import queue_letter
from notices.tasks import finish_batches
from tests.faults.workers import environment, kill
from tests.gateways.conftest import SID, TOKEN, work_off
from tests.gateways.mail_server import a_mail_server
from tests.gateways.vendor import Vendor

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
WORK = """
import sys, django
django.setup()
from sers_portal.base import jobs
jobs.work_off(sys.argv[1])
"""
# Sends, and is held up before it can record that.
HOLDING = """
import time, django
django.setup()
from notices.models import Email
Email.save = lambda *_, **__: time.sleep(60)
from sers_portal.base import jobs
jobs.work_off("email")
"""
# The folder lies at the print shop already; what would note that hangs.
BATCH = """
import time, django
django.setup()
from notices.services import batches
batches.audit.record = lambda **_: (print("handed over", flush=True), time.sleep(60))
from notices.tasks import mail_batch
mail_batch()
"""


def worker(script: str, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """A process of its own that works on the test's database."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={**environment(), "DJANGO_SETTINGS_MODULE": "sers_portal.settings", **variables},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def settles(is_so: Callable[[], bool]) -> bool:
    """Whether it comes to be so soon."""
    give_up_at = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


def test_a_code_whose_worker_is_killed_while_the_vendor_has_it_is_not_sent_again(vendor: Vendor, queued):
    message = queued()
    vendor.is_silent = True
    killed = worker(
        WORK,
        "text",
        TEXT_GATEWAY="twilio",
        TWILIO_ACCOUNT_SID=SID,
        TWILIO_AUTH_TOKEN=TOKEN,
        TWILIO_NUMBER="+12175550100",
        TWILIO_ADDRESS=vendor.address,
    )
    assert vendor.was_asked.wait(timeout=30)

    kill(killed)
    vendor.is_silent = False
    work_off("text")
    work_off("text_in_doubt")
    work_off("text")

    message.refresh_from_db()
    assert len(vendor.asked) == 1
    assert (message.state, message.failure) == ("unknown", "in_doubt")


def test_an_e_mail_whose_worker_is_killed_is_sent_again_under_the_same_message_id(settings):
    email = queue_email(key="k", to="ada@example.org", subject="S", body="B")
    with a_mail_server() as mailbox:
        killed = worker(HOLDING, EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}")
        assert settles(lambda: bool(mailbox.messages))
        kill(killed)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
        still_waiting = Email.objects.get().state

        work_off("email")

    email.refresh_from_db()
    assert (still_waiting, email.state) == ("waiting", "sent")
    assert {message["Message-ID"] for message in mailbox.messages} == {f"<{email.pk}@srs.illinois.gov>"}


def test_a_letter_whose_batch_s_worker_is_killed_after_handing_over_is_there_once():
    for number in range(3):
        document = storage.keep(b"%PDF-1.7", id=uuid.uuid4(), kind="letter", title="Letter")
        queue_letter(
            key=f"k{number}",
            kind="letter",
            recipient="Ada Nowak",
            address_lines=["12 Elm Street", "Springfield, IL 62701"],
            document=document,
        )
    killed = worker(BATCH)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "handed over\n"

    kill(killed)
    finish_batches()
    finish_batches()

    batch = LetterBatch.objects.get()
    manifests = list(Path(django_settings.SPOOL_DIR).rglob("manifest.csv"))
    assert [str(path.relative_to(django_settings.SPOOL_DIR)) for path in manifests] == [batch.manifest_path]
    assert len(list(csv.DictReader(manifests[0].read_text().splitlines()))) == 3
    assert Letter.objects.filter(batch=batch, state="batched").count() == 3
    assert batch.handed_over_at is not None
