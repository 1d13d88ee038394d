"""The next step of every kind of account, and what is open at each; what stale pages and late forms lead to."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts import journey
from accounts.journey import Step
from accounts.models import User
from accounts.services import account_lock
from sers_portal.base.audit import Actor
from tests import people
from tests.accounts import walking
from tests.factories.accounts import PASSWORD, a_person, an_account, app_code

pytestmark = pytest.mark.django_db


def unproven() -> User:
    user = an_account()
    EmailAddress.objects.filter(user=user).update(verified=False)
    return user


def locked() -> User:
    user = an_account(a_person())
    account_lock.lock(user, by=user.actor)
    return user


@pytest.mark.parametrize(
    ("account", "step"),
    [
        (unproven, Step.CONFIRM_EMAIL),
        (lambda: an_account(has_second_factor=False), Step.ADD_SECOND_FACTOR),
        (lambda: an_account(a_person(), has_second_factor=False), Step.ADD_SECOND_FACTOR),
        (an_account, Step.ENTER_ACTIVATION_CODE),
        (lambda: an_account(a_person()), Step.ACTIVE),
        (people.staff, Step.ACTIVE),
        (lambda: an_account(is_staff=True, has_second_factor=False), Step.ADD_SECOND_FACTOR),
        (locked, Step.LOCKED),
        (lambda: an_account(is_active=False), Step.CLOSED),
    ],
)
def test_the_next_step_of_an_account(account, step):
    assert journey.next_step(account()) == step


def test_recovery_codes_alone_are_no_second_factor():
    from accounts.services import second_factor

    user = an_account(a_person())
    second_factor.make_recovery_codes(user)
    second_factor.factors_of(user).app.delete()

    assert journey.next_step(user) == Step.ADD_SECOND_FACTOR


@pytest.mark.parametrize("page", ["member_home", "pay", "activity", "activation_enter"])
def test_without_a_second_factor_every_page_leads_to_adding_one(page):
    client = Client()
    client.force_login(an_account(a_person(), has_second_factor=False))

    assert client.get(reverse(page)).url == reverse("factor_choice")


@pytest.mark.parametrize("page", ["home", "calendar", "law", "account_locked"])
def test_public_pages_stay_open_at_every_step(page):
    client = Client()
    client.force_login(an_account(has_second_factor=False))

    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize(
    "page", ["factor_choice", "factor_add_phone", "mfa_activate_totp", "mfa_add_webauthn"]
)
def test_the_pages_of_the_step_itself_are_open_and_show_the_way(page):
    client = Client()
    client.force_login(an_account(has_second_factor=False))

    response = client.get(reverse(page))

    assert response.status_code == 200
    assert "Step 2 of 4" in response.text


def test_security_pages_are_open_while_waiting_for_the_letter():
    client = Client()
    client.force_login(an_account())

    for page in ("mfa_index", "activity", "sign_ins", "account_lock", "account_change_email"):
        assert client.get(reverse(page)).status_code == 200


def test_somebody_locked_in_the_meantime_is_signed_out():
    person = people.a_survivor()
    client = Client()
    client.force_login(person.account)
    account_lock.lock(person.account, by=Actor(None, "staff"), reason="asked by telephone")

    assert client.get(reverse("member_home")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_an_unfinished_sign_in_leads_on_to_its_second_step():
    user = an_account()
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)

    page = client.get(reverse("account_login"), follow=True)

    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert "Start over with another account" in page.text


def test_a_sign_in_that_took_too_long_leads_back_to_a_working_page_that_says_so():
    user = an_account()
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)
    session = client.session
    session["account_login"]["initiated_at"] = time.time() - 16 * 60
    session.save()

    page = client.post(reverse("mfa_authenticate"), {"code": "123456"}, follow=True)
    again = walking.sign_in(client, user.email, PASSWORD)

    assert page.redirect_chain[-1][0] == reverse("account_login")
    assert "took too long" in page.text
    assert again.url == reverse("mfa_authenticate")


def test_starting_over_with_another_account_works():
    first, second = an_account(), an_account()
    client = Client()
    walking.sign_in(client, first.email, PASSWORD)
    client.post(reverse("account_logout"), {"next": reverse("account_login")})

    asked = walking.sign_in(client, second.email, PASSWORD)
    client.post(asked.url, {"code": app_code(second)})

    assert second.email in client.get(reverse("mfa_index")).text


def test_a_stale_sign_in_page_sent_after_signing_in_elsewhere_leads_home():
    person = people.a_survivor()
    client = Client()
    client.force_login(person.account)

    response = walking.sign_in(client, person.account.email, PASSWORD)

    assert response.url == reverse("member_home")


def test_a_sign_in_form_sent_too_late_shows_a_working_sign_in_page():
    client = Client(enforce_csrf_checks=True)
    address = reverse("account_login")

    late = client.post(
        address, {"login": "x@example.org"}, headers={"referer": f"http://testserver{address}"}
    )

    assert "This form waited too long" in late.text
    assert f'href="{address}"' in late.text
    assert client.get(address).status_code == 200


def test_the_second_step_page_without_a_sign_in_leads_to_signing_in():
    response = Client().get(reverse("mfa_authenticate"), follow=True)

    assert response.redirect_chain[-1][0] == reverse("account_login")
    assert "sign in again here" in response.text


@pytest.mark.parametrize("way", ["phone", "key", "recovery", "app"])
def test_a_way_that_the_account_has_not_leads_to_those_it_has(way):
    user = an_account(has_second_factor=way != "app")
    if way == "app":
        from accounts.services import phone_codes, second_factor

        phone = phone_codes.add_phone(user, number="+12175550123", channel="text")
        phone_codes.send_code(phone, channel="text")
        second_factor.confirm_phone(user, phone, walking.texted_code())
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)

    response = client.get(reverse("mfa_authenticate_by", args=[way]))

    assert response.url == reverse("mfa_authenticate_by", args=["choose"])


def test_next_leads_only_to_pages_of_ours():
    user = an_account()
    client = Client()
    client.force_login(user)

    address = reverse("mfa_reauthenticate_by", args=["app"]) + "?next=https://evil.example/"
    response = client.post(address, {"code": app_code(user)})

    assert response.url == reverse("mfa_index")


def _grow_old(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() - 301}]
    session.save()


SENSITIVE = [
    "account_change_password",
    "account_change_email",
    "account_lock",
    "factor_add_phone",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "sign_ins",
]


@pytest.mark.parametrize("page", SENSITIVE)
def test_a_sensitive_page_asks_for_a_fresh_confirmation_before_it_shows(page):
    user = an_account()
    client = Client()
    client.force_login(user)
    _grow_old(client)

    asked = client.get(reverse(page), follow=True)
    confirmed = client.post(asked.redirect_chain[-1][0], {"code": app_code(user)})

    assert "Confirm" in asked.text
    assert confirmed.url == reverse(page)
    assert client.get(confirmed.url).status_code == 200


def test_a_form_sent_after_the_five_minutes_changes_nothing_and_is_kept_nowhere():
    user = an_account()
    client = Client()
    client.force_login(user)
    _grow_old(client)

    typed = {"email": "secret-new@example.org", "email_again": "secret-new@example.org"}
    response = client.post(reverse("account_change_email"), typed, follow=True)

    assert "nothing was changed" in response.text
    assert "secret-new" not in str(dict(client.session))
    assert User.objects.get(pk=user.pk).email == user.email


def test_a_password_is_no_fresh_confirmation_for_somebody_with_a_second_step():
    user = an_account()
    client = Client()
    client.force_login(user)
    _grow_old(client)

    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert response.url == reverse("mfa_reauthenticate_by", args=["app"])


def test_admin_is_closed_to_a_session_without_the_second_step():
    staff = people.staff("benefits.view_member")
    client = Client()
    client.force_login(staff)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()

    assert client.get("/admin/").url == reverse("account_login")
