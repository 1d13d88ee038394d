"""Texts and calls in the outbox: one for each key, sent at most once, never late, never in clear."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from notices.models import TextMessage
from notices.services import texts
from notices.texts import Busy, outbox
from sers_portal.base import clock, jobs
from sers_portal.base.models import Job
from tests.gateways.conftest import BODY, NUMBER, work_off

pytestmark = pytest.mark.django_db


def failing(monkeypatch, error: Exception) -> list[TextMessage]:
    """From now on the gateway raises this; the messages it was handed."""
    handed: list[TextMessage] = []

    def send(message):
        handed.append(message)
        raise error

    monkeypatch.setattr(outbox, "send", send)
    return handed


def test_a_text_is_sent_once_however_often_it_is_queued(queued, monkeypatch):
    handed = []
    monkeypatch.setattr(outbox, "send", lambda message: handed.append(message) or "")
    first = queued()
    jobs.work_off("text")

    second = queued(to="+12175550199")
    jobs.work_off("text")

    second.refresh_from_db()
    assert (second.pk, second.state, second.to) == (first.pk, "sent", NUMBER)
    assert len(handed) == 1


def test_a_text_is_committed_as_being_sent_before_the_vendor_is_called(queued, monkeypatch):
    states = []
    monkeypatch.setattr(outbox, "send", lambda message: states.append(_stored_state(message)) or "")
    queued()

    jobs.work_off("text")

    assert states == [("sending", "done")]


def _stored_state(message: TextMessage) -> tuple[str, str]:
    job = Job.objects.get(kind="text")
    return TextMessage.objects.get(pk=message.pk).state, job.state


def test_an_expired_code_is_not_sent(queued, monkeypatch):
    handed = failing(monkeypatch, AssertionError("it must not be called"))
    message = queued(expires_at=clock.now() - timedelta(seconds=1))

    jobs.work_off("text")

    message.refresh_from_db()
    assert (message.state, message.failure, handed) == ("failed", "expired", [])
    assert "Ask for a new code" in message.failure_sentence


def test_a_text_nobody_took_is_tried_again_with_growing_waits_until_it_expires(queued, monkeypatch):
    handed = failing(monkeypatch, Busy("20429"))
    message = queued()
    waits = []

    for seconds in (0, 20, 40, 300, 590):
        now = message.created_at + timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        work_off()
        waits += [seconds_to(job) for job in Job.objects.filter(kind="text", state="ready")]

    message.refresh_from_db()
    assert waits == [5, 20, 40, 60]
    assert len(handed) == 5
    assert (message.state, message.failure, message.error_code) == ("failed", "expired", "20429")


def seconds_to(job: Job) -> int:
    return round((job.run_after - timezone.now()).total_seconds())


def test_a_text_that_may_have_gone_out_is_not_sent_again(queued, monkeypatch):
    handed = failing(monkeypatch, RuntimeError("the line broke"))
    message = queued()

    for _ in range(3):
        work_off()

    message.refresh_from_db()
    assert (message.state, message.failure, message.error_code) == ("unknown", "in_doubt", "RuntimeError")
    assert len(handed) == 1


def test_a_text_whose_worker_vanished_becomes_unknown_and_is_not_sent_again(queued, monkeypatch):
    message = queued()
    rest = texts.send(text=str(message.pk))
    assert rest is not None
    handed = failing(monkeypatch, AssertionError("it must not be called"))

    work_off("text")
    work_off("text_in_doubt")

    message.refresh_from_db()
    assert (message.state, handed) == ("unknown", [])


def test_a_text_that_was_recorded_in_time_is_not_doubted(queued):
    message = queued()
    jobs.work_off("text")

    work_off("text_in_doubt")

    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.parametrize("number", ["", "2175550123", "+1 217 555 0123", "+1217555012x", "+0123456789"])
def test_a_number_of_another_shape_is_refused_at_the_door(queued, number):
    with pytest.raises(ValueError, match=r"E\.164"):
        queued(to=number)


def test_a_channel_that_does_not_exist_is_refused_at_the_door(queued):
    with pytest.raises(ValueError, match="fax"):
        queued(channel="fax")


def test_the_database_refuses_a_failure_without_its_reason(queued):
    message = queued()

    with pytest.raises(IntegrityError), transaction.atomic():
        TextMessage.objects.filter(pk=message.pk).update(state="failed", finished_at=clock.now())


def test_every_failure_has_its_sentence():
    sentences = {failure.sentence for failure in TextMessage.Failure}

    assert len(sentences) == len(TextMessage.Failure)


def test_the_console_shows_neither_number_nor_code(queued, settings, capsys):
    settings.TEXT_GATEWAY = "console"
    queued()

    jobs.work_off("text")

    said = capsys.readouterr().out
    assert said == "text message to •••-•••-0123: Your SERS code is ••••••.\n"
    assert BODY not in said
