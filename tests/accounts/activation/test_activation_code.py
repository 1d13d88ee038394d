"""The code itself: drawn, read back kindly, kept as hashes."""

import pytest

from accounts import activation_code
from sers_portal.base.crockford import is_offensive


def test_a_code_has_ten_characters_of_crockfords_alphabet():
    codes = {activation_code.new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 10 and set(code) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for code in codes)


@pytest.mark.parametrize(
    "code", ["FVCK000000", "00000SH1T0", "00PVTA0000", "0005EX0000", "A55AA00000", "0000K1K3AA", "000H3110AA"]
)
def test_a_word_that_hurts_is_seen_in_digits_and_across_the_hyphen(code):
    assert is_offensive(code)


def test_an_offensive_code_is_drawn_anew(monkeypatch):
    drawn = iter("FVCK000000" + "7K3QM9XW2D")
    monkeypatch.setattr(activation_code.secrets, "choice", lambda alphabet: next(drawn))

    assert activation_code.new_code() == "7K3QM9XW2D"


@pytest.mark.parametrize(
    "typed",
    [
        "7K3QM-0X12D",
        "7k3qm0x12d",
        " 7K3QM 0X12D ",
        "7K3QM\u20130X12D",
        "7K3QM\u00a00XI2D",
        "7K3QM-OXL2D",
        "7 K 3 Q M - 0 X 1 2 D",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert activation_code.read_code(typed) == "7K3QM0X12D"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7K3QM", "you typed 5"),
        ("7K3QM-0X12D-9", "you typed 11"),
        ("7\u041a3QM-0X12D", "from another alphabet"),
        ("\uff17K3QM-0X12D", "from another alphabet"),
        ("7K3QM-\u0661X12D", "from another alphabet"),
        ("7K3UM-0X12D", "may be a V"),
        ("7K3QM-0X12!", "is in no code"),
        ("7K3QM-0X1\u200f2D", "hidden character"),
        ("7K3QM-0X1\x002D", "hidden character"),
        ("7K3QM-0X12\U0001f600", "from another alphabet"),
        ("", "you typed 0"),
    ],
)
def test_what_is_no_code_is_refused_with_a_reason(typed, said):
    with pytest.raises(ValueError, match=said):
        activation_code.read_code(typed)


def test_halves_find_and_the_whole_proves():
    one, other = activation_code.hashes("7K3QM0X12D"), activation_code.hashes("7K3QM0X12E")

    assert one.finder == other.finder
    assert one.whole != other.whole
    assert "7K3QM" not in one.finder + one.whole
