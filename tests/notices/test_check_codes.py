"""Codes on letters and e-mails: they follow from the row, are read however they are typed, and rest as hashes only."""

import uuid

import pytest

from notices import check_codes
from notices.documents import storage
from notices.models import Document
from sers_portal.base import crockford

ID = uuid.UUID("5f0c2f5e-0d4b-4c1e-9d6e-0d6c0f1b7a11")


def test_a_code_has_twelve_characters_and_is_the_same_every_time():
    code = check_codes.code_of(ID)

    assert len(code) == 12
    assert set(code) <= set(crockford.ALPHABET)
    assert check_codes.code_of(ID) == code


def test_two_rows_have_different_codes():
    codes = {check_codes.code_of(uuid.UUID(int=number)) for number in range(500)}

    assert len(codes) == 500


def test_another_key_gives_another_code(settings):
    before = check_codes.code_of(ID)

    settings.BLIND_INDEX_KEY = "another key"

    assert check_codes.code_of(ID) != before


def test_a_code_that_hurts_is_never_printed(monkeypatch):
    asked = []
    monkeypatch.setattr(check_codes, "is_offensive", lambda code: not asked.append(code) and len(asked) < 3)

    code = check_codes.code_of(ID)

    assert code == asked[2]
    assert len(set(asked)) == 3


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}".lower(), "{}-", "\u00a0{}"])
def test_a_code_is_read_however_it_is_typed(typed):
    printed = check_codes.printed_code_of(ID)
    typed = typed.format(printed)

    assert check_codes.read_code(typed.lower()) == check_codes.code_of(ID)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7K3Q-M9XW", "12 letters and digits; you typed 8"),
        ("7K3Q-M9XW-2DU!", "letter U is in no code"),
        ("7K3Q-M9XW-2D?A", "is in no code. A code has letters and digits, like XXXX-XXXX-XXXX"),
        ("7K3Q-M9XW-2DΑA", "comes from another alphabet"),
    ],
)
def test_what_is_no_code_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(ValueError, match=sentence.replace("?", r"\?")):
        check_codes.read_code(typed)


@pytest.mark.django_db
def test_a_document_keeps_only_a_hash_of_its_code():
    document = storage.keep(b"%PDF-1.7", id=ID, kind="letter", title="A letter")

    found = Document.objects.get(check_index=check_codes.index_of(check_codes.code_of(ID)))

    assert found == document
    assert check_codes.code_of(ID) not in str(Document.objects.values().get())
