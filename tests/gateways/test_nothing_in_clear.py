"""What a thief of the database, the broker or the logs would read: no number, no code, no words of a message."""

import logging

import pytest
from django.db import connection

from notices.services.emails import queue_email
from notices.texts import outbox
from sers_portal.base import jobs
from sers_portal.base.logs import Impersonal
from sers_portal.base.tasks import work
from tests.gateways.conftest import NUMBER, work_off
from tests.gateways.mail_server import a_mail_server

pytestmark = pytest.mark.django_db
SECRETS = ("2175550123", "217-555-0123", "493016", "817254", "Dear Ada")


def every_row() -> str:
    """All tables, as a dump would hold them."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return "\n".join(_rows(cursor, table) for table in tables)


def _rows(cursor, table: str) -> str:
    cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
    return "\n".join(row for (row,) in cursor.fetchall())


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture
def logged(caplog, monkeypatch) -> pytest.LogCaptureFixture:
    """What is logged in production, without the second fence that blots out numbers."""
    monkeypatch.setattr(Impersonal, "filter", lambda self, record: True)
    caplog.set_level(logging.INFO)
    return caplog


def test_messages_on_their_way_and_in_trouble_leave_nothing_in_clear(vendor, queued, settings, logged):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    queued("waits")
    queued("invalid")
    queued("call", channel="voice")
    vendor.refuse(400, 21211)  # the vendor's own words repeat the number
    vendor.refuse(500, 20500)
    with a_mail_server() as mailbox:
        settings.EMAIL_PORT = mailbox.port
        mailbox.refusals = ["550 nobody@example.org is no mailbox of ours"]
        for key in ("refused", "sent"):
            queue_email(key=key, to="ada@example.org", subject="Your code", body="Dear Ada,\n817254")

        work_off("text")
        work_off("email")

    assert len(vendor.asked) == 3
    assert len(mailbox.messages) == 1
    assert secrets_in(every_row()) == []
    assert secrets_in(logged.text) == []


def test_the_dump_of_this_test_finds_what_lies_in_clear(queued):
    queued(f"a key with {NUMBER}")

    assert secrets_in(every_row()) == ["2175550123"]


def test_an_error_nobody_foresaw_is_logged_without_its_words(queued, monkeypatch, logged):
    def fail(message):
        raise RuntimeError(f"cannot send {message.body} to {message.to}")

    monkeypatch.setattr(outbox, "send", fail)
    queued()

    jobs.work_off("text")

    assert "text handed over" in logged.text
    assert secrets_in(logged.text) == []


def test_the_broker_is_told_a_kind_of_work_and_nothing_else(
    queued, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.undo()
    monkeypatch.setattr(work, "delay", lambda *arguments: told.append(arguments))

    with django_capture_on_commit_callbacks(execute=True):
        queued()

    assert told == [("text",)]
