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
from accounts.models import User
from accounts.services import account_lock, phone_codes
from notices.documents import render
from sers_portal.base import jobs
from tests import people
from tests.accounts import walking
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.activation import plain_pdf, somebody_registered

TABLE = Path(settings.BASE_DIR) / "docs" / "reference" / "asvs.md"
NAMED = re.findall(r"`([a-z_/]+\.py)::(test_[a-z0-9_]+)`", TABLE.read_text())


# The requirements of levels 1 and 2: how many each section has (5.0.0; the sections' last ones are of level 3).
SECTIONS = {
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
}


def rows() -> dict[str, str]:
    """What the table says, by requirement; a row may stand for several (7.1.1 - 7.1.3)."""
    said = {}
    for first, last, answer in re.findall(
        r"^\| ([67]\.\d\.\d+)(?:(?: – |, )([67]\.\d\.\d+))? \|[^|]+\| (.+) \|$",
        TABLE.read_text(),
        re.M,
    ):
        section, _, number = first.rpartition(".")
        until = int(last.rpartition(".")[2]) if last else int(number)
        said |= {f"{section}.{one}": answer for one in range(int(number), until + 1)}
    return said


def test_every_requirement_of_level_two_has_its_row():
    wanted = {f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)}

    assert wanted - rows().keys() == set()


def test_a_row_names_a_test_or_says_in_words_why_not():
    documented = {"6.1.1", "6.1.2", "6.1.3", "7.1.1", "7.1.2", "7.1.3"}

    without = {
        number for number, answer in rows().items() if "::test_" not in answer and answer != "the same test"
    }

    # 6.2.9 is shown by the test of 6.2.8.
    assert without - documented - {"6.2.9"} == set()


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
def test_a_password_is_not_changed_without_the_one_in_use(client):
    user = an_account()
    client.force_login(user)
    chosen = dict.fromkeys(("password1", "password2"), walking.PASSWORD)

    wrong = client.post(reverse("account_change_password"), {**chosen, "oldpassword": "not mine at all"})
    none = client.post(reverse("account_change_password"), chosen)

    user.refresh_from_db()
    assert (wrong.status_code, none.status_code) == (200, 200)
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
def test_a_password_of_three_years_ago_still_signs_in(client):
    user = an_account()
    walking.later(days=3 * 365)

    response = walking.sign_in(client, user.email, PASSWORD)

    assert response.url == reverse("mfa_authenticate")


@pytest.mark.django_db
def test_a_new_database_holds_no_account():
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_telephone_pin_signs_nobody_in(client, monkeypatch):
    monkeypatch.setattr(render, "pdf", plain_pdf)
    user = somebody_registered()

    as_password = walking.sign_in(client, user.email, "8265")
    walking.sign_in(client, user.email, PASSWORD)
    as_code = client.post(reverse("mfa_authenticate"), {"code": "8265"})

    assert (as_password.status_code, as_code.status_code) == (200, 200)
    assert client.get(reverse("member_home")).url.startswith(reverse("account_login"))


def test_chance_comes_from_the_systems_safe_generator_only():
    folder = Path(settings.BASE_DIR) / "accounts"
    unsafe = re.compile(r"^\s*(?:import random|from random|from django.utils.crypto import .*random)", re.M)

    found = [file.name for file in folder.rglob("*.py") if unsafe.search(file.read_text())]

    assert found == []


@pytest.mark.django_db
def test_the_name_of_a_session_cannot_be_guessed():
    names = set()
    for _browser in range(3):
        client = Client()
        client.force_login(an_account())
        names.add(client.session.session_key)

    assert len(names) == 3
    assert all(re.fullmatch(r"[a-z0-9]{32}", name) for name in names)


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
