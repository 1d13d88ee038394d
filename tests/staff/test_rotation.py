"""A change of keys: everything sealed anew, readable at every moment, begun again wherever it was cut off."""

import base64
import os
import signal
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Person
from notices.models import Email
from notices.services.emails import queue_email
from sers_portal.base import rotation
from sers_portal.base.models import AuditEvent
from sers_portal.base.unexplained import unexplained_changes
from tests.factories.accounts import a_person, an_account, app_code

pytestmark = pytest.mark.django_db
PEOPLE = "accounts.Person.ssn"


@pytest.fixture
def new_key(settings) -> str:
    settings.SEALING_KEYS = {**settings.SEALING_KEYS, "next": base64.b64encode(bytes(range(32))).decode()}
    settings.SEALING_KEY_ID = "next"
    return "next"


def place(name: str) -> rotation.Place:
    return next(place for place in rotation.places() if place.name == name)


def keys_of_people() -> set[str]:
    return {token.partition(".")[0] for token in Person.objects.values_list("ssn_token", flat=True)}


def run(**options) -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said, **options)
    return said.getvalue()


def test_every_column_of_tokens_is_known():
    from django.apps import apps

    columns = {
        f"{model._meta.label}.{field.name.removesuffix('_token')}"
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name.endswith("_token")
    }

    assert columns <= {place.name for place in rotation.places()}
    assert "mfa.Authenticator.data" in {place.name for place in rotation.places()}


def test_everything_is_sealed_anew_and_reads_as_before(request):
    people = {person.pk: person.ssn for person in (a_person(), a_person(), a_person())}
    user = an_account()
    queue_email(key="k", to="ada@example.org", subject="Hello", body="the words")
    request.getfixturevalue("new_key")

    said = run(batch=2)

    assert keys_of_people() == {"next"}
    assert {person.pk: person.ssn for person in Person.objects.all()} == people
    assert Email.objects.get(key="k").body.startswith("the words")
    assert Authenticator.objects.get(user=user).data["secret"].startswith("next.")
    assert app_code(user)
    assert "it may leave SEALING_KEYS" in said


def test_a_person_is_found_by_number_after_the_change_of_keys(request):
    person = a_person()
    ssn, index = person.ssn, person.ssn_index
    request.getfixturevalue("new_key")

    run()

    assert Person.objects.get(ssn_index=index).ssn == ssn


def test_a_rotation_cut_off_goes_on_where_it_was(request, monkeypatch):
    for _ in range(5):
        a_person()
    request.getfixturevalue("new_key")
    whole, batches = rotation._rotate_batch, []

    def cut_off(*arguments):
        if len(batches) == 2:
            raise KeyboardInterrupt
        batches.append(1)
        return whole(*arguments)

    monkeypatch.setattr(rotation, "_rotate_batch", cut_off)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(place(PEOPLE), batch=2)
    halfway = Person.objects.filter(ssn_token__startswith="next.").count()
    readable = [person.ssn for person in Person.objects.all()]
    monkeypatch.setattr(rotation, "_rotate_batch", whole)

    outcome = rotation.rotate(place(PEOPLE), batch=2)

    assert (halfway, outcome.resealed, outcome.left) == (4, 1, 0)
    assert all(len(ssn) == 9 for ssn in readable)


def test_a_token_that_opens_with_no_key_is_named_and_left_alone(request):
    good, bad = a_person(), a_person()
    Person.objects.filter(pk=bad.pk).update(ssn_token=good.ssn_token)
    moved = good.ssn_token
    request.getfixturevalue("new_key")

    with pytest.raises(CommandError, match="1 tokens open with no key"):
        run()

    assert Person.objects.get(pk=bad.pk).ssn_token == moved
    assert Person.objects.get(pk=good.pk).ssn_token.startswith("next.")


def test_each_batch_is_explained_by_an_audit_event(request):
    a_person()
    request.getfixturevalue("new_key")
    before = unexplained_changes().count()

    run()

    events = AuditEvent.objects.filter(verb="sealed anew with another key", detail__place=PEOPLE)
    assert [event.detail["rows"] for event in events] == [1]
    assert unexplained_changes().count() <= before


def test_a_check_changes_nothing(request):
    a_person()
    request.getfixturevalue("new_key")

    said = run(check=True)

    assert keys_of_people() == {"demo"}
    assert f"{PEOPLE}: demo 1" in said


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_left_for_the_next_time(request):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections, transaction

    held, free = a_person(), a_person()
    request.getfixturevalue("new_key")

    def rotate():
        try:
            return rotation.rotate(place(PEOPLE))
        finally:
            connections.close_all()

    with transaction.atomic():
        Person.objects.select_for_update().get(pk=held.pk)
        with ThreadPoolExecutor(1) as thread:
            outcome = thread.submit(rotate).result()

    assert (outcome.resealed, outcome.left) == (1, 1)
    assert Person.objects.get(pk=free.pk).ssn_token.startswith("next.")


def begin_and_be_killed(victim: str, call: int) -> int:
    """A process that changes keys and is killed (kill -9) as it comes to a call; the signal that ended it."""
    connection.close()
    if child := os.fork():
        return -os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    calls, whole = [], getattr(rotation, victim)

    def killed(*arguments, **options):
        calls.append(victim)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*arguments, **options)

    setattr(rotation, victim, killed)
    rotation.rotate(place(PEOPLE), batch=2)
    os._exit(0)


# Between two batches, with a token sealed and nothing written, and with rows written that are not committed.
@pytest.mark.parametrize("victim", ["_rotate_batch", "reseal_token", "record"])
@pytest.mark.django_db(transaction=True)
def test_a_rotation_killed_at_any_point_leaves_every_number_readable_and_is_begun_again(request, victim):
    people = {person.pk: person.ssn for person in (a_person() for _ in range(7))}
    request.getfixturevalue("new_key")

    for call in (1, 2, 1, 3):
        assert begin_and_be_killed(victim, call) == 9
        assert {person.pk: person.ssn for person in Person.objects.all()} == people
        assert resealed() == noted()
    outcome = rotation.rotate(place(PEOPLE), batch=2)

    assert (keys_of_people(), outcome.left, noted()) == ({"next"}, 0, 7)


def resealed() -> int:
    return Person.objects.filter(ssn_token__startswith="next.").count()


def noted() -> int:
    events = AuditEvent.objects.filter(verb="sealed anew with another key", detail__place=PEOPLE)
    return sum(event.detail["rows"] for event in events)
