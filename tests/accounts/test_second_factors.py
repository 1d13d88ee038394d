"""The second step: passing it, and running out of tries."""

import time

import pyotp
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import FactorTries, PhoneFactor, User
from accounts.services import factor_tries, phone_codes, second_factor
from accounts.services.factor_tries import FactorDisabled, FactorLocked
from accounts.services.phone_codes import NoCode
from accounts.services.second_factor import WrongCode
from notices.models import TextMessage
from sers_portal.base.limits import LimitReached
from tests.accounts import walking
from tests.factories.accounts import PASSWORD, TOTP_SECRET, an_account, app_code

pytestmark = pytest.mark.django_db


def an_account_with_phone(number: str = "+12175550123", **fields) -> tuple[User, PhoneFactor]:
    user = an_account(has_second_factor=False, **fields)
    return user, a_phone(user, number)


def a_phone(user: User, number: str = "+12175550123") -> PhoneFactor:
    phone = phone_codes.add_phone(user, number=number, channel="text")
    phone_codes.send_code(phone, channel="text")
    second_factor.confirm_phone(user, phone, walking.texted_code())
    walking.later(minutes=1)
    phone.refresh_from_db()
    return phone


def at_the_second_step(user: User) -> Client:
    """A browser in which the password was typed."""
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)
    return client


AUTHENTICATE = "mfa_authenticate"


def test_every_sign_in_asks_for_the_second_step_also_in_a_known_browser():
    user = an_account()
    client = at_the_second_step(user)
    client.post(reverse(AUTHENTICATE), {"code": app_code(user)})
    client.post(reverse("account_logout"))

    again = walking.sign_in(client, user.email, PASSWORD)

    assert again.url == reverse(AUTHENTICATE)


def test_the_code_of_an_app_works_once():
    user = an_account()
    code = app_code(user)

    second_factor.use_app_code(user, code)

    with pytest.raises(WrongCode):
        second_factor.use_app_code(user, code)


def test_an_older_code_is_refused_after_a_newer_one_was_used():
    user = an_account()
    totp = pyotp.TOTP(TOTP_SECRET)
    now = int(time.time())
    second_factor.use_app_code(user, totp.at(now))

    with pytest.raises(WrongCode):
        second_factor.use_app_code(user, totp.at(now - 30))


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_telephone_whose_clock_is_half_a_minute_off_is_forgiven(seconds):
    user = an_account()
    now = int(time.time())

    second_factor.use_app_code(user, pyotp.TOTP(TOTP_SECRET).at(now + seconds))


def test_a_telephone_whose_clock_is_minutes_off_is_not():
    user = an_account()
    now = int(time.time())

    with pytest.raises(WrongCode):
        second_factor.use_app_code(user, pyotp.TOTP(TOTP_SECRET).at(now + 150))


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1} ", "wide"])
def test_a_code_is_read_as_people_type_it(typed):
    user = an_account()
    code = app_code(user)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    text = wide if typed == "wide" else typed.format(code[:3], code[3:])

    response = at_the_second_step(user).post(reverse(AUTHENTICATE), {"code": text})

    assert response.status_code == 302


@pytest.mark.parametrize(
    "typed",
    ["", "abcdef", "12345", "1234567", "1" * 30, "12\x0034", "\u202e123456", "' OR 1=1 --", "🙂", "<b>"],
)
def test_a_code_of_another_shape_is_refused_plainly_and_counts_as_no_try(typed):
    user = an_account()

    response = at_the_second_step(user).post(reverse(AUTHENTICATE), {"code": typed})

    assert response.status_code == 200
    assert "There is a problem" in response.text
    assert not FactorTries.objects.filter(failures__gt=0).exists()


def test_a_text_code_works_once_and_for_ten_minutes():
    user, phone = an_account_with_phone()
    phone_codes.send_code(phone, channel="text")
    code = walking.texted_code()
    second_factor.use_phone_code(user, phone, code)

    with pytest.raises(NoCode):
        second_factor.use_phone_code(user, phone, code)
    walking.later(minutes=1)
    phone_codes.send_code(phone, channel="text")
    code = walking.texted_code()
    walking.later(minutes=11)
    with pytest.raises(NoCode):
        second_factor.use_phone_code(user, phone, code)


def test_a_new_code_ends_the_one_before():
    user, phone = an_account_with_phone()
    phone_codes.send_code(phone, channel="text")
    first = walking.texted_code()
    walking.later(minutes=1)
    phone_codes.send_code(phone, channel="voice")

    with pytest.raises(WrongCode):
        second_factor.use_phone_code(user, phone, first)


def test_a_text_code_allows_five_tries():
    user, phone = an_account_with_phone()
    phone_codes.send_code(phone, channel="text")
    code = walking.texted_code()
    wrong = f"{(int(code) + 1) % 1000000:06}"
    for _ in range(5):
        with pytest.raises(WrongCode):
            second_factor.use_phone_code(user, phone, wrong)

    with pytest.raises(NoCode):
        second_factor.use_phone_code(user, phone, code)


