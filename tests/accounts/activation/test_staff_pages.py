"""Staff: held requests, letters, alarms. Releasing is a second look by somebody with the right, and is written down."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import ActivationLetter, Alarm, LetterRequest, SecurityEvent
from accounts.services.activation import alarms
from sers_portal.base import clock
from sers_portal.base.models import AccessEvent, AuditEvent
from tests.factories.accounts import a_person, an_account, staff
from tests.factories.activation import a_letter, code_in, somebody_registered

pytestmark = pytest.mark.django_db
MAY_LOOK = "accounts.view_letterrequest"
MAY_DECIDE = "accounts.release_letterrequest"


def a_held_request(*reasons: str, **person) -> LetterRequest:
    now = clock.now()
    return LetterRequest.objects.create(
        asked_at=now,
        decided_at=now,
        origin_index="x",
        state="held",
        person=a_person("Ada", "Nowak", **person),
        reasons=list(reasons or ["new_address"]),
    )


def decide(client, request: LetterRequest, verb: str, note: str = "spoke with her at work"):
    return client.post(reverse(f"admin:letterrequest_{verb}", args=[request.pk]), {"note": note}, follow=True)


def test_held_requests_are_listed_with_their_reason(client):
    a_held_request("new_address")
    client.force_login(staff(MAY_LOOK))

    page = client.get(reverse("admin:accounts_letterrequest_changelist")).text

    assert "Ada Nowak" in page
    assert "address changed within 30 days" in page


def test_looking_at_a_request_is_noted_in_the_access_log(client):
    request = a_held_request()
    client.force_login(staff(MAY_LOOK))

    page = client.get(reverse("admin:accounts_letterrequest_change", args=[request.pk])).text

    assert "12 Elm Street" in page
    assert AccessEvent.objects.filter(person=request.person.public_id).exists()


def test_releasing_writes_the_letter_and_the_audit(client):
    request = a_held_request()
    client.force_login(staff(MAY_LOOK, MAY_DECIDE))

    page = decide(client, request, "release").text

    request.refresh_from_db()
    letter = ActivationLetter.objects.get()
    assert "the letter is in the queue" in page
    assert code_in(letter) not in page
    assert (request.state, request.decided_by_name) == ("issued", "Sam Staff")
    assert AuditEvent.objects.filter(by_name="Sam Staff", person=request.person.public_id).count() >= 2


def test_releasing_where_another_account_is_linked_remembers_it(client):
    request = a_held_request("other_account")
    linked = an_account(request.person)
    client.force_login(staff(MAY_LOOK, MAY_DECIDE))

    decide(client, request, "release")

    assert ActivationLetter.objects.get().replaces == linked


def test_a_letter_cannot_be_released_to_nowhere(client):
    request = a_held_request("returned")
    request.person.addresses.update(returned_on=clock.today())
    client.force_login(staff(MAY_LOOK, MAY_DECIDE))

    page = decide(client, request, "release").text

    assert "Record the new address first." in page
    assert not ActivationLetter.objects.exists()


def test_a_letter_to_the_dead_cannot_be_released(client):
    request = a_held_request("deceased", died_on=clock.today())
    client.force_login(staff(MAY_LOOK, MAY_DECIDE))

    assert "recorded as deceased" in decide(client, request, "release").text


def test_refusing_writes_no_letter(client):
    request = a_held_request()
    client.force_login(staff(MAY_LOOK, MAY_DECIDE))

    decide(client, request, "refuse")

    request.refresh_from_db()
    assert (request.state, request.note) == ("refused", "spoke with her at work")
    assert not ActivationLetter.objects.exists()


def test_a_decision_needs_its_reason(client):
    request = a_held_request()
    client.force_login(staff(MAY_LOOK, MAY_DECIDE))

    page = decide(client, request, "release", note="").text

    assert "Say what you found out" in page
    assert not ActivationLetter.objects.exists()


def test_a_request_is_decided_once(client):
    request = a_held_request()
    client.force_login(staff(MAY_LOOK, MAY_DECIDE))
    decide(client, request, "refuse")

    page = decide(client, request, "release").text

    assert "somebody has decided it" in page


@pytest.mark.parametrize("verb", ["release", "refuse"])
def test_staff_without_the_right_decide_nothing(client, verb):
    request = a_held_request()
    client.force_login(staff(MAY_LOOK))

    response = decide(client, request, verb)

    request.refresh_from_db()
    assert response.status_code == 403
    assert request.state == "held"


def test_letters_are_listed_without_codes_and_withdrawn(client):
    letter, _ = a_letter(a_person("Ada", "Nowak"))
    client.force_login(staff("accounts.view_activationletter", "accounts.change_activationletter"))
    list_page = reverse("admin:accounts_activationletter_changelist")

    before = client.get(list_page).text
    after = client.post(list_page, {"action": "withdraw", "_selected_action": [letter.pk]}, follow=True).text
    row = client.get(reverse("admin:accounts_activationletter_change", args=[letter.pk])).text

    assert "1 code is void." in after
    assert not any(code_in(letter) in page for page in (before, after, row))
    assert ActivationLetter.objects.get().ended_because == "withdrawn"


def test_an_alarm_is_closed_with_what_was_found(client):
    now = clock.now()
    alarm = Alarm.objects.create(kind="unmatched", raised_at=now, last_at=now, most_in_an_hour=40)
    client.force_login(staff("accounts.view_alarm", "accounts.change_alarm"))
    page = reverse("admin:accounts_alarm_change", args=[alarm.pk])

    empty = client.post(page, {"note": ""})
    client.post(page, {"note": "one address of origin, blocked"})

    alarm.refresh_from_db()
    assert empty.status_code == 200
    assert (alarm.seen_by_name, alarm.note) == ("Sam Staff", "one address of origin, blocked")
    assert AuditEvent.objects.filter(verb="looked into an alarm").exists()


def test_an_alarm_shows_the_accounts_that_were_linked_in_its_hour_with_the_way_to_lock_them(client):
    account = somebody_registered()
    now = clock.now()
    alarm = Alarm.objects.create(kind="registrations", raised_at=now, last_at=now, most_in_an_hour=60)
    later = now + timedelta(hours=3)
    over = Alarm.objects.create(kind="requests", raised_at=later, last_at=later, most_in_an_hour=60)
    client.force_login(staff("accounts.view_alarm"))

    page, empty = (
        client.get(reverse("admin:accounts_alarm_change", args=[row.pk])).text for row in (alarm, over)
    )

    assert reverse("admin:accounts_user_change", args=[account.pk]) in page
    assert account.email not in empty
    assert AccessEvent.objects.filter(person=account.person.public_id, page="alarm").exists()


def test_an_alarm_about_one_place_shows_only_the_requests_of_that_place(client):
    now = clock.now()
    for number in range(alarms.FROM_ONE_ORIGIN + 1):
        place = "other" if number == 0 else "a-sign-of-a-place"
        LetterRequest.objects.create(asked_at=now, decided_at=now, origin_index=place, state="no_match")
    alarm = Alarm.objects.create(kind="one_origin", raised_at=now, last_at=now, most_in_an_hour=8)

    shown = alarms.requests_meant(alarm)

    assert {row.origin_index for row in shown} == {"a-sign-of-a-place"}
    assert len(shown) == alarms.FROM_ONE_ORIGIN


def test_a_sign_in_leads_to_other_accounts_with_the_same_browser_within_an_hour(client):
    mine, near, late = (an_account(email=f"{name}@example.org") for name in ("mine", "near", "late"))
    now = clock.now()
    for user, minutes in ((mine, 0), (near, 30), (late, 90)):
        at = now + timedelta(minutes=minutes)
        SecurityEvent.objects.create(user=user, at=at, kind="signed_in", browser="Opera on Haiku")
    client.force_login(staff("accounts.view_user"))
    event = SecurityEvent.objects.get(user=mine)

    page = client.get(reverse("admin:accounts_user_change", args=[mine.pk]), {"beside": event.pk}).text

    assert "near@example.org" in page
    assert "late@example.org" not in page
