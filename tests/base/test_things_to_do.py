"""Things to do: one query however many there are, the urgent first, a name for each."""

from datetime import date

import pytest
from django.db.models import Value

from sers_portal.base import things_to_do
from sers_portal.base.things_to_do import ThingToDo
from tests import people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def a_thing(name: str, *, is_open: bool = True, **fields) -> ThingToDo:
    return ThingToDo(name=name, when=lambda on: Value(is_open), title=name, words="Because.", **fields)


@pytest.fixture(autouse=True)
def _none_known(monkeypatch):
    monkeypatch.setattr(things_to_do, "_known", {})


def open_things() -> list[str]:
    person = people.a_person()
    found = things_to_do.to_be_done(person, on=TODAY)
    return [thing.name for thing in found]


def test_what_is_open_is_told_the_urgent_first():
    things_to_do.add(a_thing("later", order=90))
    things_to_do.add(a_thing("done", is_open=False))
    things_to_do.add(a_thing("now", order=10))

    assert open_things() == ["now", "later"]


def test_many_things_cost_one_query(django_assert_num_queries):
    person = people.a_person()
    for number in range(30):
        things_to_do.add(a_thing(f"thing_{number}"))

    with django_assert_num_queries(1):
        found = things_to_do.to_be_done(person, on=TODAY)

    assert len(found) == 30


def test_nothing_known_asks_nothing(django_assert_num_queries):
    person = people.a_person()

    with django_assert_num_queries(0):
        assert things_to_do.to_be_done(person, on=TODAY) == []


def test_a_second_thing_of_a_name_is_refused():
    things_to_do.add(a_thing("twice"))

    with pytest.raises(ValueError, match="twice"):
        things_to_do.add(a_thing("twice"))


def test_a_thing_whose_page_is_not_there_has_no_address():
    assert a_thing("x", route="no_such_route").address == ""
    assert a_thing("y", route="member_home").address == "/member/"
