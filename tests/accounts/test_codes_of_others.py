"""A code is good for its owner only: somebody else's, typed at one's own step, opens nothing and is not used up."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import second_factor
from tests.accounts import walking
from tests.accounts.forms_of_identity import at_the_second_step, with_telephone
from tests.factories.accounts import an_account, app_code, with_second_factor

pytestmark = pytest.mark.django_db
ANOTHER_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"


def type_code(client: Client, way: str, code: str):
    return client.post(reverse("mfa_authenticate_by", args=[way]), {"code": code})


def test_the_code_of_anothers_app_opens_nothing():
    owner = an_account()
    thief = with_second_factor(an_account(has_second_factor=False), ANOTHER_SECRET)

    refused = type_code(at_the_second_step(thief), "app", app_code(owner))
    accepted = type_code(at_the_second_step(owner), "app", app_code(owner))

    assert refused.status_code == 200
    assert accepted.status_code == 302


def test_the_code_texted_to_another_opens_nothing():
    owner = with_telephone(an_account(has_second_factor=False))
    thief = an_account(has_second_factor=False)
    client = Client()
    client.force_login(thief)
    walking.add_phone(client, "217-555-0188")
    walking.later(minutes=1)
    thiefs = at_the_second_step(thief)
    owners = at_the_second_step(owner)
    code = walking.texted_code()

    refused = type_code(thiefs, "phone", code)
    accepted = type_code(owners, "phone", code)

    assert refused.status_code == 200
    assert accepted.status_code == 302


def test_a_recovery_code_of_another_opens_nothing():
    owner, thief = an_account(), an_account()
    code = second_factor.make_recovery_codes(owner)[0]
    second_factor.make_recovery_codes(thief)

    refused = type_code(at_the_second_step(thief), "recovery", code)
    accepted = type_code(at_the_second_step(owner), "recovery", code)

    assert refused.status_code == 200
    assert accepted.status_code == 302


def test_the_code_mailed_to_another_confirms_nothing():
    walking.sign_up(Client(), email="owner@example.org")
    code = walking.code_from_mail("owner@example.org")
    thief = Client()
    walking.sign_up(thief, email="thief@example.org")

    refused = thief.post(reverse("account_email_verification_sent"), {"code": code})

    assert refused.status_code == 200
    assert not User.objects.exists()


def test_too_many_wrong_passwords_at_a_confirmation_are_said_plainly():
    client = Client()
    client.force_login(an_account(has_second_factor=False))

    pages = [client.post(reverse("account_reauthenticate"), {"password": "wrong"}) for _try in range(12)]

    assert {page.status_code for page in pages} <= {200, 429}
    assert "That is not your password" in pages[0].text
    assert "Too many tries" in pages[-1].text
