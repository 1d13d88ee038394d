"""Changing the address one signs in with, and the password."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import SecurityEvent, User
from accounts.passwords import is_guessed_soon
from notices.models import Email
from tests.accounts import walking
from tests.factories.accounts import PASSWORD, an_account

pytestmark = pytest.mark.django_db

NEW = "ruth.new@example.org"


@pytest.fixture
def user() -> User:
    return an_account(email="ruth@example.org", given_name="Ruth", family_name="Miller")


@pytest.fixture
def client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(client: Client, email: str = NEW, again: str = ""):
    return client.post(reverse("account_change_email"), {"email": email, "email_again": again or email})


def test_the_address_changes_when_the_code_of_the_new_mailbox_is_typed(client, user):
    asked = ask(client)
    still = User.objects.get(pk=user.pk).email
    client.post(asked.url, {"code": walking.code_from_mail(NEW)})

    user.refresh_from_db()
    assert (still, user.email) == ("ruth@example.org", NEW)
    assert EmailAddress.objects.get(user=user).email == NEW
    assert Email.objects.filter(
        to="ruth@example.org", subject="SERS: Your e-mail address was changed"
    ).exists()
    assert Email.objects.filter(to=NEW, subject="SERS: You sign in with this address now").exists()
    assert SecurityEvent.objects.filter(user=user, kind="email_changed").exists()


def test_the_old_address_no_longer_signs_in(client, user):
    asked = ask(client)
    client.post(asked.url, {"code": walking.code_from_mail(NEW)})

    old = walking.sign_in(Client(), "ruth@example.org", PASSWORD)
    new = walking.sign_in(Client(), NEW, PASSWORD)

    assert old.status_code == 200
    assert new.url == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    ("email", "again", "says"),
    [
        ("ruth@illinois.gov", "", "is a work address"),
        (NEW, "other@example.org", "The two addresses differ"),
        ("ruth@example.org", "", "sign in with already"),
        ("", "", "Type your e-mail address"),
    ],
)
def test_a_new_address_typed_wrong_is_said_plainly(client, email, again, says):
    assert says in ask(client, email, again).text


def test_the_address_of_somebody_else_gets_the_same_answer_and_the_owner_is_told(client, user):
    an_account(email="taken@example.org")

    taken, free = ask(client, "taken@example.org"), ask(client, NEW)

    assert taken.url == free.url
    assert "has an account already" in walking.last_mail("taken@example.org")
    assert "confirm-email" in walking.last_mail(NEW)


def test_an_address_taken_in_the_meantime_is_not_given_twice(client, user):
    asked = ask(client)
    code = walking.code_from_mail(NEW)
    an_account(email=NEW)

    response = client.post(asked.url, {"code": code})

    assert "Another account has this address now" in response.text
    assert User.objects.get(pk=user.pk).email == "ruth@example.org"


@pytest.mark.parametrize(
    "password",
    [
        "ruthmiller1957",
        "ruth@example.org",
        "Miller-Ruth-Miller",
        "sersillinois2026",
        "qwertyuiop[]",
        "correcthorse1",
    ],
)
def test_a_password_that_is_guessed_soon_is_refused(password, user):
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "violet kettle drummer seven",
        "tejado lluvia farol sopa",
        "x7#Kp!vQz2@m",
        "🙂🙃🙂 kettle moss 🙃",
    ],
)
def test_a_password_that_is_hard_to_guess_is_taken_whatever_its_signs(password, user):
    validate_password(password, user)


def test_the_judging_reads_no_further_than_it_can():
    assert not is_guessed_soon("violet kettle drummer " * 5)
    assert is_guessed_soon("a" * 128)


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"])
def test_passwords_are_kept_as_argon2():
    assert an_account().password.startswith("argon2$argon2id$")


def test_the_page_may_be_pasted_into_and_helps_password_managers(user):
    page = Client().get(reverse("account_signup")).text

    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page
    assert "show_password.js" in page


def test_ten_wrong_passwords_in_ten_minutes_and_no_eleventh_is_looked_at(user):
    from django.core.cache import cache

    for _ in range(10):
        cache.clear()
        walking.sign_in(Client(), user.email, "not the password")
    cache.clear()

    refused = walking.sign_in(Client(), user.email, PASSWORD)
    walking.later(minutes=11)
    cache.clear()
    accepted = walking.sign_in(Client(), user.email, PASSWORD)

    assert "Too many tries failed" in refused.text
    assert accepted.url == reverse("mfa_authenticate")


def test_a_wrong_password_says_the_same_for_known_and_unknown(user):
    known = walking.sign_in(Client(), user.email, "not the password").text
    unknown = walking.sign_in(Client(), "nobody@example.org", "not the password").text

    from tests.accounts.test_signing_up import without_tokens

    assert without_tokens(known).replace(user.email, "") == without_tokens(unknown).replace(
        "nobody@example.org", ""
    )
