"""E-mails through Django's SMTP to a real mail server: once, under one Message-ID, tried again only where it helps."""

import socket
from collections.abc import Iterator

import pytest

from notices.models import Email
from notices.services.emails import queue_email
from sers_portal.base.models import Job
from tests.gateways.conftest import work_off
from tests.gateways.mail_server import Mailbox, a_mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    with a_mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


def queued() -> Email:
    return queue_email(key="k", to="ada@example.org", subject="Your code", body="Dear Ada,\n493016\n")


def outcome(email: Email) -> tuple[str, str, int]:
    email.refresh_from_db()
    return email.state, email.error_code, email.attempts


def test_an_e_mail_arrives_once_with_its_words_and_message_id(mailbox):
    email = queued()

    work_off("email")
    work_off("email")

    (message,) = mailbox.messages
    assert message["To"] == "ada@example.org"
    assert message["Message-ID"] == f"<{email.pk}@srs.illinois.gov>"
    assert message.get_content().splitlines()[:4] == ["Dear Ada,", "493016", "", "-- "]
    assert outcome(email) == ("sent", "", 1)


def test_an_e_mail_sent_again_after_a_crash_shows_its_old_message_id(mailbox):
    email = queued()
    work_off("email")
    Email.objects.update(state="waiting", sent_at=None)  # as after a kill between sending and committing
    Job.objects.update(state="ready", finished_at=None)

    work_off("email")

    assert len({message["Message-ID"] for message in mailbox.messages}) == 1
    assert len(mailbox.messages) == 2
    assert outcome(email)[0] == "sent"


def test_an_e_mail_the_server_has_no_time_for_arrives_at_the_next_try(mailbox):
    mailbox.refusals = ["451 4.7.1 greylisted"]
    email = queued()

    work_off("email")
    waiting = outcome(email)
    work_off("email")

    assert waiting == ("waiting", "451", 1)
    assert outcome(email) == ("sent", "", 2)
    assert len(mailbox.messages) == 1


def test_an_e_mail_to_nobody_has_failed_and_is_left_alone(mailbox):
    mailbox.refusals = ["550 5.1.1 no such user"]
    email = queued()

    work_off("email")
    work_off("email")

    assert outcome(email) == ("failed", "550", 1)
    assert mailbox.messages == []


def test_an_e_mail_waits_while_no_mail_server_answers(mailbox, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        email = queued()
        work_off("email")
    waiting = outcome(email)
    settings.EMAIL_PORT = mailbox.port

    work_off("email")

    assert waiting == ("waiting", "ConnectionRefusedError", 1)
    assert outcome(email) == ("sent", "", 2)
