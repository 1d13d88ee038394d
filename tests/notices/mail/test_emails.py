"""E-mails: one for each key, sent at least once, always under the same Message-ID."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from notices import check_codes
from notices.models import Email
from notices.services import emails
from notices.services.emails import OutgoingEmail, queue_email
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
    assert (message.to, message.subject) == (["ada@example.org"], "Your statement is ready")
    assert message.body.startswith("Dear Ada,\n\n-- \n")
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


def refusing(monkeypatch, trouble: Exception) -> None:
    """From now on the mail server answers with this trouble."""

    def refuse(self):
        raise trouble

    monkeypatch.setattr("notices.services.emails.EmailMessage.send", refuse)


def test_an_e_mail_refused_for_good_has_failed_and_is_not_tried_again(monkeypatch):
    email = queued()
    refusing(monkeypatch, smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such mailbox")}))

    jobs.work_off(emails.JOB)

    email.refresh_from_db()
    assert (email.state, email.error_code, email.attempts) == ("failed", "550", 1)
    assert not Job.objects.filter(state="ready").exists()


@pytest.mark.parametrize(
    "trouble",
    [
        smtplib.SMTPRecipientsRefused({"ada@example.org": (451, b"try later")}),
        smtplib.SMTPAuthenticationError(535, b"bad password"),
        ConnectionRefusedError(),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
def test_an_e_mail_that_meets_passing_trouble_waits_for_its_next_try(monkeypatch, trouble):
    email = queued()
    with monkeypatch.context() as for_now:
        refusing(for_now, trouble)
        jobs.work_off(emails.JOB)
    waiting = Job.objects.get(state="ready")

    Job.objects.filter(pk=waiting.pk).update(run_after=timezone.now())
    jobs.work_off(emails.JOB)

    email.refresh_from_db()
    assert waiting.run_after > timezone.now()
    assert (email.state, email.attempts, len(mail.outbox)) == ("sent", 2, 1)


def test_an_e_mail_nobody_took_for_three_days_has_failed(monkeypatch):
    email = queued()
    Email.objects.update(created_at=timezone.now() - timedelta(days=3))
    refusing(monkeypatch, ConnectionRefusedError())

    jobs.work_off(emails.JOB)

    email.refresh_from_db()
    assert (email.state, email.error_code) == ("failed", "ConnectionRefusedError")


def test_the_words_of_an_e_mail_rest_sealed():
    email = queued()

    email.refresh_from_db()
    assert "Ada" not in email.body_token
    assert email.body.startswith("Dear Ada,")


def test_a_job_carries_ids_only():
    email = queued()

    assert Job.objects.get().arguments == {"email": str(email.pk)}


def test_an_e_mail_ends_with_a_code_that_finds_it_again():
    email = queued()

    code = re.search(r"Code of this e-mail: (\S{14})\.", email.body)[1]

    assert Email.objects.get(check_index=check_codes.index_of(check_codes.read_code(code))) == email
    assert code not in str(Email.objects.values().get())


def test_only_mail_that_one_may_unsubscribe_from_says_how():
    outgoing = OutgoingEmail(
        "k", "ada@example.org", "News", "Dear Ada,", unsubscribe_address="https://x/stop/1/"
    )
    emails.queue_emails([outgoing])

    jobs.work_off(emails.JOB)

    (message,) = mail.outbox
    assert message.extra_headers["List-Unsubscribe"] == "<https://x/stop/1/>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
