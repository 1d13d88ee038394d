"""The mail room's pages: letters, batches and the outbox."""

import uuid
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from notices.documents import storage
from notices.models import Letter, LetterBatch
from notices.services.emails import queue_email
from notices.services.letters import queue_letter
from sers_portal.base import jobs
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
RIGHTS = (
    "notices.view_letter",
    "notices.change_letter",
    "notices.view_letterbatch",
    "notices.add_letterbatch",
    "notices.change_letterbatch",
    "notices.view_email",
)


@pytest.fixture(autouse=True)
def _mail_room(client, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    client.force_login(staff(*RIGHTS))


def a_letter(recipient: str = "Ada Nowak") -> Letter:
    document = storage.keep(b"%PDF-1.7", id=uuid.uuid4(), kind="statement", title="Statement")
    return queue_letter(
        key=str(uuid.uuid4()),
        kind="statement",
        recipient=recipient,
        address_lines=["12 Elm Street", "Springfield, IL 62701"],
        document=document,
    )


def act(client, model: str, action: str, *chosen: object) -> str:
    """Run an action of a list on some rows; the text of the page that follows."""
    response = client.post(
        reverse(f"admin:notices_{model}_changelist"),
        {"action": action, "_selected_action": [str(row.pk) for row in chosen]},
        follow=True,
    )
    return response.content.decode()


def test_the_day_s_batch_is_made_and_marked_as_mailed(client, settings):
    a_letter()
    before = client.get(reverse("admin:notices_letterbatch_changelist")).content.decode()

    made = client.post(reverse("admin:letterbatch_make"), follow=True).content.decode()
    batch = LetterBatch.objects.get()
    answer = act(client, "letterbatch", "mark_mailed", batch)

    folder = (Path(settings.SPOOL_DIR) / batch.manifest_path).parent
    assert "1 letter waits for a batch" in before
    assert f"1 letter for the print shop, in the folder {folder}." in made
    assert "1 letter is mailed." in answer
    assert Letter.objects.get().state == "mailed"


def test_a_letter_that_came_back_is_marked(client):
    letter = a_letter()
    batch = LetterBatch.objects.create(on=date(2026, 2, 2))
    Letter.objects.update(state="mailed", batch=batch, mailed_on=date(2026, 2, 2))

    answer = act(client, "letter", "mark_returned", letter)

    assert "1 letter changed." in answer
    assert Letter.objects.get().state == "returned"


def test_a_letter_that_is_not_mailed_cannot_have_come_back(client):
    answer = act(client, "letter", "mark_returned", a_letter())

    assert "The letter is waiting for the next batch; this cannot be done now." in answer


def test_a_letter_is_cancelled_before_its_batch(client):
    answer = act(client, "letter", "cancel", a_letter())

    assert "1 letter changed." in answer
    assert Letter.objects.get().state == "cancelled"


def test_nobody_types_into_letters_batches_or_e_mails(client):
    letter, email = a_letter(), queue_email(key="k", to="ada@example.org", subject="S", body="B")

    for model, row in (("letter", letter), ("email", email)):
        page = client.get(reverse(f"admin:notices_{model}_change", args=[row.pk])).content.decode()
        assert client.get(reverse(f"admin:notices_{model}_add")).status_code == 403
        assert 'name="_save"' not in page


def test_staff_without_the_right_make_no_batch(client):
    a_letter()
    client.force_login(staff("notices.view_letterbatch"))

    response = client.post(reverse("admin:letterbatch_make"))

    assert response.status_code == 403
    assert not LetterBatch.objects.exists()


@pytest.mark.parametrize("typed", ["nunez", "maria nun", "Núñez, María", "O'Brien"])
def test_a_letter_is_found_by_the_words_on_its_envelope(client, typed):
    a_letter("María O’Brien-Núñez")
    a_letter("Mario Numen")

    page = client.get(reverse("admin:notices_letter_changelist"), {"q": typed}).text

    assert "María" in page
    assert "Mario" not in page


def test_an_email_is_found_by_the_beginning_of_its_address(client):
    queue_email(key="a", to="Ada.Nowak@example.org", subject="Hello", body="Hello")
    queue_email(key="b", to="bada@example.org", subject="Hello", body="Hello")

    page = client.get(reverse("admin:notices_email_changelist"), {"q": "ada.n"}).text

    assert "Ada.Nowak@example.org" in page
    assert "bada@example.org" not in page
