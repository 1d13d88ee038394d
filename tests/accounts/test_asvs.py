"""The table in docs/reference/asvs.md names tests that exist; and the few requirements that no other test shows."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import journey
from accounts.journey import Step
from accounts.services import account_lock, phone_codes
from sers_portal.base import jobs
from tests import people
from tests.accounts import walking
from tests.factories.accounts import an_account

TABLE = Path(settings.BASE_DIR) / "docs" / "reference" / "asvs.md"
NAMED = re.findall(r"`([a-z_/]+\.py)::(test_[a-z0-9_]+)`", TABLE.read_text())


def test_the_table_names_tests():
    assert len(NAMED) > 40


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_a_test_named_in_the_table_exists(file, name):
    source = (Path(settings.BASE_DIR) / "tests" / file).read_text()

    assert f"def {name}(" in source


@pytest.mark.django_db
def test_a_new_password_by_mail_still_asks_for_the_second_step(client):
    user = an_account(email=walking.EMAIL)
    client.post(reverse("account_reset_password"), {"email": user.email})
    jobs.work_off("email")
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": walking.PASSWORD, "password2": walking.PASSWORD})

    response = walking.sign_in(client)

    assert response.url == reverse("mfa_authenticate")


@pytest.mark.django_db
def test_the_choice_says_that_a_telephone_is_the_weaker_way():
    client = Client()
    client.force_login(an_account(has_second_factor=False))

    page = client.get(reverse("factor_choice")).text

    assert "weaker than the others" in page
    assert page.index("Set up a telephone") < page.index("Set up an app") < page.index("Set up a key")


@pytest.mark.django_db
def test_a_number_is_no_factor_before_a_code_sent_to_it_was_typed():
    user = an_account(has_second_factor=False)

    phone = phone_codes.add_phone(user, number="+12175550123", channel="text")
    phone_codes.send_code(phone, channel="text")

    assert journey.next_step(user) == Step.ADD_SECOND_FACTOR


@pytest.mark.django_db
def test_staff_end_every_session_of_an_account_by_locking_it():
    person = people.a_survivor()
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(person.account)

    account_lock.lock(person.account, by=people.staff().actor, reason="reported by telephone")

    assert [browser.get(reverse("member_home")).status_code for browser in browsers] == [302, 302]
