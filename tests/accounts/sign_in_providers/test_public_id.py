"""The old Public ID: a short session that reads, and nothing else."""

import time
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.middleware import OPEN_TO_PUBLIC_ID
from accounts.models import Person, PublicId, User
from accounts.services import public_ids
from accounts.services.activation import entry
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests import people
from tests.accounts import walking
from tests.accounts.sign_in_providers.conftest import leave
from tests.factories.accounts import PASSWORD, a_person, an_account
from tests.factories.activation import a_letter, returned

pytestmark = pytest.mark.django_db
SUBJECT = "public-id:nobody"


@pytest.fixture
def person(agency) -> Person:
    """Sofia, with a Public ID and no account."""
    survivor = people.a_survivor()
    User.objects.filter(pk=survivor.account.pk).update(person=None)
    survivor = Person.objects.get(pk=survivor.pk)
    public_ids.load([(SUBJECT, survivor.member_id)], by=SYSTEM)
    return survivor


def come(client: Client, agency):
    return client.get(agency.sign_in(leave(client, "", route="public_id"), SUBJECT))


def test_a_public_id_opens_the_own_record_with_a_banner_and_a_time(client, agency, person):
    response = come(client, agency)
    page = client.get(response.url)

    assert page.status_code == 200
    assert "You are looking with your Public ID" in page.text
    assert reverse("public_id_moving") in page.text
    assert "data-idle" not in page.text
    assert not SocialAccount.objects.exists()
    assert AuditEvent.objects.filter(verb="public_id.signed_in", person=person.public_id).exists()


@pytest.mark.parametrize("route", sorted(OPEN_TO_PUBLIC_ID))
def test_it_reads(client, agency, person, route):
    come(client, agency)
    arguments = [clock.today().year] if route in ("pay_year", "payments_year") else []

    page = client.get(reverse(route, args=arguments), follow=True)

    # A survivor has no pay, and so no year of it.
    assert page.status_code == (404 if route == "pay_year" else 200)
    assert route == "pay_year" or "You are looking with your Public ID" in page.text


@pytest.mark.parametrize(
    "route",
    [
        "mfa_index",
        "account_change_email",
        "activity",
        "connections",
        "activation_enter",
        "registration_start",
        "mfa_add_webauthn",
    ],
)
def test_it_opens_nothing_that_needs_a_second_step(client, agency, person, route):
    come(client, agency)

    page = client.get(reverse(route))

    assert page.status_code == 403
    assert "This does not open with a Public ID" in page.text


@pytest.mark.parametrize("route", ["member_home", "pay", "activation_enter", "session_stay"])
def test_it_sends_nothing(client, agency, person, route):
    come(client, agency)

    page = client.post(reverse(route), {"code": "X"})

    assert page.status_code == 403
    assert "Nothing was changed" in page.text


def test_it_opens_no_staff_page(client, agency, person):
    come(client, agency)

    page = client.get("/admin/", follow=True)

    assert "Staff" not in page.text or page.status_code == 403
    assert page.redirect_chain == [] or page.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_a_letter_can_be_asked_for_meanwhile(client, agency, person):
    come(client, agency)
    facts = {
        "family_name": person.family_name,
        "born_on": f"{person.born_on:%m/%d/%Y}",
        "number": person.member_id,
        "zip_code": "62704",
    }

    response = client.post(reverse("activation_request"), facts)

    assert response.url == reverse("activation_requested")
    assert client.get(reverse("member_home")).status_code == 200


def test_it_lasts_a_quarter_of_an_hour_and_nothing_lengthens_it(client, agency, person, monkeypatch):
    come(client, agency)
    now = time.time()
    monkeypatch.setattr(public_ids.time, "time", lambda: now + 14 * 60)
    still = client.get(reverse("pay"))
    monkeypatch.setattr(public_ids.time, "time", lambda: now + 15 * 60 + 1)

    over = client.get(reverse("pay"), follow=True)

    assert still.status_code == 200
    assert over.redirect_chain[-1][0] == reverse("public_id")
    assert "Your time with the Public ID is over" in over.text


def test_signing_out_ends_it_here_and_there(client, agency, person):
    come(client, agency)

    page = client.post(reverse("account_logout"))

    assert "You are signed out here" in page.text
    assert client.get(reverse("member_home")).url.startswith(reverse("account_login"))


def test_the_session_gets_a_new_name(client, agency, person):
    address = leave(client, "", route="public_id")
    before = client.session.session_key

    client.get(agency.sign_in(address, SUBJECT))

    assert client.session.session_key != before


