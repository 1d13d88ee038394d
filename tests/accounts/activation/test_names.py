"""Family names are compared kindly."""

import pytest

from accounts.names import are_same_names, is_latin


@pytest.mark.parametrize(
    ("typed", "on_file"),
    [
        ("LOPEZ", "López"),
        ("obrien", "O’Brien"),
        ("O Brien", "O'Brien"),
        ("Smith Jones", "Smith-Jones"),
        ("miller jr.", "Miller"),
        ("Miller", "Miller, III"),
        ("nunez", "Nu\u0301n\u0303ez"),
        ("Lodz", "Łódź"),
        ("Strasse", "Straße"),
    ],
)
def test_names_are_the_same_but_for(typed, on_file):
    assert are_same_names(typed, on_file)


@pytest.mark.parametrize(
    ("typed", "on_file"),
    [("Lopes", "Lopez"), ("", "Lopez"), ("'", "'"), ("\u041bopez", "Lopez"), ("Lop", "Lopez")],
)
def test_names_are_not_the_same_when(typed, on_file):
    assert not are_same_names(typed, on_file)


def test_letters_of_another_alphabet_are_told_apart():
    assert is_latin("Núñez-O’Brien")
    assert not is_latin("\u041eBrien")
