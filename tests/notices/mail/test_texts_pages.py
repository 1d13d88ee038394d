"""Texts and calls as staff see them: found by number or failure, and neither number nor words shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from notices.models import TextMessage
from notices.services.texts import queue_text
from sers_portal.base import clock, jobs
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
LIST = "admin:notices_textmessage_changelist"


@pytest.fixture(autouse=True)
def _member_services(client, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    client.force_login(staff("notices.view_textmessage"))


def a_text(number: str = "+12175550123", *, minutes: int = 10) -> TextMessage:
    return queue_text(
        key=f"code:{number}",
        channel="text",
        to=number,
        body="Your code is 493016.",
        language="en",
        expires_at=clock.now() + timedelta(minutes=minutes),
    )


def test_staff_see_how_a_text_fared_and_neither_its_number_nor_its_code(client):
    message = a_text(minutes=-1)
    jobs.work_off("text")

    pages = [
        client.get(reverse(LIST)).text,
        client.get(reverse("admin:notices_textmessage_change", args=[message.pk])).text,
    ]

    for page in pages:
        assert "•••-•••-0123" in page
        assert "expired" in page
        assert not [word for word in ("2175550123", "493016", message.body_token) if word in page]
    assert "Ask for a new code" in pages[1]


def test_failed_texts_are_found(client):
    a_text("+12175550111", minutes=-1)
    jobs.work_off("text")
    a_text("+12175550122")

    page = client.get(reverse(LIST), {"state__exact": "failed"}).text

    assert "0111" in page
    assert "0122" not in page


@pytest.mark.parametrize(("typed", "is_found"), [("(217) 555-0123", True), ("555-0123", False), ("x", False)])
def test_a_whole_number_finds_its_texts(client, typed, is_found):
    a_text()

    page = client.get(reverse(LIST), {"q": typed}).text

    assert ("•••-•••-0123" in page) is is_found


def test_nobody_types_into_a_text(client):
    message = a_text()

    page = client.get(reverse("admin:notices_textmessage_change", args=[message.pk]))

    assert client.get(reverse("admin:notices_textmessage_add")).status_code == 403
    assert 'name="_save"' not in page.text
