"""Factors as their owner keeps them: recovery codes, adding and removing, and nothing of them in clear."""

import re

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import PhoneFactor, SecurityEvent
from accounts.services import phone_codes, second_factor
from accounts.services.second_factor import LastFactor, WrongCode, factors_of
from notices.models import TextMessage
from tests.accounts import walking
from tests.accounts.test_second_factors import a_phone, an_account_with_phone, at_the_second_step
from tests.factories.accounts import PASSWORD, a_person, an_account

pytestmark = pytest.mark.django_db


def test_recovery_codes_are_ten_shown_once_and_each_good_once():
    user = an_account()
    client = Client()
    client.force_login(user)

    page = client.post(reverse("mfa_view_recovery_codes"))
    later = client.get(reverse("mfa_view_recovery_codes"))

    codes = page.context["codes"]
    second_factor.use_recovery_code(user, codes[3])
    assert len(set(codes)) == 10
    assert codes[0][:4] not in later.text
    with pytest.raises(WrongCode):
        second_factor.use_recovery_code(user, codes[3])
    assert factors_of(user).codes_left == 9


def test_new_recovery_codes_end_the_old_ones():
    user = an_account()
    old = second_factor.make_recovery_codes(user)
    second_factor.make_recovery_codes(user)

    with pytest.raises(WrongCode):
        second_factor.use_recovery_code(user, old[0])


def test_somebody_with_a_telephone_alone_signs_in_with_a_recovery_code():
    user, _phone = an_account_with_phone()
    codes = second_factor.make_recovery_codes(user)
    client = at_the_second_step(user)

    response = client.post(reverse("mfa_authenticate_by", args=["recovery"]), {"code": codes[0]})

    assert response.status_code == 302
    assert client.get(reverse("mfa_index")).status_code == 200


def test_removing_the_app_keeps_the_recovery_codes_of_somebody_with_a_telephone():
    user = an_account()
    a_phone(user)
    codes = second_factor.make_recovery_codes(user)

    second_factor.remove_authenticator(user, factors_of(user).app.pk, by=user.actor)

    second_factor.use_recovery_code(user, codes[0])
    assert factors_of(user).app is None


def test_the_last_factor_stays_and_the_page_says_why():
    user = an_account()
    client = Client()
    client.force_login(user)

    page = client.get(reverse("mfa_deactivate_totp"))
    response = client.post(reverse("mfa_deactivate_totp"), follow=True)

    assert "your only second step" in page.text
    assert "Add another one first" in response.text
    assert factors_of(user).app is not None
    with pytest.raises(LastFactor):
        second_factor.remove_authenticator(user, factors_of(user).app.pk, by=user.actor)


def test_a_telephone_removed_twice_is_gone_and_says_so(client):
    user = an_account()
    phone = a_phone(user)
    client.force_login(user)
    address = reverse("factor_remove_phone", args=[phone.pk])

    client.post(address)
    again = client.post(address, follow=True)

    assert again.redirect_chain[-1] == (reverse("mfa_index"), 302)
    assert "It is removed already." in again.text


def test_somebody_elses_telephone_is_not_there():
    owner, phone = an_account_with_phone()
    thief = an_account()
    client = Client()
    client.force_login(thief)

    for name in ("factor_confirm_phone", "factor_remove_phone"):
        assert client.post(reverse(name, args=[phone.pk]), {"code": "1"}).status_code == 404
    assert PhoneFactor.objects.filter(user=owner).exists()


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "Type the number"),
        ("123", "not a telephone number"),
        ("217-555-0123 ext. 7", "cannot dial extensions|not a telephone number"),
        ("+44 20 7946 0018", "United States"),
        ("+1 876 555 0123", "United States"),
        ("900-234-5678", "of this kind"),
        ("<script>", "not a telephone number"),
        ("2" * 200, "not a telephone number"),
        ("217555\x000123", "Null|not a telephone number"),
    ],
)
def test_a_number_that_gets_no_codes_is_refused_with_the_reason(number, says):
    client = Client()
    client.force_login(an_account())

    response = client.post(reverse("factor_add_phone"), {"number": number, "channel": "text"})

    assert response.status_code == 200
    assert re.search(says, response.text)
    assert not PhoneFactor.objects.exists()


@pytest.mark.parametrize(
    "number", ["217-555-0123", "(217) 555 0123", "+1 217.555.0123", "２１７５５５０１２３"]
)
def test_a_number_is_read_as_people_write_it(number):
    client = Client()
    client.force_login(an_account())

    client.post(reverse("factor_add_phone"), {"number": number, "channel": "text"})

    assert PhoneFactor.objects.get().number == "+12175550123"


def test_an_account_has_three_telephones_at_most():
    user = an_account()
    for last in range(3):
        a_phone(user, f"+1217555012{last}")
    client = Client()
    client.force_login(user)

    response = client.post(reverse("factor_add_phone"), {"number": "217-555-0129", "channel": "text"})

    assert "three telephones" in response.text


def test_no_row_holds_number_secret_or_code_in_clear():
    _user, phone = an_account_with_phone()
    phone_codes.send_code(phone, channel="text")
    code = walking.texted_code()

    written = str(list(PhoneFactor.objects.values())) + str(list(TextMessage.objects.values()))
    written += str(list(SecurityEvent.objects.values()))

    assert "5550123" not in written
    assert phone.secret not in written
    assert code not in written


def test_the_secret_of_an_app_is_sealed_also_before_it_is_confirmed():
    user = an_account(has_second_factor=False)
    client = Client()
    client.force_login(user)

    secret = client.get(reverse("mfa_activate_totp")).context["secret"]
    same = client.get(reverse("mfa_activate_totp")).context["secret"]
    client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})

    assert same == secret
    assert secret not in str(dict(client.session))
    assert secret not in str(Authenticator.objects.get(user=user).data)


def test_the_code_that_set_an_app_up_is_used_up():
    user = an_account(has_second_factor=False)
    secret = second_factor.new_app_secret()
    code = pyotp.TOTP(secret).now()

    second_factor.confirm_app(user, secret, code)

    with pytest.raises(WrongCode):
        second_factor.use_app_code(user, code)


def test_a_first_factor_ends_the_sessions_that_passed_none():
    user = an_account(has_second_factor=False)
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        walking.sign_in(client, user.email, PASSWORD)
    secret = here.get(reverse("mfa_activate_totp")).context["secret"]

    here.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})

    assert here.get(reverse("mfa_index")).status_code == 200
    assert elsewhere.get(reverse("mfa_index")).url.startswith(reverse("account_login"))


def test_a_person_is_written_to_in_their_language_about_a_code():
    person = a_person(language="es")
    user, phone = an_account_with_phone(person=person)

    phone_codes.send_code(phone, channel="text")

    assert TextMessage.objects.latest("created_at").language == "es"
