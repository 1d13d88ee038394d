"""The button on every page: what it changes, what it remembers, and where it leads."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.services import account_emails, languages, signup
from notices.models import Email
from sers_portal.base.models import AuditEvent
from tests import people
from tests.factories.accounts import a_person, an_account, staff

pytestmark = pytest.mark.django_db


def choose(client: Client, language: str, *, next: str = "/calendar/"):
    return client.post(reverse("choose_language"), {"language": language, "next": next})


@pytest.mark.parametrize(
    ("asked", "language"),
    [("es-MX,es;q=0.9,en;q=0.5", "es"), ("en-US,en;q=0.9", "en"), ("fr-FR,fr;q=0.9", "en"), ("", "en")],
)
def test_a_stranger_reads_what_the_browser_asks_for(client, asked, language):
    response = client.get(reverse("home"), headers={"Accept-Language": asked})

    assert f'<html lang="{language}">' in response.text
    assert response.headers["Content-Language"] == language


def test_no_cache_gives_one_readers_language_to_another(client):
    response = client.get(reverse("calendar_feed"))

    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response.headers["Vary"].split(",")}


@pytest.mark.parametrize(("asked", "other", "name"), [("en", "es", "Español"), ("es", "en", "English")])
def test_the_other_language_is_offered_in_its_own_name(client, asked, other, name):
    page = client.get(reverse("home"), headers={"Accept-Language": asked}).text

    assert f'name="language" value="{other}" lang="{other}">{name}</button>' in page


def test_the_button_leads_back_to_the_page_and_the_browser_remembers(client):
    response = choose(client, "es", next="/calendar/?year=2026")

    assert response.url == "/calendar/?year=2026"
    assert '<html lang="es">' in client.get(reverse("home"), headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("next", ["https://example.org/", "//example.org/", "", "javascript:alert(1)"])
def test_the_button_leads_nowhere_else(client, next):
    assert choose(client, "es", next=next).url == reverse("home")


def test_a_language_we_do_not_have_is_refused(client):
    response = choose(client, "xx")

    assert response.status_code == 400
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_the_choice_needs_the_press_of_a_button():
    client = Client(enforce_csrf_checks=True)

    assert client.get(reverse("choose_language")).status_code == 405
    assert choose(client, "es").status_code == 403


def test_an_answer_to_a_form_has_no_button(client):
    page = client.post(reverse("account_signup"), {"given_name": "Ada"}).text

    assert "Ada" in page
    assert reverse("choose_language") not in page


def test_an_account_keeps_the_choice_for_pages_letters_and_mails(client):
    person = people.an_active_member()
    client.force_login(person.account)

    choose(client, "es")

    person.refresh_from_db()
    assert (person.language, person.account.language) == ("es", "es")
    assert AuditEvent.objects.get(verb="chose a language").person == person.public_id


def test_an_account_finds_its_language_in_every_browser(client):
    client.force_login(an_account(a_person(language="es"), language="es"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    response = client.get(reverse("activity"), headers={"Accept-Language": "en"})

    assert '<html lang="es">' in response.text


def test_an_account_that_never_chose_reads_what_the_browser_asks_for(client):
    client.force_login(an_account(a_person()))

    assert '<html lang="es">' in client.get(reverse("activity"), headers={"Accept-Language": "es"}).text


def test_the_staff_site_is_in_english_whatever_the_browser_asks_for(client):
    client.force_login(staff("notices.view_email", language="es"))

    response = client.get(reverse("admin:index"), headers={"Accept-Language": "es"})

    assert response.headers["Content-Language"] == "en"
    assert "Cerrar sesión" not in response.text


def test_a_person_is_written_to_as_the_record_says_whoever_presses_the_button(client):
    user = an_account(a_person(language="es"))

    account_emails.write_to(user, "factor_added", factor="telephone ending in 67")

    email = Email.objects.get(to=user.email)
    assert (email.language, email.subject) == ("es", "SERS: Se agregó un segundo paso")
    assert "teléfono que termina en 67" in email.body


def test_whoever_signs_up_in_spanish_is_written_to_in_spanish(client):
    typed = {"given_name": "Eva", "family_name": "Luz", "password": "tres palabras muy largas"}

    signup.sign_up(email="eva@example.org", language="es", **typed)

    assert Email.objects.get(to="eva@example.org").language == "es"


def test_a_forgotten_password_is_answered_in_the_accounts_language(client):
    user = an_account(a_person(language="es"))

    client.post(reverse("account_reset_password"), {"email": user.email}, headers={"Accept-Language": "en"})

    assert Email.objects.get(to=user.email).subject == "SERS: Elija una contraseña nueva"
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("account", "record", "then"),
    [("es", "en", "es"), ("en", "es", "es"), ("", "es", "es"), ("", "en", "en")],
)
def test_a_linked_record_takes_over_spanish_and_never_loses_it(account, record, then):
    user = an_account(a_person(language=record), language=account)

    languages.carry_to_record(user)

    user.person.refresh_from_db()
    assert user.person.language == then
