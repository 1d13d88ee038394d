"""Fifty parallel uses of one code: one wins."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import FactorTries, PhoneFactor
from accounts.services import phone_codes, second_factor, signup
from accounts.services.factor_tries import FactorLocked
from accounts.services.phone_codes import NoCode
from accounts.services.second_factor import WrongCode
from tests.accounts import walking
from tests.factories.accounts import an_account, app_code

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (WrongCode, NoCode, FactorLocked, signup.WrongCode)


def all_at_once(number: int, use: Callable[[], object]) -> int:
    """How many of so many threads succeed that do the same at the same moment."""
    together, won = threading.Barrier(number), []

    def attempt() -> None:
        try:
            together.wait()
            use()
            won.append(1)
        except REFUSALS:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(won)


def test_of_fifty_uses_of_one_app_code_one_wins():
    user = an_account()
    code = app_code(user)

    assert all_at_once(50, lambda: second_factor.use_app_code(user, code)) == 1


def test_of_fifty_uses_of_one_text_code_one_wins():
    user = an_account(has_second_factor=False)
    phone = phone_codes.add_phone(user, number="+12175550123", channel="text")
    phone_codes.send_code(phone, channel="text")
    code = walking.texted_code()

    won = all_at_once(50, lambda: second_factor.use_phone_code(user, phone, code))

    assert won == 1
    assert PhoneFactor.objects.get().code_expires_at is None


def test_of_fifty_uses_of_one_recovery_code_one_wins():
    user = an_account()
    code = second_factor.make_recovery_codes(user)[0]

    assert all_at_once(50, lambda: second_factor.use_recovery_code(user, code)) == 1
    assert second_factor.factors_of(user).codes_left == 9


def test_of_fifty_parallel_guesses_ten_are_judged():
    user = an_account()

    all_at_once(50, lambda: second_factor.use_app_code(user, "000000"))

    assert FactorTries.objects.get(user=user).failures == 10


def test_two_tabs_that_remove_the_last_two_factors_leave_one():
    user = an_account()
    phone = phone_codes.add_phone(user, number="+12175550123", channel="text")
    PhoneFactor.objects.update(confirmed_at=phone.created_at)
    app = second_factor.factors_of(user).app
    together = threading.Barrier(2)

    def remove(act: Callable[[], None]) -> None:
        try:
            together.wait()
            act()
        except second_factor.LastFactor:
            pass
        finally:
            connection.close()

    tabs = [
        threading.Thread(
            target=remove, args=[lambda: second_factor.remove_phone(user, phone.pk, by=user.actor)]
        ),
        threading.Thread(
            target=remove, args=[lambda: second_factor.remove_authenticator(user, app.pk, by=user.actor)]
        ),
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert second_factor.factors_of(user).count == 1


def test_one_activation_code_typed_five_times_at_once_opens_one_account():
    own = signup.sign_up(
        email=walking.EMAIL, given_name="Nora", family_name="Quist", password=walking.PASSWORD
    )
    code = walking.code_from_mail().replace(" ", "")

    won = all_at_once(5, lambda: signup.confirm(email=walking.EMAIL, code=code, own=own))

    assert won == 1
