"""Signing in with allauth, in our words: second step, lost password, closed doors."""

import re

import pyotp
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.test import Client
from django.urls import reverse

from sers_portal.base import jobs
from tests import people
from tests.factories.accounts import PASSWORD, TOTP_SECRET

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_member_types_a_code_and_lands_at_home(client):
    person = people.a_survivor()

    asked = sign_in(client, person.account.email)
    response = client.post(asked.url, {"code": pyotp.TOTP(TOTP_SECRET).now()})

    assert response.url == reverse("member_home")
    assert client.get(response.url).status_code == 200


def test_a_wrong_password_is_said_plainly_in_a_summary(client):
    person = people.a_survivor()

    response = sign_in(client, person.account.email, "not the password")

    assert response.status_code == 200
    assert "There is a problem" in response.text
    assert "Check both and try again" in response.text


def test_staff_type_a_code_and_land_in_admin(client):
    staff = people.staff()

    asked = sign_in(client, staff.email)
    response = client.post(asked.url, {"code": pyotp.TOTP(TOTP_SECRET).now()})

    assert asked.url == reverse("mfa_authenticate")
    assert response.url == reverse("admin:index")
    assert client.get(response.url).status_code == 200


def test_a_wrong_code_lets_nobody_in(client):
    staff = people.staff()
    asked = sign_in(client, staff.email)

    response = client.post(asked.url, {"code": "000000"})

    assert "There is a problem" in response.text
    assert client.get(reverse("admin:index")).status_code == 302


def test_signing_out_asks_first_and_ends_the_session(client):
    client.force_login(people.a_survivor().account)

    page = client.get(reverse("account_logout"))
    client.post(reverse("account_logout"))

    assert "Sign out?" in page.text
    assert client.get(reverse("member_home")).status_code == 302


def test_a_lost_password_is_reset_by_a_link_that_works_once(client):
    person = people.a_survivor()
    client.post(reverse("account_reset_password"), {"email": person.account.email})
    jobs.work_off("email")
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]

    form = client.get(link, follow=True)
    new = {"password1": "quiet river stone lamp", "password2": "quiet river stone lamp"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)

    assert mail.outbox[0].subject == "SERS: Choose a new password"
    assert "Your password is changed" in done.text
    assert "no longer works" in Client().get(link, follow=True).text


def test_an_unknown_address_gets_the_same_answer_as_a_known_one(client):
    person = people.a_survivor()

    known = client.post(reverse("account_reset_password"), {"email": person.account.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert known.url == unknown.url == reverse("account_reset_password_done")


def test_an_unconfirmed_address_is_asked_to_confirm(client):
    account = people.somebody_unlinked()
    account.emailaddress_set.update(verified=False)

    response = sign_in(client, account.email)
    jobs.work_off("email")

    assert response.url == reverse("account_email_verification_sent")
    link = re.search(r"http://localhost:8000(/\S+)", mail.outbox[0].body)[1]
    assert "Show my code" in client.get(link).text


@pytest.mark.parametrize(
    "page",
    ["mfa_index", "account_change_password", "account_logout", "account_reauthenticate", "mfa_activate_totp"],
)
def test_the_pages_of_an_account_open_for(page, client):
    client.force_login(people.a_survivor().account)

    response = client.get(reverse(page), follow=True)

    assert response.status_code == 200
    assert "Sofia" in response.text


@pytest.mark.parametrize("page", ["account_login", "mfa_index", "mfa_view_recovery_codes"])
def test_no_browser_keeps_a_page_of_an_account(page, client):
    staff = people.staff()
    RecoveryCodes.activate(staff)
    client.force_login(staff)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(reverse(page))

    assert "no-store" in response.headers["Cache-Control"]


def test_codes_from_an_app_are_set_up_with_the_key_shown_and_the_owner_is_told(client):
    account = people.an_account(people.a_person("Sofia"), has_second_factor=False)
    sign_in(client, account.email)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["secret"]

    response = client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()}, follow=True)
    codes = client.post(reverse("mfa_view_recovery_codes"))
    jobs.work_off("email")

    assert f'<span class="secret">{secret}</span>' in page.text
    assert "Get ten recovery codes" in response.text
    assert len(codes.context["codes"]) == 10
    assert "SERS: A second step was added" in [message.subject for message in mail.outbox]
