"""Messages between a member and staff: written once, answered, closed; nobody else reads them."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Conversation, Message, Upload
from notices.models import Email
from sers_portal.base.models import AccessEvent
from tests import people
from tests.factories.claims import a_picture

pytestmark = pytest.mark.django_db
WORDS = "When does my first payment come?"


@pytest.fixture
def maria():
    person = people.a_person("Maria", "Lopez")
    people.an_account(person, email="maria@example.org")
    return person


def typed(**changes):
    return {"id": str(uuid.uuid4()), "topic": "payments", "words": WORDS, **changes}


def desk() -> Client:
    client = Client()
    client.force_login(people.staff("accounts.answer_conversation", "accounts.view_conversation"))
    return client


def test_a_message_with_a_file_arrives_and_its_words_rest_sealed(signed_in, maria):
    client = signed_in(maria)
    paper = SimpleUploadedFile("stub.png", a_picture(), "image/png")

    response = client.post(reverse("message_new"), typed(papers=[paper]), follow=True)

    page = response.content.decode()
    row = Message.objects.get()
    assert WORDS in page
    assert "stub.png" in page
    assert "it is being checked for viruses" in page
    assert WORDS not in row.words_token
    assert Upload.objects.get().person == maria


def test_a_form_sent_twice_is_one_message(signed_in, maria):
    client, form = signed_in(maria), typed()

    for _time in range(2):
        client.post(reverse("message_new"), form)

    assert (Conversation.objects.count(), Message.objects.count()) == (1, 1)


def test_an_answer_is_told_by_email_without_its_words_and_seen_as_new_once(signed_in, maria):
    client, staff = signed_in(maria), desk()
    client.post(reverse("message_new"), typed())
    row = Conversation.objects.get()
    reply = {"id": str(uuid.uuid4()), "words": "On January 19."}
    for _time in range(2):
        staff.post(reverse("admin:conversation_step", args=[row.pk, "answer"]), reply)

    listed = client.get(reverse("messages")).content.decode()
    opened = client.get(reverse("message", args=[row.pk])).content.decode()

    email = Email.objects.get(subject="SERS: We answered your message")
    assert "new answer" in listed
    assert "On January 19." in opened
    assert "January" not in email.body
    assert "new answer" not in client.get(reverse("messages")).content.decode()
    assert Message.objects.count() == 2


def test_writing_again_opens_a_closed_conversation_anew(signed_in, maria):
    client = signed_in(maria)
    client.post(reverse("message_new"), typed())
    row = Conversation.objects.get()
    client.post(reverse("message_close", args=[row.pk]))
    row.refresh_from_db()
    closed = row.state

    client.post(reverse("message", args=[row.pk]), typed())

    row.refresh_from_db()
    assert (closed, row.state) == ("closed", "open")


def test_another_members_conversation_is_refused_and_noted(signed_in, maria):
    signed_in(maria).post(reverse("message_new"), typed())
    row, ruth = Conversation.objects.get(), people.a_retiree()
    client = signed_in(ruth)

    answers = [
        client.get(reverse("message", args=[row.pk])).status_code,
        client.post(reverse("message", args=[row.pk]), typed()).status_code,
        client.post(reverse("message_close", args=[row.pk])).status_code,
    ]

    assert answers == [404, 404, 404]
    assert AccessEvent.objects.filter(person=maria.public_id, was_refused=True).count() == 3
    assert Message.objects.count() == 1


def test_another_members_message_id_is_not_taken_over(signed_in, maria):
    form = typed()
    signed_in(maria).post(reverse("message_new"), form)

    response = signed_in(people.a_retiree()).post(reverse("message_new"), form)

    assert response.status_code == 422
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"words": ""}, "Write your message first."),
        ({"words": "x" * 4001}, "This is too long."),
        ({"topic": ""}, "Choose what it is about."),
        ({"topic": "hacks"}, "Choose one of the topics listed."),
    ],
)
def test_a_wrong_message_is_explained_and_its_words_stay(change, sentence, signed_in, maria):
    response = signed_in(maria).post(reverse("message_new"), typed(**change))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert change.get("words", WORDS) in page
    assert Message.objects.count() == 0


def test_staff_who_read_a_conversation_are_seen_by_the_member(signed_in, maria):
    client = signed_in(maria)
    client.post(reverse("message_new"), typed())
    desk().get(reverse("admin:accounts_conversation_change", args=[Conversation.objects.get().pk]))

    page = client.get(reverse("profile_who_looked")).content.decode()

    assert "Your messages" in page
    assert "answered your message" in page


def test_the_database_refuses_to_change_what_was_written(signed_in, maria):
    signed_in(maria).post(reverse("message_new"), typed())

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Message.objects.update(by_name="Somebody else")


def test_a_message_whose_form_was_damaged_is_sent_all_the_same(signed_in, maria):
    signed_in(maria).post(reverse("message_new"), typed(id="x"))

    assert Message.objects.get().words == WORDS
