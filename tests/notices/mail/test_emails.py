"""E-mails: one for each key, sent at least once, always under the same Message-ID."""

import smtplib

import pytest
from django.core import mail

from notices.models import Email
from notices.services import emails
from notices.services.emails import queue_email
from sers_portal.base import jobs
from sers_portal.base.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch) -> None:
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)


def queued(key: str = "statement:1:7", to: str = "ada@example.org") -> Email:
    return queue_email(key=key, to=to, subject="Your statement is ready", body="Dear Ada,")


def test_an_e_mail_is_sent_once_and_noted():
    queued()

    jobs.work_off(emails.JOB)

    (message,) = mail.outbox
    assert (message.to, message.subject, message.body) == (
        ["ada@example.org"],
        "Your statement is ready",
        "Dear Ada,",
    )
    assert Email.objects.get().state == "sent"


def test_an_e_mail_queued_twice_is_sent_once():
    first = queued()
    jobs.work_off(emails.JOB)

    second = queued(to="somebody-else@example.org")
    jobs.work_off(emails.JOB)

    assert second.pk == first.pk
    assert len(mail.outbox) == 1


def test_a_job_done_again_sends_nothing_again():
    email = queued()
    jobs.work_off(emails.JOB)

    emails.send(email=str(email.pk))

    assert len(mail.outbox) == 1


def test_an_e_mail_sent_again_after_a_crash_has_the_same_message_id():
    email = queued()
    jobs.work_off(emails.JOB)
    Email.objects.update(state="waiting", sent_at=None)  # as after a kill between sending and committing

    emails.send(email=str(email.pk))

    first, second = mail.outbox
    assert first.extra_headers == second.extra_headers == {"Message-ID": f"<{email.pk}@srs.illinois.gov>"}


def test_an_e_mail_the_server_refuses_waits_and_keeps_no_personal_text(monkeypatch):
    queued()

    def refuse(self):
        raise smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such mailbox")})

    monkeypatch.setattr("notices.services.emails.EmailMessage.send", refuse)

    jobs.work_off(emails.JOB)

    job = Job.objects.get()
    assert (job.state, job.error) == ("ready", "SMTPRecipientsRefused")
    assert Email.objects.get().state == "waiting"


def test_a_job_carries_ids_only():
    email = queued()

    assert Job.objects.get().arguments == {"email": str(email.pk)}
