"""From "Sign up" to a signed-in account, as a person walks it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import journey
from accounts.journey import Step
from accounts.models import User
from tests.accounts import walking

pytestmark = pytest.mark.django_db


def test_somebody_signs_up_confirms_adds_a_telephone_signs_out_and_in_again(client):
    signed_up = walking.sign_up(client)
    confirmed = client.post(signed_up.url, {"code": walking.code_from_mail()}, follow=True)
    phone = walking.add_phone(client)
    codes = client.post(reverse("mfa_view_recovery_codes")).context["codes"]
    later = client.get(reverse("member_home"))
    client.post(reverse("account_logout"))
    walking.later(minutes=1)
    asked = walking.sign_in(client)
    page = client.get(asked.url)
    signed_in = client.post(asked.url, {"code": walking.texted_code()}, follow=True)

    user = User.objects.get(email=walking.EMAIL)
    assert "Add a second step" in confirmed.text
    assert phone.confirmed_at is not None
    assert len(set(codes)) == 10
    assert later.url == reverse("activation_enter")
    assert "ending in 23" in page.text
    assert signed_in.redirect_chain[-1][0] == reverse("activation_enter")
    assert journey.next_step(user) == Step.ENTER_ACTIVATION_CODE


def test_the_code_is_typed_in_another_browser_with_address_and_password(client):
    walking.sign_up(client)
    code = walking.code_from_mail()
    elsewhere = Client()

    page = elsewhere.get(reverse("account_email_verification_sent"))
    typed = {"email": walking.EMAIL, "password": walking.PASSWORD, "code": code}
    response = elsewhere.post(reverse("account_email_verification_sent"), typed, follow=True)

    assert "E-mail address you signed up with" in page.text
    assert response.redirect_chain[-1][0] == reverse("factor_choice")
