"""Sealed attributes: what a thief of the database gets, and what tampering brings."""

from datetime import date

import pytest

from accounts.models import Person
from sers_portal.base.sealing import TamperedToken, blind_index, seal, unseal


def a_person(member_id: str = "100001", ssn: str = "123456789") -> Person:
    person = Person(member_id=member_id, given_name="Ada", family_name="Nowak", born_on=date(1970, 1, 2))
    person.set_ssn(ssn)
    return person


def test_sealed_text_opens_only_where_it_was_bound():
    token = seal("123456789", bound_to="Person.ssn:a")

    assert unseal(token, bound_to="Person.ssn:a") == "123456789"
    with pytest.raises(TamperedToken):
        unseal(token, bound_to="Person.ssn:b")


def test_sealing_twice_gives_different_tokens_without_the_text():
    first, second = seal("123456789", bound_to="x"), seal("123456789", bound_to="x")

    assert first != second
    assert "123456789" not in first


@pytest.mark.parametrize("position", [10, 20, -1])
def test_a_token_changed_by_one_character_is_refused(position):
    token = seal("123456789", bound_to="x")
    changed = "A" if token[position] != "A" else "B"
    tampered = token[:position] + changed + (token[position + 1 :] if position != -1 else "")

    with pytest.raises(TamperedToken):
        unseal(tampered, bound_to="x")


def test_a_token_of_an_unknown_key_is_refused():
    with pytest.raises(TamperedToken, match="no key"):
        unseal("lost.AAAA", bound_to="x")


def test_an_older_key_still_opens_after_a_new_one_seals(settings):
    old = seal("123456789", bound_to="x")

    settings.SEALING_KEYS = {**settings.SEALING_KEYS, "next": "bmV4dC1kZW1vbnN0cmF0aW9uLWtleS1vZi0zMi1ieXQ="}
    settings.SEALING_KEY_ID = "next"

    assert unseal(old, bound_to="x") == "123456789"
    assert seal("123456789", bound_to="x").startswith("next.")


@pytest.mark.django_db
def test_a_person_is_found_by_ssn_and_the_number_is_not_in_the_row():
    a_person().save()

    found = Person.objects.get(ssn_index=Person.ssn.index_of("123456789"))

    assert found.ssn == "123456789"
    row = Person.objects.values().get(pk=found.pk)
    assert not any("123456789" in str(value) or str(value).endswith("6789") for value in row.values())


@pytest.mark.django_db
def test_a_token_moved_to_another_person_raises():
    thief, victim = a_person("100001", "123456789"), a_person("100002", "223456789")
    thief.ssn_token = victim.ssn_token

    with pytest.raises(TamperedToken):
        _ = thief.ssn


def test_blind_indexes_differ_by_purpose():
    assert blind_index("1234", purpose="a") != blind_index("1234", purpose="b")
