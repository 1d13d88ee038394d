"""Asking for a letter: what the worker decides, the limits, and what is held for staff."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ActivationLetter, Address, Alarm, LetterRequest, Person
from accounts.services.activation import requests, staff
from accounts.services.activation.requests import TypedIdentity
from notices.models import Email, Letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.limits import LimitReached
from sers_portal.base.models import DemonstrationClock, IdentityEvent, Job
from tests.factories.accounts import a_person, an_account

pytestmark = pytest.mark.django_db


def facts_of(person: Person, **wrong) -> TypedIdentity:
    facts = {
        "family_name": person.family_name,
        "born_on": person.born_on,
        "number": person.ssn,
        "zip_code": "62704",
        **wrong,
    }
    return TypedIdentity(**facts)


def ask_for(person: Person, *, account=None, origin="203.0.113.7", **wrong) -> LetterRequest:
    """A request, decided as the worker does."""
    asked = requests.ask(typed=facts_of(person, **wrong), origin=origin, account=account, by=SYSTEM)
    jobs.work_off(requests.JOB)
    asked.refresh_from_db()
    return asked


def move_forward(**period: int) -> None:
    moved = DemonstrationClock.objects.first() or DemonstrationClock()
    moved.forward += timedelta(**period)
    moved.save()


def moved_house(person: Person, on: date) -> Address:
    person.addresses.update(until_on=on - timedelta(days=1))
    return Address.objects.create(
        person=person, line_1="9 Oak", city="Peoria", state="IL", zip_code="61602", from_on=on
    )


def test_a_letter_is_written_to_the_address_on_file():
    ada = a_person("Ada", "Nowak")

    asked = ask_for(ada)

    letter = ActivationLetter.objects.get().letter
    assert asked.state == "issued"
    assert (letter.recipient, letter.address_lines) == (
        "Ada Nowak",
        ["12 Elm Street", "Springfield, IL 62704"],
    )


def test_a_letter_is_written_for_a_member_id_as_well():
    ada = a_person()

    assert ask_for(ada, number=ada.member_id).state == "issued"


@pytest.mark.parametrize(
    "wrong",
    [
        {"family_name": "Novak"},
        {"born_on": date(1980, 5, 18)},
        {"number": "999999"},
        {"zip_code": "62703"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_one_wrong_answer_writes_no_letter(wrong):
    ada = a_person("Ada", "Nowak", born_on=date(1980, 5, 17))

    asked = ask_for(ada, **wrong)

    assert asked.state == "no_match"
    assert not Letter.objects.exists()


def test_the_request_itself_looks_nobody_up_and_does_the_same_work_for_all():
    known, unknown = facts_of(a_person()), TypedIdentity("Nobody", date(1950, 1, 1), "123456789", "60601")
    statements = []

    for typed in (known, unknown):
        with CaptureQueriesContext(connection) as captured:
            requests.ask(typed=typed, origin="203.0.113.7", account=None, by=SYSTEM)
        sql = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        statements.append([re.sub(r"'[^']*'|\d+", "?", one) for one in sql])

    assert statements[0] == statements[1]
    assert "accounts_person" not in str(captured.captured_queries)


def test_what_was_typed_is_sealed_until_decided_and_then_gone():
    ada = a_person()
    asked = requests.ask(typed=facts_of(ada), origin="203.0.113.7", account=None, by=SYSTEM)
    before = str(LetterRequest.objects.values().get()) + str(Job.objects.values().get())

    jobs.work_off(requests.JOB)

    assert ada.ssn not in before
    assert "Nowak" not in before
    asked.refresh_from_db()
    assert asked.typed_token == ""


def test_one_letter_a_day_and_four_in_thirty_days():
    ada, states = a_person(), []

    for hours in (0, 1, 25, 25, 25, 25):
        move_forward(hours=hours)
        states.append(ask_for(ada).state)

    assert states == ["issued", "too_soon", "issued", "issued", "issued", "too_soon"]
    move_forward(days=30)
    assert ask_for(ada).state == "issued"


def test_ten_requests_an_hour_from_one_origin():
    for number in range(10):
        ask_for(a_person(), number=f"{700000 + number}")

    with pytest.raises(LimitReached):
        ask_for(a_person())

    ask_for(a_person(), origin="203.0.113.8")


def test_ten_requests_an_hour_for_one_number_from_anywhere():
    ada = a_person()
    for place in range(10):
        ask_for(ada, origin=f"198.51.100.{place}", zip_code="00000")

    with pytest.raises(LimitReached):
        ask_for(ada, origin="203.0.113.9")

    assert ada.ssn not in str(list(IdentityEvent.objects.values()))


def test_a_request_without_an_address_on_file_is_held():
    ada = a_person()
    ada.addresses.all().delete()

    asked = ask_for(ada)

    assert (asked.state, asked.reasons) == ("held", ["no_address"])


def test_a_request_is_held_when_the_post_returned_mail():
    ada = a_person()
    ada.addresses.update(returned_on=clock.today())

    asked = ask_for(ada)

    assert (asked.state, asked.reasons) == ("held", ["returned"])


def test_a_request_soon_after_a_move_is_held_and_the_old_address_told():
    ada = a_person("Ada", "Nowak")
    moved_house(ada, clock.today() - timedelta(days=29))

    asked = ask_for(ada, zip_code="61602")

    told = Letter.objects.get()
    assert (asked.state, asked.reasons) == ("held", ["new_address"])
    assert told.kind == "account-notice"
    assert told.address_lines == ["12 Elm Street", "Springfield, IL 62704"]


def test_a_move_written_with_an_old_date_is_held_too():
    ada = a_person()
    address = moved_house(ada, clock.today() - timedelta(days=400))
    ada.addresses.exclude(pk=address.pk).update(until_on=date(2024, 1, 1))
    Person.objects.update(recorded_at=clock.now() - timedelta(days=900))

    asked = ask_for(ada, zip_code="61602")

    assert asked.reasons == ["new_address"]


def test_a_move_thirty_days_ago_holds_nothing():
    ada = a_person()
    moved_house(ada, clock.today() - timedelta(days=30))

    assert ask_for(ada, zip_code="61602").state == "issued"


def test_a_request_for_the_dead_is_held_and_nobody_is_told():
    ada = a_person(died_on=date(2026, 1, 4))

    asked = ask_for(ada)

    assert (asked.state, asked.reasons) == ("held", ["deceased"])
    assert not Letter.objects.exists()


def test_a_request_is_held_when_another_account_is_linked_and_that_account_is_told():
    ada = a_person()
    an_account(ada, email="ada@example.org")

    asked = ask_for(ada)

    assert (asked.state, asked.reasons) == ("held", ["other_account"])
    assert Email.objects.get().to == "ada@example.org"
    assert not ActivationLetter.objects.exists()


def test_the_linked_account_itself_may_ask_for_a_letter():
    ada = a_person()
    account = an_account(ada)

    assert ask_for(ada, account=account).state == "issued"


def test_the_members_own_request_is_not_too_soon_when_a_thiefs_was_refused_the_same_day():
    ada = a_person()
    linked = an_account(ada)
    thief_asked = ask_for(ada, account=an_account())
    staff.refuse(request=thief_asked, note="it was not her", by=linked.actor)

    own = ask_for(ada, account=an_account())

    assert own.state == "held"


def test_a_held_request_is_held_once():
    ada = a_person()
    an_account(ada)
    ask_for(ada)
    move_forward(hours=25)

    again = ask_for(ada)

    assert again.state == "too_soon"
    assert Email.objects.count() == 1


def test_deciding_a_request_twice_changes_nothing():
    asked = ask_for(a_person())

    requests.decide(asked.pk)

    assert ActivationLetter.objects.count() == 1


def test_a_burst_of_requests_raises_one_alarm(settings):
    settings.ALARM_UNMATCHED_REQUESTS = 3

    for number in range(5):
        ask_for(a_person(), number=f"{700000 + number}", origin=f"198.51.100.{number}")

    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.most_in_an_hour) == ("unmatched", 5)


def test_many_requests_from_one_origin_raise_an_alarm():
    for number in range(8):
        ask_for(a_person(), number=f"{700000 + number}")

    assert Alarm.objects.filter(kind="one_origin").exists()
