"""No worker but the test itself; servers of the test's own that answer as the real ones do."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from notices.models import TextMessage
from notices.services.texts import queue_text
from sers_portal.base import clock, jobs
from sers_portal.base.models import Job
from tests.gateways.vendor import Vendor, a_vendor

SID, TOKEN = "AC" + "0" * 32, "a-token-of-the-tests-0123456789ab"
NUMBER, BODY = "+12175550123", "Your SERS code is 493016."


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch) -> None:
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)


@pytest.fixture
def vendor(settings) -> Iterator[Vendor]:
    """A server that answers like Twilio, and settings that lead to it."""
    with a_vendor() as server:
        settings.TEXT_GATEWAY = "twilio"
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = SID, TOKEN
        settings.TWILIO_NUMBER, settings.TWILIO_ADDRESS = "+12175550100", server.address
        settings.SITE_ADDRESS = "https://member.example.gov"
        yield server


@pytest.fixture
def queued() -> Callable[..., TextMessage]:
    """A text in the outbox, good for ten minutes."""

    def queue(key: str = "code:1", *, channel: str = "text", **fields) -> TextMessage:
        words = {
            "to": NUMBER,
            "body": BODY,
            "language": "en",
            "expires_at": clock.now() + timedelta(minutes=10),
            **fields,
        }
        return queue_text(key=key, channel=channel, **words)

    return queue


def work_off(kind: str = "text") -> None:
    """Do all jobs of a kind, also those whose time has not come."""
    Job.objects.filter(kind=kind, state="ready").update(run_after=timezone.now())
    jobs.work_off(kind)
