"""Filling in an application: step by step, kept at once, nothing lost, sent in once."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from benefits.models import Claim
from sers_portal.base import clock
from sers_portal.base.models import AccessEvent
from tests import people
from tests.factories.applications import typed_name, typed_refund, typed_retirement, typed_survivor
from tests.factories.claims import a_claim, a_file, somebody_leaving

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def begun(client: Client, kind: str = "retirement") -> Claim:
    client.post(reverse(f"claim_start_{kind}"))
    return Claim.objects.latest("id")


def step_of(claim: Claim, name: str) -> str:
    return reverse("claim_step", args=[claim.reference, name])


def fill(client: Client, claim: Claim, typed: dict[str, dict[str, str]]) -> None:
    for name, answers in typed.items():
        response = client.post(step_of(claim, name), answers)
        assert response.status_code == 302, (name, response.content.decode())


def page_of(client: Client, claim: Claim, name: str) -> str:
    return client.get(reverse(name, args=[claim.reference])).content.decode()


@pytest.mark.parametrize(
    ("kind", "who", "typed"),
    [
        ("retirement", somebody_leaving, typed_retirement),
        ("refund", people.an_inactive_member, typed_refund),
        ("survivor", people.a_survivor, typed_survivor),
        ("name_change", people.an_active_member, typed_name),
    ],
)
def test_an_application_is_filled_in_checked_and_received(kind, who, typed):
    client = signed_in(who())
    claim = begun(client, kind)
    fill(client, claim, typed())

    check = page_of(client, claim, "claim_check")
    response = client.post(reverse("claim_check", args=[claim.reference]), follow=True)

    claim.refresh_from_db()
    assert "Check your answers" in check
    assert claim.state == "received"
    assert response.redirect_chain == [(reverse("claim_sent", args=[claim.reference]), 302)]
    assert claim.reference in response.content.decode()
    assert "What happens next" in response.content.decode()


def test_answers_are_kept_as_the_calculators_read_them():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    typed = typed_retirement()
    fill(client, claim, typed)

    client.post(reverse("claim_check", args=[claim.reference]))

    claim.refresh_from_db()
    last_day = clock.today().replace(day=1) - timedelta(days=1)
    said = claim.answer_data
    assert said["last_day"] == last_day.isoformat()
    assert said["offset_removal"] is False
    assert said["survivor_refund"] is True
    assert said["rollover_amount"] == "1250.00"
    assert claim.member.person == claim.person


def test_a_retirement_is_previewed_with_its_working():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    fill(client, claim, typed_retirement())

    check = page_of(client, claim, "claim_check")

    assert "$1,603.20" in check
    assert "Show the working" in check or "Your annuity" in check
    assert "Your Social Security card" in check


def test_somebody_with_too_little_service_is_told_what_can_be_done():
    client = signed_in(people.an_active_member())
    claim = begun(client)
    fill(client, claim, typed_retirement())

    check = page_of(client, claim, "claim_check")

    assert "no annuity is payable yet" in check
    assert "you may have a refund of your contributions instead" in check


def test_somebody_too_young_is_told_from_when_on_and_may_send_it_in():
    client = signed_in(people.an_inactive_member())
    claim = begun(client)
    typed = typed_retirement()
    fill(client, claim, typed)

    check = page_of(client, claim, "claim_check")
    client.post(reverse("claim_check", args=[claim.reference]))

    claim.refresh_from_db()
    assert "no annuity is payable yet" in check
    assert "The first day with a full annuity is" in check
    assert claim.state == "received"


def test_a_retiree_is_told_that_the_annuity_is_on_record_and_begins_nothing():
    client = signed_in(people.a_retiree())

    page = client.get(reverse("claim_start_retirement")).content.decode()
    client.post(reverse("claim_start_retirement"))

    assert "You are retired already" in page
    assert not Claim.objects.exists()


def test_somebody_without_service_is_shown_the_survivors_way():
    page = signed_in(people.a_survivor()).get(reverse("claim_start_refund")).content.decode()

    assert "There is no State service on record for you" in page
    assert reverse("claim_start_survivor") in page


def test_who_has_one_open_is_led_to_it():
    lena = somebody_leaving()
    claim = a_claim(lena)

    page = signed_in(lena).get(reverse("claim_start_retirement")).content.decode()

    assert claim.reference in page
    assert "You have one with us already" in page


def test_beginning_twice_goes_on_with_one_draft_where_it_stopped():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    client.post(step_of(claim, "last-day"), typed_retirement()["last-day"])

    response = client.post(reverse("claim_start_retirement"))

    assert Claim.objects.count() == 1
    assert response.url == step_of(claim, "start")


def test_two_windows_keep_both_answers():
    person = somebody_leaving()
    one, other = signed_in(person), signed_in(person)
    claim = begun(one)
    one.get(step_of(claim, "tax"))
    other.get(step_of(claim, "payment"))

    one.post(step_of(claim, "tax"), {"tax": "default"})
    other.post(step_of(claim, "payment"), {"pay_by": "check"})

    claim.refresh_from_db()
    assert claim.answer_data == {"tax": "default", "pay_by": "check"}


def test_sending_in_twice_is_one_claim_and_the_second_sees_the_number():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    fill(client, claim, typed_retirement())
    address = reverse("claim_check", args=[claim.reference])

    client.post(address)
    second = client.post(address, follow=True).content.decode()

    assert Claim.objects.count() == 1
    assert claim.events.filter(to_state="received").count() == 1
    assert claim.reference in second


def test_a_window_left_open_cannot_change_what_was_sent_in():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    fill(client, claim, typed_retirement())
    client.post(reverse("claim_check", args=[claim.reference]))

    response = client.post(step_of(claim, "payment"), {"pay_by": "check"}, follow=True)

    claim.refresh_from_db()
    assert claim.answer_data["pay_by"] == "direct_deposit"
    assert "You have sent this in already." in response.content.decode()
    assert Claim.objects.count() == 1


def test_an_answer_that_fits_no_more_is_asked_again_before_sending_in():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    fill(client, claim, typed_retirement())
    client.post(step_of(claim, "last-day"), {"last_day": f"{clock.today() + timedelta(days=60):%m/%d/%Y}"})

    response = client.post(reverse("claim_check", args=[claim.reference]), follow=True)

    claim.refresh_from_db()
    assert claim.state == "draft"
    assert response.redirect_chain[-1][0] == step_of(claim, "start")
    assert "An annuity starts after your last day of work." in response.content.decode()


def test_answers_on_a_way_that_was_left_again_are_not_sent_in():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    fill(client, claim, typed_retirement())
    client.post(step_of(claim, "children"), {"has_children": "yes", "children": "Jo, 2/3/2015"})

    client.post(reverse("claim_check", args=[claim.reference]))

    claim.refresh_from_db()
    assert claim.state == "received"
    assert "survivor_refund" not in claim.answer_data
    assert "rollover_amount" not in claim.answer_data


def test_changing_one_answer_leads_back_to_the_check():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    fill(client, claim, typed_retirement())

    response = client.post(step_of(claim, "tax") + "?change=yes", {"tax": "default"})

    assert response.url == reverse("claim_check", args=[claim.reference])


def test_what_was_typed_comes_back_after_an_error():
    client = signed_in(somebody_leaving())
    claim = begun(client)

    response = client.post(step_of(claim, "last-day"), {"last_day": "the 31st of June"})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="the 31st of June"' in page
    assert "Write month, day and year" in page
    assert '<a href="#id_last_day">' in page


def test_stopping_saves_and_leads_to_the_claim():
    client = signed_in(somebody_leaving())
    claim = begun(client)

    response = client.post(step_of(claim, "last-day"), {**typed_retirement()["last-day"], "leave": "yes"})

    claim.refresh_from_db()
    assert response.url == reverse("claim", args=[claim.reference])
    assert claim.answer_data["last_day"]
    assert claim.draft_until == clock.today() + timedelta(days=90)


def test_what_was_typed_when_the_session_ended_returns_after_signing_in():
    lena = somebody_leaving()
    client = signed_in(lena)
    claim = begun(client)
    mark = _mark_in(client, claim)
    Session.objects.all().delete()

    turned_away = client.post(step_of(claim, "last-day"), {"last_day": "June 3rd 2026", "whose": mark})
    client.force_login(lena.account)
    page = client.get(step_of(claim, "last-day")).content.decode()

    assert turned_away.status_code == 302
    assert 'value="June 3rd 2026"' in page
    assert "Here is what you had typed." in page


def test_what_was_typed_is_shown_to_nobody_else_who_signs_in_there():
    lena, other = somebody_leaving(), people.an_active_member()
    client = signed_in(lena)
    claim = begun(client)
    mark = _mark_in(client, claim)
    Session.objects.all().delete()
    client.post(step_of(claim, "last-day"), {"last_day": "June 3rd 2026", "whose": mark})

    client.force_login(other.account)
    seen = client.get(step_of(claim, "last-day"))

    assert seen.status_code == 404
    assert "June" not in json.dumps(client.session["kept_words"])
    assert AccessEvent.objects.filter(page="claim", was_refused=True).exists()


def _mark_in(client: Client, claim: Claim) -> str:
    page = client.get(step_of(claim, "last-day")).content.decode()
    found = re.search(r'name="whose" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", ["claim_papers", "claim_check", "claim_sent"])
def test_another_members_application_is_refused_and_noted(name):
    claim = begun(signed_in(somebody_leaving()))
    other = signed_in(people.an_active_member())

    response = other.get(reverse(name, args=[claim.reference]))

    assert response.status_code == 404
    assert AccessEvent.objects.filter(page="claim", was_refused=True).exists()


def test_a_paper_arrives_with_its_status_and_is_not_missing_any_more():
    client = signed_in(somebody_leaving())
    claim = begun(client)
    fill(client, claim, typed_retirement())
    address = reverse("claim_papers", args=[claim.reference])

    client.post(address, {"which": "card", "papers": a_file("card.png")})
    page = client.get(address).content.decode()

    assert "card.png" in page
    assert "One of us looks at it by hand" in page
    assert page.count("not here yet") == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"GIF89a not a picture", "is not a PDF, JPEG or PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "is not a PDF, JPEG or PNG"),
        (b"PK\x03\x04 an archive", "is not a PDF, JPEG or PNG"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_with_its_reason(content, sentence):
    client = signed_in(somebody_leaving())
    claim = begun(client)

    response = client.post(
        reverse("claim_papers", args=[claim.reference]), {"which": "card", "papers": a_file("a.pdf", content)}
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not claim.files.exists()
