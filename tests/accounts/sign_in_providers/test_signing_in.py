"""Signing in with an account of another agency, against a real provider over HTTP."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import SecurityEvent, User
from accounts.services import account_lock
from sers_portal.base import jobs
from sers_portal.base.models import AuditEvent
from tests.accounts import walking
from tests.accounts.sign_in_providers.conftest import arrive, leave
from tests.factories.accounts import PASSWORD, a_person, an_account, app_code

pytestmark = pytest.mark.django_db
GRACE = "grace.lindholm@example.org"


def connected(user: User, person: str = "grace", provider: str = "ides") -> User:
    SocialAccount.objects.create(user=user, provider=provider, uid=f"demonstration-{provider}:{person}")
    return user


def mails() -> list[str]:
    jobs.work_off("email")
    return [message.subject for message in mail.outbox]


def test_somebody_new_with_two_factors_there_gets_an_account_and_starts_at_the_code(client, agency):
    response = arrive(client, agency)

    user = User.objects.get(email=GRACE)
    home = client.get(reverse("member_home"))
    assert response.url == reverse("member_home")
    assert home.url == reverse("activation_enter")
    assert (user.given_name, user.family_name) == ("Grace", "Lindholm")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert AuditEvent.objects.filter(verb="account.opened", subject_id=str(user.pk)).exists()
    assert {"SERS: A sign-in with another account was connected"} <= set(mails())


def test_somebody_new_with_one_factor_there_adds_a_second_one_here_first(client, agency):
    arrive(client, agency, "hugo")

    home = client.get(reverse("member_home"))
    page = client.get(reverse("factor_add_phone"))
    walking.add_phone(client)
    after = client.get(reverse("member_home"))

    assert home.url == reverse("factor_choice")
    assert "Telephone number" in page.text
    assert after.url == reverse("activation_enter")


def test_a_connected_account_comes_in_by_two_factors_there(client, agency):
    person = a_person()
    connected(an_account(person))

    response = arrive(client, agency)

    event = SecurityEvent.objects.get(user=person.account, kind="signed_in")
    assert response.url == reverse("member_home")
    assert client.get(response.url).status_code == 200
    assert event.means == "IDES unemployment insurance"


@pytest.mark.parametrize("amr", [frozenset(), frozenset({"hwk"})])
def test_our_second_step_follows_where_the_answer_carries_no_accepted_way(client, agency, slim, amr):
    user = connected(an_account(a_person()))
    slim("ides", two_factor_amr=amr)

    response = arrive(client, agency)
    before = client.get(reverse("member_home"))
    done = client.post(response.url, {"code": app_code(user)})

    assert response.url == reverse("mfa_authenticate")
    assert before.status_code == 302
    assert done.url == reverse("member_home")


def test_an_accepted_acr_counts_as_well(client, agency, slim, monkeypatch):
    from sers_portal.demonstration.agencies import AgencyAdapter

    connected(an_account(a_person()), "hugo")
    slim("ides", two_factor_acr=frozenset({"urn:two"}))
    monkeypatch.setattr(
        AgencyAdapter, "populate_id_token", lambda self, token, *rest, **more: token.update(acr="urn:two")
    )

    address = leave(client)
    response = client.get(agency.sign_in(address, "demonstration-ides:hugo"))

    assert "acr_values=urn%3Atwo" in address
    assert response.url == reverse("member_home")


def test_staff_pass_our_second_step_whatever_the_provider_asked_for(client, agency):
    connected(an_account(is_staff=True))

    response = arrive(client, agency)

    assert response.url == reverse("mfa_authenticate")


def test_a_second_step_there_is_none_for_a_later_sign_in_by_password(client, agency):
    user = connected(an_account(has_second_factor=False))
    arrive(client, agency)
    client.post(reverse("account_logout"))

    walking.sign_in(client, user.email, PASSWORD)

    assert client.get(reverse("member_home")).url == reverse("factor_choice")


def test_an_unfinished_sign_in_there_lends_its_second_step_to_no_password(client, agency):
    user = connected(an_account(a_person()))
    locked = arrive(client, agency)
    client.post(reverse("account_logout"))

    asked = walking.sign_in(client, user.email, PASSWORD)

    assert locked.url == reverse("member_home")
    assert asked.url == reverse("mfa_authenticate")


def test_an_address_that_has_an_account_is_never_connected_by_itself(client, agency):
    user = an_account(email=GRACE)

    response = arrive(client, agency)
    page = client.get(response.url)

    assert "You have an account here already" in page.text
    assert "connect nothing by an e-mail address alone" in page.text
    assert not SocialAccount.objects.filter(user=user).exists()
    assert client.get(reverse("member_home")).url.startswith(reverse("account_login"))


def test_a_work_address_is_refused_with_the_reason_and_another_one_proven(client, agency):
    response = arrive(client, agency, "wanda")
    page = client.get(response.url)
    again = client.post(response.url, {"email": "wanda.keller@illinois.gov"})
    sent = client.post(response.url, {"email": walking.EMAIL})
    done = client.post(sent.url, {"code": walking.code_from_mail()})

    user = User.objects.get(email=walking.EMAIL)
    assert "That is a work address" in page.text
    assert "There is a problem" in again.text
    assert done.url == reverse("member_home")
    assert not User.objects.filter(email__endswith="illinois.gov").exists()
    assert SocialAccount.objects.get(user=user).uid == "demonstration-ides:wanda"
    assert client.get(done.url).url == reverse("activation_enter")


def test_an_address_the_provider_has_not_proven_goes_through_our_own_mail(client, agency):
    response = arrive(client, agency, "umar")
    page = client.get(response.url)
    opened_before = User.objects.filter(email="umar.aziz@example.org").exists()
    sent = client.post(response.url, {"email": "umar.aziz@example.org"})
    client.post(sent.url, {"code": walking.code_from_mail("umar.aziz@example.org")})

    assert "has not checked that it is yours" in page.text
    assert 'value="umar.aziz@example.org"' in page.text
    assert not opened_before
    assert SocialAccount.objects.get(user__email="umar.aziz@example.org").provider == "ides"


def test_an_ordinary_sign_up_in_the_same_browser_is_not_connected_to_who_came_before(client, agency):
    came = arrive(client, agency, "wanda")
    client.post(came.url, {"email": walking.EMAIL})

    walking.sign_up(client)
    client.post(reverse("account_email_verification_sent"), {"code": walking.code_from_mail()})

    assert User.objects.get(email=walking.EMAIL).has_usable_password()
    assert not SocialAccount.objects.exists()


def test_a_locked_account_stays_locked(client, agency):
    user = connected(an_account())
    account_lock.lock(user, by=user.actor)

    response = arrive(client, agency)

    assert response.url == reverse("account_locked")
    assert client.get(reverse("member_home")).status_code == 302


def test_whoever_stops_at_the_provider_is_told_so_and_nothing_is_opened(client, agency):
    address = leave(client)
    back = agency.sign_in(address, "demonstration-ides:grace", action="deny")

    page = client.get(back, follow=True)

    assert "You stopped the sign-in with IDES unemployment insurance" in page.text
    assert not User.objects.filter(email=GRACE).exists()


def test_the_way_there_carries_pkce_a_nonce_and_a_state_and_only_our_own_way_back(client, agency):
    address = leave(client, next="https://elsewhere.example/")

    assert "code_challenge_method=S256" in address
    assert re.search(r"[?&]nonce=[\w-]{40,}", address)
    assert re.search(r"[?&]state=[\w-]{30,}", address)
    assert "elsewhere.example" not in address
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Faccounts%2Fwith%2Fides%2Fback%2F" in address


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [("/calendar/", "/calendar/"), ("https://elsewhere.example/", "/member/"), ("//x", "/member/")],
)
def test_the_page_asked_for_is_led_to_if_it_is_ours(client, agency, asked, led_to):
    connected(an_account(a_person()))

    response = arrive(client, agency, next=asked)

    assert response.url == led_to


def test_a_link_alone_signs_nobody_in(client, agency):
    response = client.get(reverse("provider_begin", args=["ides"]))

    assert response.url == reverse("account_login")


def test_the_session_gets_a_new_name_at_the_sign_in(client, agency):
    connected(an_account(a_person()))
    address = leave(client)
    before = client.session.session_key

    client.get(agency.sign_in(address, "demonstration-ides:grace"))

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_neither_tokens_nor_claims_are_kept(client, agency):
    connected(an_account(a_person()))

    arrive(client, agency)

    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()
    assert "eyJ" not in str(dict(client.session))


def test_two_tabs_each_come_back_with_their_own_state(client, agency):
    connected(an_account(a_person()))
    first, second = leave(client), leave(client, "ilogin")

    back = agency.sign_in(first, "demonstration-ides:grace")
    other = agency.sign_in(second, "demonstration-ilogin:grace")
    done = client.get(back)
    late = client.get(other)

    assert done.url == reverse("member_home")
    assert late.url == reverse("member_home")
    assert User.objects.filter(email=GRACE).count() == 0


def test_a_state_used_twice_leads_home_and_signs_nobody_else_in(client, agency):
    connected(an_account(a_person()))
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    client.get(back)

    again = client.get(back)

    assert again.url == reverse("member_home")


def test_a_lost_state_starts_the_sign_in_over_once(client, agency):
    connected(an_account(a_person()))
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    elsewhere = Client()

    restarted = elsewhere.get(back)
    done = elsewhere.get(agency.sign_in(restarted.url, "demonstration-ides:grace"))

    assert restarted.url.startswith(f"{agency.address}/demonstration/agencies/sign-in/")
    assert done.url == reverse("member_home")


def test_a_state_lost_twice_says_what_to_do_instead_of_going_round(client, agency):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    restarted = Client().get(back)

    page = Client().get(agency.sign_in(restarted.url, "demonstration-ides:grace"))

    assert page.status_code == 400
    assert "Allow cookies for this site" in page.text


def test_signing_out_ends_our_session_first_and_then_the_providers(client, agency):
    connected(an_account(a_person()))
    arrive(client, agency)

    page = client.post(reverse("account_logout"))
    address = re.search(r'content="0; url=([^"]+)"', page.text)[1].replace("&amp;", "&")
    there = agency.browser.get(address, allow_redirects=False, timeout=10)

    assert client.get(reverse("member_home")).status_code == 302
    assert "You are signed out here" in page.text
    assert '"cache"' in page.headers["Clear-Site-Data"]
    assert "id_token_hint=eyJ" in address
    assert there.headers["Location"] == "http://localhost:8000/"


def test_signing_out_stays_here_where_the_provider_is_not_to_be_asked(client, agency, slim):
    connected(an_account(a_person()))
    slim("ides", signs_out=False)
    arrive(client, agency)

    response = client.post(reverse("account_logout"))

    assert response.url == reverse("home")


def test_an_unknown_provider_is_no_page(client):
    assert client.post(reverse("provider_begin", args=["nobody"])).status_code == 404
    assert client.get(reverse("provider_callback", args=["nobody"]), {"code": "x"}).status_code == 404


def test_the_page_of_signing_in_offers_what_is_configured_and_nothing_else(client, agency, settings):
    settings.SIGN_IN_PROVIDERS = settings.SIGN_IN_PROVIDERS[:1]
    settings.PUBLIC_ID = None

    page = client.get(reverse("account_login") + "?next=/calendar/")

    assert "IDES unemployment insurance" in page.text
    assert "ILogin" not in page.text
    assert "Public ID" not in page.text
    assert page.text.count('name="next" value="/calendar/"') == 2
