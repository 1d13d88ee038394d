"""Sign-up and the proof of the mailbox: what is refused, what is told to whom, and what a stranger gains (nothing)."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import EmailActivation, RefusedEmailDomain, SecurityEvent, User
from sers_portal.base import jobs
from sers_portal.base.models import AuditEvent
from tests.accounts import walking
from tests.factories.accounts import an_account

pytestmark = pytest.mark.django_db

TYPE_CODE = "account_email_verification_sent"


def without_tokens(page: str) -> str:
    """A page without what differs from one answer to the next by design: form tokens and nonces."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", page)


@pytest.mark.parametrize(
    "email",
    [
        "nora@illinois.gov",
        "nora@ILLINOIS.GOV",
        "nora@dhs.illinois.gov",
        "nora@state.il.us",
        "nora@isp.state.il.us",
        "nora@ilga.gov",
        "nora@illinois.gov.",
        "nora@ｉｌｌｉｎｏｉｓ.gov",
        "nora@illinois。gov",
        "nora@illi\u00adnois.gov",
        "Nora@Illinois.Gov",
    ],
)
def test_a_work_address_is_refused_with_the_reason_and_what_to_do(email, client):
    response = walking.sign_up(client, email=email)

    assert response.status_code == 200
    assert "is a work address" in response.text
    assert "Use a personal address" in response.text
    assert not EmailActivation.objects.exists()


@pytest.mark.parametrize(
    "email", ["nora@notillinois.gov", "nora@illinois.gov.example.org", "nora@uillinois.edu"]
)
def test_an_address_that_only_resembles_a_work_address_is_taken(email, client):
    response = walking.sign_up(client, email=email)

    assert response.url == reverse(TYPE_CODE)


def test_staff_may_refuse_further_domains(client):
    RefusedEmailDomain.objects.create(domain="agency.example.org")

    response = walking.sign_up(client, email="nora@mail.agency.example.org")

    assert "mail.agency.example.org is a work address" in response.text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("email", "", "Type your e-mail address"),
        ("email", "nora", "not an e-mail address"),
        ("email", "nora@[127.0.0.1]", "not an e-mail address"),
        ("email", "nora@localhost", "not an e-mail address"),
        ("email", "a" * 250 + "@example.org", "320|254|valid|e-mail"),
        ("email", "nora@example.org\x00", "Null characters|e-mail address"),
        ("email_again", "norah@example.org", "The two addresses differ"),
        ("email_again", "", "once more"),
        ("given_name", "", "Type your first name"),
        ("given_name", "N" * 81, "too long"),
        ("given_name", "Nora\u202earoN", "hidden character"),
        ("given_name", "🙂", "letters"),
        ("given_name", "Nоra", "look alike"),
        ("given_name", "No\x00ra", "hidden character"),
        ("family_name", "<script>alert(1)</script>", "letters, spaces"),
        ("family_name", "'; DROP TABLE accounts_user; --", "letters, spaces"),
        ("password", "", "Choose a password"),
        ("password", "short words", "Use at least 12"),
        ("password", "password1234", "common|easy to guess"),
        ("password", "NoraQuist2026", "easy to guess"),
        ("password", "aaaaaaaaaaaaaaaa", "easy to guess"),
        ("password", "violet kettle drummer " * 6, "at most 128"),
        ("password", "violet kettle\x00 drummer", "Null characters"),
    ],
)
def test_a_field_typed_wrong_is_said_plainly_and_nothing_is_kept(field, typed, says, client):
    fields = {"email": typed, "email_again": typed} if field == "email" else {field: typed}
    base = {"email": walking.EMAIL, "email_again": walking.EMAIL, "password": walking.PASSWORD}
    typed_all = {"given_name": "Nora", "family_name": "Quist", **base, **fields}

    response = client.post(reverse("account_signup"), typed_all)

    assert response.status_code == 200
    assert re.search(says, response.text)
    assert "There is a problem" in response.text
    assert not EmailActivation.objects.exists()


def test_a_long_password_of_unusual_signs_is_taken_whole(client):
    password = "zwölf Boxkämpfer jagen 🙂 Viktor quer über den großen Sylter Deich und noch viel weiter"

    walking.sign_up(client, password=password)
    client.post(reverse(TYPE_CODE), {"code": walking.code_from_mail()})

    assert User.objects.get().check_password(password)
    assert not User.objects.get().check_password(password[:72])


def test_known_and_unknown_addresses_get_byte_equal_answers():
    an_account(email="known1@example.org")
    answers = []
    for email in ("known1@example.org", "other1@example.org"):
        client = Client()
        sent = walking.sign_up(client, email=email)
        page = client.get(sent.url)
        wrong = client.post(sent.url, {"code": "00000000"})
        again = client.post(reverse("account_send_mail_again"), follow=True)
        pages = [without_tokens(one.text).replace(email, "") for one in (page, wrong, again)]
        answers.append((sent.status_code, sent.url, [str(c) for c in sent.cookies], *pages))

    assert answers[0] == answers[1]


def test_the_owner_of_a_known_address_is_told_the_truth_and_nothing_changes(client):
    owner = an_account(email=walking.EMAIL)
    before = owner.password

    walking.sign_up(client)
    body = walking.last_mail()

    owner.refresh_from_db()
    assert "has an account already" in body
    assert "confirm-email" not in body
    assert (owner.password, User.objects.count()) == (before, 1)


def test_looking_at_the_link_uses_nothing_up(client):
    walking.sign_up(client)
    link = walking.link_in(walking.last_mail())

    for _ in range(3):
        assert "Show my code" in Client().get(link).text
        Client().head(link)

    code = walking.code_behind(link)
    assert client.post(reverse(TYPE_CODE), {"code": code}).status_code == 302


