"""The Informer on its way: to every payee once, by the way each of them chose; ended by one click."""

import uuid
from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Address, EmailFor, LetterFor, NewsletterChoice, NewsletterDelivery, Person
from accounts.services import newsletter as delivery
from benefits.services.newsletter_readers import payees
from notices.documents import render
from notices.models import Email, Letter, NewsletterIssue, NewsletterSection
from notices.services import emails, newsletter
from sers_portal.base import jobs
from sers_portal.base.models import AuditEvent, Job
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    monkeypatch.setattr(render, "pdf", lambda template, context: f"%PDF {context['recipient']}".encode())
    with translation.override("en"):
        yield


def an_issue(on: date = date(2026, 11, 2)) -> NewsletterIssue:
    issue = NewsletterIssue.objects.create(on=on, title_en="Winter news", title_es="Noticias de invierno")
    NewsletterSection.objects.create(
        issue=issue, heading_en="One", heading_es="Uno", words_en="Some **words**.", words_es="Palabras."
    )
    return newsletter.publish(issue=issue, by=people.staff().actor)


def delivered(issue: NewsletterIssue) -> NewsletterIssue:
    newsletter.order_delivery(issue=issue, by=people.staff().actor)
    jobs.work_off(delivery.JOB)
    return issue


def on_paper(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(delivery="paper")
    return person


def ways() -> dict[str, str]:
    return dict(NewsletterDelivery.objects.values_list("person__given_name", "way"))


def test_every_payee_gets_it_by_the_way_of_their_messages_and_nobody_else():
    people.an_active_member()
    people.a_retiree()
    on_paper(people.a_survivor())

    delivered(an_issue())

    assert ways() == {"Ruth": "email", "Sofia": "paper"}
    assert EmailFor.objects.get().person.given_name == "Ruth"
    assert LetterFor.objects.get().person.given_name == "Sofia"
    assert Letter.objects.get().recipient == "Sofia Novak"


@pytest.mark.parametrize(("chosen", "expected"), [("email", "email"), ("paper", "paper"), ("none", "none")])
def test_what_a_person_chose_decides(chosen, expected):
    ruth = people.a_retiree()
    delivery.choose(person=ruth, way=chosen, by=ruth.account.actor)

    delivered(an_issue())

    assert ways() == {"Ruth": expected}
    assert Email.objects.count() == (expected == "email")
    assert Letter.objects.count() == (expected == "paper")


def test_somebody_without_an_account_gets_it_on_paper():
    ruth = people.a_retiree()
    ruth.account.is_active = False
    ruth.account.save()

    delivered(an_issue())

    assert ways() == {"Ruth": "paper"}


def test_somebody_without_account_and_address_is_noted_and_gets_nothing():
    ruth = on_paper(people.a_retiree())
    Address.objects.filter(person=ruth).update(returned_on=date(2026, 1, 5))

    delivered(an_issue())

    assert ways() == {"Ruth": "none"}
    assert not Letter.objects.exists()


def test_the_dead_get_no_newsletter():
    ruth = people.a_retiree()
    Person.objects.filter(pk=ruth.pk).update(died_on=date(2026, 1, 5))

    assert payees() == []


def test_somebody_with_two_benefits_gets_one():
    from tests.factories.benefits import an_annuity

    ruth = people.a_retiree()
    sofia = people.a_survivor()
    member = sofia.annuities.get().member
    an_annuity(member, payee=ruth, starts_on=people.this_month().plus(-3).first_day)

    delivered(an_issue())

    assert ways() == {"Ruth": "email", "Sofia": "email"}


def test_a_job_done_again_writes_nothing_again_even_after_another_choice():
    ruth = people.a_retiree()
    issue = delivered(an_issue())
    delivery.choose(person=ruth, way="paper", by=ruth.account.actor)

    delivery.deliver(issue=issue.pk, people=[ruth.pk])

    assert (Email.objects.count(), Letter.objects.count(), NewsletterDelivery.objects.count()) == (1, 0, 1)


def test_the_database_refuses_a_second_delivery_to_one_person():
    ruth = people.a_retiree()
    issue = delivered(an_issue())
    row = NewsletterDelivery.objects.get()

    with pytest.raises(IntegrityError, match="one_delivery_an_issue_and_person"):
        NewsletterDelivery.objects.create(issue=issue, person=ruth, way="paper", decided_at=row.decided_at)


def test_a_choice_of_today_holds_for_the_next_issue():
    ruth = people.a_retiree()
    delivered(an_issue())
    delivery.choose(person=ruth, way="none", by=ruth.account.actor)

    delivered(an_issue(date(2026, 12, 1)))

    assert list(NewsletterDelivery.objects.order_by("issue__on").values_list("way", flat=True)) == [
        "email",
        "none",
    ]


def test_the_e_mail_has_plain_words_in_the_readers_language_and_says_how_to_end_it():
    ruth = people.a_retiree()
    Person.objects.filter(pk=ruth.pk).update(language="es")
    delivered(an_issue())
    jobs.work_off(emails.JOB)

    (message,) = mail.outbox
    stop = reverse("newsletter_stop", args=[NewsletterDelivery.objects.get().pk])
    assert message.subject == "The Informer: Noticias de invierno"
    assert "Palabras." in message.body
    assert "**" not in message.body
    assert stop in message.body
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{stop}>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_jobs_carry_ids_only():
    people.a_retiree()
    newsletter.order_delivery(issue=an_issue(), by=people.staff().actor)

    arguments = Job.objects.get(kind=delivery.JOB).arguments

    assert set(arguments) == {"issue", "people"}
    assert all(isinstance(number, int) for number in arguments["people"])


def stop_address() -> str:
    return reverse("newsletter_stop", args=[NewsletterDelivery.objects.get().pk])


def test_one_click_of_a_mail_program_ends_it_without_sign_in_or_token():
    ruth = people.a_retiree()
    delivered(an_issue())
    mail_program = Client(enforce_csrf_checks=True)

    response = mail_program.post(stop_address(), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert delivery.choice_of(ruth) == "none"
    assert AuditEvent.objects.filter(verb="chose how the newsletter comes", person=ruth.public_id).exists()


def test_opening_the_link_changes_nothing_by_itself(client):
    people.a_retiree()
    delivered(an_issue())

    page = client.get(stop_address())

    assert "How do you want The Informer?" in page.text
    assert not NewsletterChoice.objects.exists()


def test_the_page_of_the_link_lets_the_member_say_paper(client):
    ruth = people.a_retiree()
    delivered(an_issue())

    page = client.post(stop_address(), {"way": "paper"})

    assert "on paper, by mail" in page.text
    assert delivery.choice_of(ruth) == "paper"


def test_the_page_of_the_link_names_nobody(client):
    ruth = people.a_retiree()
    delivered(an_issue())

    page = client.get(stop_address()).text

    assert "Ruth" not in page
    assert ruth.account.email not in page


def test_a_link_that_nobody_sent_is_not_found(client):
    assert client.post(reverse("newsletter_stop", args=[uuid.uuid4()]), {"way": "none"}).status_code == 404


def test_a_member_chooses_on_a_page_of_their_own():
    ruth = people.a_retiree()
    client = Client()
    client.force_login(ruth.account)

    before = client.get(reverse("newsletter_choice")).text
    done = client.post(reverse("newsletter_choice"), {"way": "paper"}, follow=True).text

    assert 'value="email" id="id_way_0" checked' in before
    assert "Your choice is kept" in done
    assert delivery.choice_of(ruth) == "paper"


def test_a_way_that_does_not_exist_is_refused():
    ruth = people.a_retiree()
    client = Client()
    client.force_login(ruth.account)

    client.post(reverse("newsletter_choice"), {"way": "pigeon"})

    assert not NewsletterChoice.objects.exists()
