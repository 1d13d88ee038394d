"""The demonstration's mailbox: everything written to anybody, codes and all, and the clock beside it."""

import os
import re
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from notices import outbox
from notices.documents import storage
from notices.models import Email, Letter
from notices.services.emails import queue_email
from notices.services.letters import queue_letter
from sers_portal.base import clock as portal_clock
from sers_portal.base import jobs
from sers_portal.base.models import AuditEvent, DemonstrationClock
from sers_portal.demonstration.clock import days_to_february
from tests.architecture.test_settings import GOOD

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PDF = b"%PDF-1.7 a letter"


def an_email(key: str = "mail", to: str = "ada@example.org", body: str = "Dear Ada,") -> Email:
    return queue_email(key=key, to=to, subject=f"About {key}", body=body)


def a_letter(recipient: str = "Ruth Miller") -> Letter:
    document = storage.keep(PDF, id=uuid.uuid4(), kind="letter", title="Your activation code")
    lines = ["12 Elm Street", "Springfield, IL 62701"]
    return queue_letter(
        key=str(uuid.uuid4()), kind="letter", recipient=recipient, address_lines=lines, document=document
    )


def page(client, **query) -> str:
    return client.get(reverse("outbox"), query).text


def headings(text: str) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", text)


def test_every_message_is_shown_newest_first_with_its_words(client, queued):
    an_email()
    queued("a text")
    queued("a call", channel="voice", body="Your code is 5, 5.")
    a_letter()
    jobs.work_off("text")

    text = page(client)

    assert headings(text) == ["Your activation code", "Voice call", "Text message", "About mail"]
    for words in (
        "Dear Ada,",
        "493016",
        "Your code is 5, 5.",
        "(217) 555-0123",
        "Ruth Miller\n12 Elm Street",
    ):
        assert words in text


def test_a_message_shows_how_it_fared_and_why(client, queued):
    queued(expires_at=portal_clock.now() - timedelta(seconds=1))
    jobs.work_off("text")

    text = page(client)

    assert "failed" in text
    assert "The message could not be sent in time. Ask for a new code." in text


def test_a_link_in_an_e_mail_can_be_followed_and_its_words_stay_words(client):
    an_email(body="Activate: http://localhost:8000/accounts/activate/abc/ <script>alert(1)</script>")

    text = page(client)

    assert 'href="http://localhost:8000/accounts/activate/abc/"' in text
    assert "<script>alert" not in text


def test_a_letter_opens_as_its_pdf(client):
    letter = a_letter()
    address = reverse("outbox_letter", args=[letter.pk])

    response = client.get(address)

    assert f'href="{address}"' in page(client)
    assert (response["Content-Type"], response.content) == ("application/pdf", PDF)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("email", ["About mail"]),
        ("text", ["Text message"]),
        ("voice", ["Voice call"]),
        ("letter", ["Your activation code"]),
    ],
)
def test_one_kind_can_be_shown_alone(client, queued, kind, found):
    an_email()
    queued("a text")
    queued("a call", channel="voice")
    a_letter()

    assert headings(page(client, kind=kind)) == found


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("ADA@example", ["About mail"]),
        ("217-555-0123", ["Text message"]),
        ("+1 (217) 555 0123", ["Text message"]),
        ("miller", ["Your activation code"]),
        ("217-555-0199", []),
        ("<script>", []),
    ],
)
def test_a_person_s_messages_are_found_by_address_number_or_name(client, queued, who, found):
    an_email()
    queued("a text")
    a_letter()

    assert headings(page(client, who=who)) == found


@pytest.mark.parametrize("query", [{"kind": "fax"}, {"page": "0"}, {"page": "x"}, {"who": "x" * 300}])
def test_a_question_nobody_can_answer_shows_a_page_all_the_same(client, query):
    an_email()

    response = client.get(reverse("outbox"), query)

    assert response.status_code == 200


def test_older_messages_are_on_the_next_page(client, monkeypatch):
    monkeypatch.setattr(outbox, "MESSAGES_A_PAGE", 2)
    for number in range(5):
        an_email(f"mail {number}")

    pages = [headings(page(client, page=number)) for number in (1, 2, 3)]

    assert pages == [["About mail 4", "About mail 3"], ["About mail 2", "About mail 1"], ["About mail 0"]]
    assert "page=2" in page(client)
    assert 'rel="next"' not in page(client, page=3)


def test_no_browser_keeps_the_codes(client):
    assert "no-store" in client.get(reverse("outbox"))["Cache-Control"]


@pytest.fixture
def _no_broker(monkeypatch):
    monkeypatch.setattr("sers_portal.demonstration.clock._order_what_is_due", lambda: None)


@pytest.mark.usefixtures("_no_broker")
@pytest.mark.parametrize(
    ("button", "forward"),
    [
        ("hour", timedelta(hours=1)),
        ("day", timedelta(days=1)),
        ("week", timedelta(days=7)),
        ("three_weeks", timedelta(days=21)),
    ],
)
def test_the_clock_beside_the_messages_moves(client, button, forward):
    assert f'name="by" value="{button}"' in page(client)

    response = client.post(reverse("outbox_clock"), {"by": button}, follow=True)

    assert "in this portal." in response.text
    assert DemonstrationClock.moved_forward() == forward
    assert AuditEvent.objects.get().by_name == "a visitor of the demonstration"


@pytest.mark.usefixtures("_no_broker")
def test_the_clock_moves_to_february(client):
    days = days_to_february(portal_clock.today())

    client.post(reverse("outbox_clock"), {"by": "february"})

    assert DemonstrationClock.moved_forward() == timedelta(days=days)
    assert portal_clock.today().month == 2


@pytest.mark.parametrize("by", ["", "year", "-1"])
def test_another_step_leaves_the_clock_where_it_is(client, by):
    response = client.post(reverse("outbox_clock"), {"by": by}, follow=True)

    assert "Choose one of the buttons" in response.text
    assert not DemonstrationClock.objects.exists()


@pytest.mark.usefixtures("_no_broker")
def test_a_code_expires_when_the_clock_moves(client, queued):
    message = queued()
    client.post(reverse("outbox_clock"), {"by": "hour"})

    jobs.work_off("text")

    message.refresh_from_db()
    assert (message.state, message.failure) == ("failed", "expired")
    assert message.finished_at > timezone.now() + timedelta(minutes=50)


def test_production_has_no_mailbox_and_no_gateway_that_only_shows():
    script = (
        "import django; django.setup(); from django.urls import get_resolver; "
        "from django.conf import settings; "
        "print(sorted(str(route.pattern) for route in get_resolver().url_patterns), settings.TEXT_GATEWAY)"
    )
    environment = {**os.environ, **GOOD, "DJANGO_SETTINGS_MODULE": "sers_portal.settings"}

    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout

    assert "outbox" not in said
    assert "'gateways/twilio/<uuid:text>/'" in said
    assert said.split()[-1] == "twilio"