def test_the_first_mail_works_after_a_second_was_sent(client):
    walking.sign_up(client)
    first = walking.code_from_mail()
    walking.later(minutes=1)
    client.post(reverse("account_send_mail_again"))
    second = walking.code_from_mail()

    response = client.post(reverse(TYPE_CODE), {"code": first})

    assert first != second
    assert response.status_code == 302
    assert User.objects.filter(email=walking.EMAIL).exists()


def test_a_code_works_once_and_ends_the_others_of_the_address(client):
    walking.sign_up(client)
    code = walking.code_from_mail()
    client.post(reverse(TYPE_CODE), {"code": code})
    elsewhere = Client()

    typed = {"email": walking.EMAIL, "password": walking.PASSWORD, "code": code}
    response = elsewhere.post(reverse(TYPE_CODE), typed)

    assert "That code does not fit" in response.text
    assert "no longer works" in Client().get(walking.link_in(mail.outbox[0].body)).text


def test_a_code_is_good_for_a_day_and_not_longer(client):
    walking.sign_up(client)
    code = walking.code_from_mail()
    walking.later(hours=23, minutes=59)
    page = client.get(reverse(TYPE_CODE)).text
    walking.later(minutes=2)

    typed = {"email": walking.EMAIL, "password": walking.PASSWORD, "code": code}
    response = client.post(reverse(TYPE_CODE), typed)

    assert walking.EMAIL in page
    assert "That code does not fit" in response.text
    assert not User.objects.exists()


def test_mails_are_limited_and_the_limit_is_said(client):
    walking.sign_up(client)

    response = client.post(reverse("account_send_mail_again"), follow=True)
    jobs.work_off("email")

    assert "We sent an e-mail a short time ago" in response.text
    assert len(mail.outbox) == 1


def test_five_mails_in_an_hour_are_sent_and_no_sixth(client):
    walking.sign_up(client)
    for _ in range(8):
        walking.later(minutes=1)
        client.post(reverse("account_send_mail_again"))
    jobs.work_off("email")

    assert len(mail.outbox) == 5


def test_ten_mails_in_a_day_are_sent_and_no_eleventh(client):
    for _ in range(13):
        walking.sign_up(client)
        walking.later(minutes=31)
    jobs.work_off("email")

    assert len(mail.outbox) == 10


def test_a_strangers_sign_up_with_ones_address_never_sets_ones_password(client):
    stranger = Client()
    walking.sign_up(stranger, password="stranger wants this account")
    theirs = walking.code_from_mail()
    walking.later(minutes=1)
    walking.sign_up(client)

    # The owner takes whichever of the two codes in the mailbox.
    client.post(reverse(TYPE_CODE), {"code": theirs})

    user = User.objects.get(email=walking.EMAIL)
    assert user.check_password(walking.PASSWORD)
    assert not Client().login(email=walking.EMAIL, password="stranger wants this account")


def test_in_another_browser_the_password_of_a_sign_up_is_needed(client):
    walking.sign_up(client)
    code = walking.code_from_mail()
    elsewhere = Client()

    typed = {"email": walking.EMAIL, "password": "guessed by somebody else", "code": code}
    response = elsewhere.post(reverse(TYPE_CODE), typed)

    assert "not the password chosen at sign-up" in response.text
    assert not User.objects.exists()


def test_five_wrong_codes_in_ten_minutes_and_no_sixth_is_looked_at(client):
    walking.sign_up(client)
    code = walking.code_from_mail()
    for _ in range(5):
        client.post(reverse(TYPE_CODE), {"code": "00000000"})

    refused = client.post(reverse(TYPE_CODE), {"code": code})
    walking.later(minutes=11)
    accepted = client.post(reverse(TYPE_CODE), {"code": code})

    assert "Too many codes were wrong" in refused.text
    assert accepted.status_code == 302


@pytest.mark.parametrize(
    "code", ["", "abc", "1234567", "１２３４５６７８９", "1234 5678; DROP", "1" * 40, "\u202e12345678"]
)
def test_a_code_of_another_shape_is_refused_plainly(code, client):
    walking.sign_up(client)

    response = client.post(reverse(TYPE_CODE), {"code": code})

    assert response.status_code == 200
    assert "There is a problem" in response.text


def test_signing_in_before_the_code_was_typed_leads_to_the_code(client):
    walking.sign_up(client)

    response = walking.sign_in(Client())

    assert response.url == reverse(TYPE_CODE)


def test_an_opened_account_is_written_down_and_confirmed_by_mail(client):
    user = walking.an_opened_account(client)

    assert walking.last_mail().startswith("Your e-mail address is confirmed")
    assert EmailAddress.objects.get(user=user).verified
    assert SecurityEvent.objects.filter(user=user, kind="account_opened").exists()
    assert AuditEvent.objects.filter(verb="account.opened", by=user.public_id).exists()


def test_the_form_sent_twice_opens_one_account(client):
    walking.sign_up(client)
    walking.sign_up(client)
    code = walking.code_from_mail()

    client.post(reverse(TYPE_CODE), {"code": code})
    again = client.post(reverse(TYPE_CODE), {"code": code}, follow=True)

    assert User.objects.count() == 1
    assert again.status_code == 200


def test_no_table_holds_the_link_or_the_code(client):
    walking.sign_up(client)
    body = walking.last_mail()
    token = walking.link_in(body).rstrip("/").rpartition("/")[2]
    code = walking.code_behind(walking.link_in(body)).replace(" ", "")

    row = EmailActivation.objects.values().get()

    assert not any(token in str(value) or code in str(value) for value in row.values())


def test_a_signed_in_account_has_nothing_to_sign_up_for(client):
    client.force_login(an_account())

    assert client.get(reverse("account_signup")).url == reverse("member_home")