@pytest.mark.parametrize(
    ("count", "wait"), [(1, {"seconds": 20}), (5, {"minutes": 1}), (10, {"minutes": 16})]
)
def test_so_many_codes_go_to_a_number_and_no_more(count, wait):
    _user, phone = an_account_with_phone()
    walking.later(days=1)
    for _ in range(count):
        phone_codes.send_code(phone, channel="text")
        walking.later(**wait)

    with pytest.raises(LimitReached):
        phone_codes.send_code(phone, channel="text")


def test_a_number_counts_whoever_asks():
    _first, phone = an_account_with_phone()
    other = an_account(has_second_factor=False)
    same = phone_codes.add_phone(other, number=phone.number, channel="text")
    phone_codes.send_code(phone, channel="text")

    with pytest.raises(LimitReached):
        phone_codes.send_code(same, channel="text")


def test_a_text_code_works_only_in_the_browser_that_asked_for_it():
    user, _phone = an_account_with_phone()
    here = at_the_second_step(user)
    code = walking.texted_code()
    elsewhere = at_the_second_step(user)

    refused = elsewhere.post(reverse("mfa_authenticate_by", args=["phone"]), {"code": code})
    accepted = here.post(reverse("mfa_authenticate_by", args=["phone"]), {"code": code})

    assert refused.status_code == 200
    assert accepted.status_code == 302


def test_a_second_browser_is_not_told_to_use_the_code_of_the_first():
    user, phone = an_account_with_phone()
    here, elsewhere = at_the_second_step(user), at_the_second_step(user)
    again = {"send": "text", "phone": str(phone.pk)}
    address = reverse("mfa_authenticate_by", args=["phone"])

    first = here.post(address, again, follow=True).text
    second = elsewhere.post(address, again, follow=True).text

    assert "use that one" in first
    assert "to another browser" in second
    assert "use that one" not in second


def test_a_call_says_the_digits_one_by_one():
    _user, phone = an_account_with_phone()

    phone_codes.send_code(phone, channel="voice")

    row = TextMessage.objects.latest("created_at")
    assert row.channel == "voice"
    assert "Again, your code is" in row.body
    assert ", ".join(walking.texted_code()) in row.body


def test_ten_failures_lock_for_ten_minutes_then_twenty():
    user = an_account()
    for _ in range(10):
        with pytest.raises(WrongCode):
            second_factor.use_app_code(user, "000000")

    with pytest.raises(FactorLocked) as first:
        second_factor.use_app_code(user, app_code(user))
    walking.later(minutes=11)
    for _ in range(10):
        with pytest.raises(WrongCode):
            second_factor.use_app_code(user, "000000")
    with pytest.raises(FactorLocked) as second:
        second_factor.use_app_code(user, "000000")

    tries = FactorTries.objects.get(user=user)
    assert tries.failures == 20
    assert (second.value.again_at - first.value.again_at).total_seconds() > 20 * 60
    assert "Ten wrong sign-in codes" in _subjects(user)


def test_a_success_begins_the_count_anew():
    user = an_account()
    for _ in range(9):
        with pytest.raises(WrongCode):
            second_factor.use_app_code(user, "000000")

    second_factor.use_app_code(user, app_code(user))

    assert FactorTries.objects.get(user=user).failures == 0


def test_every_way_counts_together():
    user = an_account()
    phone = a_phone(user)
    second_factor.make_recovery_codes(user)
    phone_codes.send_code(phone, channel="text")
    for _ in range(4):
        with pytest.raises(WrongCode):
            second_factor.use_app_code(user, "000000")
        with pytest.raises(WrongCode):
            second_factor.use_recovery_code(user, "00000000")
    for _ in range(2):
        with pytest.raises(WrongCode):
            second_factor.use_phone_code(user, phone, "0000000")

    with pytest.raises(FactorLocked):
        second_factor.use_recovery_code(user, "00000000")


def test_a_hundred_failures_in_a_row_switch_the_second_step_off():
    user = an_account()
    FactorTries.objects.create(user=user, failures=99)

    with pytest.raises(WrongCode):
        second_factor.use_app_code(user, "000000")

    walking.later(days=400)
    with pytest.raises(FactorDisabled):
        second_factor.use_app_code(user, app_code(user))
    assert factor_tries.is_disabled(user)
    assert "Your second step is switched off" in _subjects(user)


def test_two_hundred_wrong_codes_from_as_many_forged_addresses_are_hardly_looked_at(monkeypatch):
    user = an_account()
    client = at_the_second_step(user)
    judged = []
    real = second_factor._use_app_code
    monkeypatch.setattr(second_factor, "_use_app_code", lambda *given: judged.append(1) or real(*given))

    for number in range(200):
        if number % 20 == 0:
            cache.clear()
        forged = {"x-forwarded-for": f"10.0.{number}.7"}
        client.post(reverse(AUTHENTICATE), {"code": f"{number:06}"}, headers=forged)

    assert len(judged) < 12
    assert FactorTries.objects.get(user=user).failures == len(judged)


def _subjects(user: User) -> str:
    from notices.models import Email

    return " ".join(Email.objects.filter(to=user.email).values_list("subject", flat=True))
