"""The Informer: drafts, publishing once, the public archive, and the order to deliver."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from notices.documents import render, storage
from notices.models import NewsletterIssue, NewsletterSection
from notices.services import newsletter
from sers_portal.base.models import AuditEvent
from tests import people
from tests.notices.documents.structure import open_pdf, structure

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def an_issue(**columns) -> NewsletterIssue:
    columns = {"on": ON, "title_en": "Winter <b>news</b>", "title_es": "Noticias", **columns}
    issue = NewsletterIssue.objects.create(**columns)
    NewsletterSection.objects.create(
        issue=issue,
        heading_en="Form 1099-R",
        heading_es="Formulario 1099-R",
        words_en="It comes **by January 31**.\n\n- By mail\n- <script>alert(1)</script>",
        words_es="Llega antes del 31 de enero.",
    )
    return issue


def published(**columns) -> NewsletterIssue:
    return newsletter.publish(issue=an_issue(**columns), by=people.staff().actor)


def test_a_draft_is_in_no_archive(client):
    an_issue()

    assert "Winter" not in client.get(reverse("newsletter")).text
    assert client.get(reverse("newsletter_issue", args=[ON.isoformat()])).status_code == 404


def test_a_published_issue_is_read_in_either_language_and_no_html_of_staff_runs(client):
    published()
    address = reverse("newsletter_issue", args=[ON.isoformat()])

    english = client.get(address).text
    spanish = client.get(address, headers={"accept-language": "es"}).text

    assert "<strong>by January 31</strong>" in english
    assert "&lt;script&gt;" in english
    assert "<b>news" not in english
    assert "Llega antes del 31 de enero." in spanish


def test_the_printed_forms_hold_the_words_of_each_language():
    issue = published()

    english = structure(open_pdf(storage.read(issue.printed_en))).text
    spanish = structure(open_pdf(storage.read(issue.printed_es))).text

    assert "It comes" in english
    assert "Llega antes" in spanish


@pytest.mark.parametrize("route", ["newsletter_pdf", "newsletter_large"])
def test_an_issue_is_a_file_and_large_print_for_everybody(client, route):
    published()

    response = client.get(reverse(route, args=[ON.isoformat()]))

    assert "Form 1099-R" in structure(open_pdf(response.content)).text


@pytest.mark.parametrize("on", ["2026-11-03", "yesterday", "2026-13-01"])
def test_an_issue_of_another_day_is_not_found(client, on):
    published()

    assert client.get(reverse("newsletter_issue", args=[on])).status_code == 404


@pytest.fixture
def cheap(monkeypatch) -> None:
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")


def test_an_issue_is_published_once(cheap):
    issue = published()

    with pytest.raises(newsletter.NotThisIssue, match="published already"):
        newsletter.publish(issue=issue, by=people.staff().actor)


def test_an_issue_without_sections_is_not_published(cheap):
    issue = NewsletterIssue.objects.create(on=ON, title_en="Nothing", title_es="Nada")

    with pytest.raises(newsletter.NotThisIssue, match="without sections"):
        newsletter.publish(issue=issue, by=people.staff().actor)


def test_a_draft_is_not_delivered(cheap):
    with pytest.raises(newsletter.NotThisIssue, match="Publish the issue first"):
        newsletter.order_delivery(issue=an_issue(), by=people.staff().actor)


def test_a_delivery_is_ordered_once(cheap):
    issue = published()
    newsletter.order_delivery(issue=issue, by=people.staff().actor)

    with pytest.raises(newsletter.NotThisIssue, match="ordered already"):
        newsletter.order_delivery(issue=issue, by=people.staff().actor)


def test_the_database_refuses_a_published_issue_without_its_printed_form():
    issue = an_issue()

    with pytest.raises(IntegrityError, match="published_issue_is_whole"), transaction.atomic():
        NewsletterIssue.objects.filter(pk=issue.pk).update(state="published")


def test_the_publisher_composes_publishes_and_orders_by_the_staff_pages(client, cheap):
    rights = ("view", "add", "change", "publish")
    sections = ("view", "add", "change", "delete")
    publisher = people.staff(
        *(f"notices.{right}_newsletterissue" for right in rights),
        *(f"notices.{right}_newslettersection" for right in sections),
    )
    client.force_login(publisher)
    words = dict.fromkeys(("heading_en", "heading_es", "words_en", "words_es"), "Some words")
    data = {
        "on": ON.isoformat(),
        "title_en": "Spring",
        "title_es": "Primavera",
        "sections-TOTAL_FORMS": "1",
        "sections-INITIAL_FORMS": "0",
        "sections-0-position": "1",
        **{f"sections-0-{name}": word for name, word in words.items()},
    }

    client.post(reverse("admin:notices_newsletterissue_add"), data)
    issue = NewsletterIssue.objects.get()
    preview = client.get(reverse("admin:newsletterissue_look", args=[issue.pk])).text
    chosen = {"_selected_action": [issue.pk]}
    for action in ("publish", "deliver"):
        client.post(reverse("admin:notices_newsletterissue_changelist"), {**chosen, "action": action})

    assert "This issue is a draft" in preview
    issue.refresh_from_db()
    assert issue.state == "published"
    assert issue.delivery_ordered_at is not None
    said = set(AuditEvent.objects.filter(by=publisher.public_id).values_list("verb", flat=True))
    assert said == {
        "wrote on a newsletter issue",
        "published a newsletter issue",
        "ordered the delivery of a newsletter issue",
    }


def test_a_published_issue_cannot_be_written_on(client, cheap):
    issue = published()
    client.force_login(people.staff("notices.view_newsletterissue", "notices.change_newsletterissue"))
    address = reverse("admin:notices_newsletterissue_change", args=[issue.pk])

    response = client.post(address, {"on": ON.isoformat(), "title_en": "Other", "title_es": "Otro"})

    issue.refresh_from_db()
    assert response.status_code == 403
    assert issue.title_en.startswith("Winter")


def test_whoever_may_only_write_cannot_publish(client, cheap):
    issue = an_issue()
    client.force_login(people.staff("notices.view_newsletterissue", "notices.change_newsletterissue"))

    data = {"_selected_action": [issue.pk], "action": "publish"}
    client.post(reverse("admin:notices_newsletterissue_changelist"), data)

    issue.refresh_from_db()
    assert issue.state == "draft"
