"""Which PINs are refused, and how one is kept."""

import uuid
from datetime import date

import pytest

from accounts import pin as pins

BORN = date(1984, 4, 9)
OWNER = uuid.UUID(int=5)


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("1111", "repeat"),
        ("1212", "repeat"),
        ("1234", "in a row"),
        ("4321", "in a row"),
        ("7890", "in a row"),
        ("0987", "in a row"),
        ("1984", "birth"),
        ("0409", "birth"),
        ("0904", "birth"),
        ("6789", "in a row"),
        ("6781", "last four"),
        ("7444", "last four"),
        ("123", "four digits"),
        ("12345", "four digits"),
        ("12a4", "four digits"),
        ("\u0661\u0662\u0669\u0664", "four digits"),
        ("", "four digits"),
    ],
)
def test_a_pin_that_others_would_guess_is_refused(pin, said):
    with pytest.raises(ValueError, match=said):
        pins.check_choice(pin, born_on=BORN, ssn="123456781", phone="+12177857444")


@pytest.mark.parametrize("pin", ["8265", "1357", "9040", "0000"[:3] + "7"])
def test_other_pins_are_taken(pin):
    pins.check_choice(pin, born_on=BORN, ssn="123456781", phone="tel:+1-217-785-7444")


def test_an_extension_is_not_the_end_of_a_number():
    with pytest.raises(ValueError, match="last four"):
        pins.check_choice("7444", born_on=BORN, phone="tel:+1-217-785-7444;ext=12")


def test_a_pin_is_kept_by_argon2_under_the_pepper(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    kept = pins.hash_pin("8265", owner=OWNER)

    assert kept.startswith("argon2$argon2id$")
    assert pins.is_pin("8265", owner=OWNER, kept=kept)
    assert not pins.is_pin("8266", owner=OWNER, kept=kept)
    settings.PIN_PEPPER = "another"
    assert not pins.is_pin("8265", owner=OWNER, kept=kept)


def test_a_hash_is_no_good_in_another_row():
    kept = pins.hash_pin("8265", owner=OWNER)

    assert not pins.is_pin("8265", owner=uuid.UUID(int=6), kept=kept)