def test_somebody_signed_in_stays_who_they_are(client, agency, person):
    client.force_login(an_account(a_person()))
    address = leave(client, "", route="public_id")

    client.get(agency.sign_in(address, SUBJECT))

    assert public_ids.SESSION not in client.session


def test_signing_in_properly_ends_the_reading(client, agency, person):
    come(client, agency)
    user = an_account(has_second_factor=False)

    response = walking.sign_in(client, user.email, PASSWORD)

    assert response.status_code == 302, response.text
    assert public_ids.SESSION not in client.session
    assert client.get(reverse("member_home")).url == reverse("factor_choice")


@pytest.mark.parametrize(("days", "opens"), [(9, True), (10, True), (11, False)])
def test_it_works_until_ten_days_after_the_letter_was_mailed(client, agency, person, days, opens):
    a_letter(person, mailed_days_ago=days)

    response = come(client, agency)

    assert (response.status_code == 302) is opens
    assert opens or "ten days after that" in response.text


def test_a_letter_that_is_not_mailed_yet_ends_nothing(client, agency, person):
    a_letter(person, mailed_days_ago=None)

    assert come(client, agency).status_code == 302


def test_a_letter_that_came_back_ends_nothing(client, agency, person):
    letter, _code = a_letter(person, mailed_days_ago=30)
    returned(letter)

    assert come(client, agency).status_code == 302


def test_using_the_code_ends_it_also_in_a_session_under_way(client, agency, person):
    come(client, agency)
    _letter, code = a_letter(person)
    account = an_account()
    entry.enter_code(account=account, code=code, by=account.actor)

    over = client.get(reverse("member_home"))
    again = come(client, agency)

    assert over.url == reverse("public_id")
    assert "You have an account of your own now" in again.text


def test_an_account_of_ones_own_ends_it(client, agency, person):
    an_account(person)

    assert "You have an account of your own now" in come(client, agency).text


def test_the_record_of_the_dead_stays_closed(client, agency, person):
    Person.objects.filter(pk=person.pk).update(died_on=clock.today())

    assert "This Public ID opens nothing here" in come(client, agency).text


def test_a_stranger_is_told_what_to_do(client, agency):
    response = come(client, agency)

    assert "This Public ID is not known here" in response.text
    assert reverse("account_signup") in response.text
    assert client.get(reverse("member_home")).status_code == 302


def test_after_the_last_day_the_page_explains_and_leads_to_signing_up(client, agency, person, settings):
    come(client, agency)
    settings.PUBLIC_ID_ENDS_ON = clock.today() - timedelta(days=1)

    page = client.get(reverse("public_id"))
    pressed = client.post(reverse("public_id"))

    assert "The Public ID is no longer used here" in page.text
    assert reverse("account_signup") in page.text
    assert "no longer used" in pressed.text
    assert client.get(reverse("member_home")).status_code == 302
    assert reverse("public_id") not in client.get(reverse("account_login")).text


def test_the_last_day_is_a_day_it_works(client, agency, person, settings):
    settings.PUBLIC_ID_ENDS_ON = clock.today()

    assert come(client, agency).status_code == 302


def test_it_connects_and_confirms_nothing(client, agency, person):
    client.force_login(an_account())

    assert client.post(reverse("provider_connect", args=["public-id"])).status_code == 404
    assert client.post(reverse("provider_confirm_with", args=["public-id"])).status_code == 404
    assert client.post(reverse("provider_begin", args=["public-id"])).url == reverse("account_login")


def test_public_ids_are_loaded_from_a_file_and_kept_as_hashes(tmp_path, capsys):
    person, file = a_person(), tmp_path / "ids.csv"
    file.write_text(f"subject,member_id\nabc-1,{person.member_id}\n")

    call_command("load_public_ids", str(file))
    call_command("load_public_ids", str(file))

    row = PublicId.objects.get()
    assert row.person == person
    assert "abc-1" not in row.subject_index
    assert capsys.readouterr().out.splitlines() == [
        "1 recorded, 0 known already.",
        "0 recorded, 1 known already.",
    ]


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        ("who,member_id\na,1\n", "must have the columns"),
        ("subject,member_id\n,1\n", "without subject"),
        ("subject,member_id\na,999999\n", "1 of the file's lines"),
        ("subject,member_id\na,{known}\nb,{known}\n", "1 of the file's lines"),
    ],
)
def test_a_bad_file_is_said_to_be_one(tmp_path, content, advice):
    file = tmp_path / "ids.csv"
    file.write_text(content.format(known=a_person().member_id))

    with pytest.raises(CommandError, match=advice):
        call_command("load_public_ids", str(file))
