"""Sessions: how long they last, who sees them, how they end; and the browser that was never seen before."""

import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from accounts.devices import COOKIE
from accounts.models import Device, Disavowal, SecurityEvent, SignIn, User
from accounts.services import sessions
from notices.models import Email
from tests import people
from tests.accounts import walking
from tests.factories.accounts import PASSWORD, an_account, app_code

pytestmark = pytest.mark.django_db

FIREFOX = {"user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}


def signed_in(user: User, client: Client | None = None, **options) -> Client:
    """A browser that signed in through both steps."""
    client = client or Client(**options)
    asked = walking.sign_in(client, user.email, PASSWORD)
    client.post(asked.url, {"code": app_code(user)})
    return client


def let_pass(client: Client, *, idle: float = 0, since_sign_in: float = 0) -> None:
    """Make the session older, by the clock on the wall."""
    session = client.session
    session[sessions.ACTIVE] -= idle
    session[sessions.BEGAN] -= since_sign_in
    session.save()


@pytest.fixture
def user() -> User:
    return people.a_survivor().account


def test_a_quarter_of_an_hour_without_a_page_ends_the_session_and_says_so(user):
    client = signed_in(user)
    let_pass(client, idle=sessions.IDLE_SECONDS + 1)

    response = client.get(reverse("member_home"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "nothing was done for 15 minutes" in response.text
    assert SESSION_KEY not in client.session
    assert SignIn.objects.get().ended_at is not None


def test_a_page_opened_in_time_begins_the_quarter_of_an_hour_anew(user):
    client = signed_in(user)
    let_pass(client, idle=sessions.IDLE_SECONDS - 60)

    client.get(reverse("member_home"))

    assert sessions.seconds_left(client.session) > sessions.IDLE_SECONDS - 5


def test_asking_for_the_time_left_is_no_sign_of_life(user):
    client = signed_in(user)
    let_pass(client, idle=600)

    left = client.get(reverse("session_left")).json()["seconds"]

    assert 290 <= left <= 300
    assert sessions.seconds_left(client.session) <= 300


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_staying_signed_in_works_with_and_without_javascript(user, accept):
    client = signed_in(user)
    let_pass(client, idle=800)

    response = client.post(reverse("session_stay"), headers={"accept": accept})

    assert response.status_code == (200 if accept == "application/json" else 302)
    assert sessions.seconds_left(client.session) > sessions.IDLE_SECONDS - 5


def test_twelve_hours_end_a_session_however_busy(user):
    client = signed_in(user)
    let_pass(client, since_sign_in=sessions.LONGEST_SECONDS + 1)

    client.post(reverse("session_stay"))

    assert client.get(reverse("member_home")).status_code == 302
    assert sessions.seconds_left(client.session) == 0


def test_moving_the_demonstrations_clock_signs_nobody_out(user):
    client = signed_in(user)
    walking.later(days=30)

    assert client.get(reverse("member_home")).status_code == 200


def test_a_session_that_no_sign_in_began_is_not_accepted(user):
    client = signed_in(user)
    session = client.session
    del session[sessions.BEGAN]
    session.save()

    assert client.get(reverse("member_home")).status_code == 302


def test_a_session_that_passed_no_second_step_is_sent_away(user):
    client = signed_in(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()

    response = client.get(reverse("member_home"), follow=True)

    assert "Sign in with it" in response.text
    assert SESSION_KEY not in client.session


def test_signing_out_ends_the_servers_session_and_clears_what_was_kept(user):
    client = signed_in(user)
    key = client.session.session_key

    response = client.post(reverse("account_logout"))

    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert stolen.get(reverse("member_home")).status_code == 302
    assert SignIn.objects.get().ended_at is not None


def test_looking_at_the_sign_out_page_signs_nobody_out(user):
    client = signed_in(user)

    client.get(reverse("account_logout"))

    assert client.get(reverse("member_home")).status_code == 200


def test_signing_in_gives_the_session_a_new_name(user):
    client = Client()
    client.get(reverse("account_login"))
    walking.sign_in(client, user.email, PASSWORD)
    before = client.session.session_key

    client.post(reverse("mfa_authenticate"), {"code": app_code(user)})

    assert client.session.session_key != before


def test_a_confirmation_gives_the_session_a_new_name_and_it_can_still_be_ended(user):
    here, there = signed_in(user), signed_in(user)
    before = there.session.session_key
    there.post(reverse("mfa_reauthenticate"), {"code": app_code(user)})

    here.post(reverse("sign_ins_end"))

    assert there.session.session_key != before
    assert there.get(reverse("member_home")).status_code == 302


def test_closing_an_account_ends_its_sessions_at_once(user):
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(reverse("member_home")).status_code == 302


def test_every_page_of_an_account_offers_to_sign_out(user):
    client = signed_in(user)

    for page in ("member_home", "mfa_index", "activity", "factor_choice"):
        assert f'action="{reverse("account_logout")}"' in client.get(reverse(page)).text


def test_one_session_of_two_is_ended_from_the_list(user):
    here, there = signed_in(user), signed_in(user, headers=FIREFOX)
    other = SignIn.objects.get(browser="Firefox on Windows")

    page = here.get(reverse("sign_ins"))
    here.post(reverse("sign_in_end", args=[other.pk]))

    assert "Firefox on Windows" in page.text
    assert there.get(reverse("member_home")).status_code == 302
    assert here.get(reverse("member_home")).status_code == 200


def test_all_other_sessions_are_ended_at_once(user):
    here, *others = [signed_in(user) for _ in range(3)]

    here.post(reverse("sign_ins_end"))

    assert [client.get(reverse("member_home")).status_code for client in others] == [302, 302]
    assert here.get(reverse("member_home")).status_code == 200


def test_somebody_elses_session_is_not_there(user):
    signed_in(user)
    row = SignIn.objects.get()
    thief = signed_in(people.a_retiree().account)

    assert thief.post(reverse("sign_in_end", args=[row.pk])).status_code == 404


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(user):
    here, there = signed_in(user), signed_in(user)
    new = "quiet river stone lamp"

    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert here.get(reverse("member_home")).status_code == 200
    assert there.get(reverse("member_home")).status_code == 302
    assert SecurityEvent.objects.filter(user=user, kind="password_changed").exists()


def test_the_first_browser_of_an_account_is_no_news_and_the_next_one_is(user):
    signed_in(user)
    first = Email.objects.filter(to=user.email).count()

    signed_in(user, headers=FIREFOX)

    assert first == 0
    body = Email.objects.get(to=user.email).body
    assert "Firefox on Windows" in body
    assert "/accounts/not-me/" in body


def test_a_browser_is_known_again_by_its_cookie_which_spares_no_second_step(user):
    client = signed_in(user)
    client.post(reverse("account_logout"))

    asked = walking.sign_in(client, user.email, PASSWORD)
    client.post(asked.url, {"code": app_code(user)})

    assert asked.url == reverse("mfa_authenticate")
    assert client.cookies[COOKIE]["httponly"]
    assert Device.objects.count() == 1
    assert not Email.objects.exists()


def test_saying_it_was_not_me_ends_everything_and_forces_a_new_password(user):
    owner, thief = signed_in(user), signed_in(user, headers=FIREFOX)
    link = walking.link_in(Email.objects.latest("created_at").body)
    mailbox = Client()

    looked = mailbox.get(link)
    still = thief.get(reverse("member_home")).status_code
    pressed = mailbox.post(link)

    user.refresh_from_db()
    assert "Was it not you" in looked.text
    assert still == 200
    assert "Choose a new password" in pressed.text
    assert [c.get(reverse("member_home")).status_code for c in (owner, thief)] == [302, 302]
    assert not user.has_usable_password()
    assert "no longer works" in mailbox.post(link).text


def test_the_link_that_says_so_is_good_for_ten_days(user):
    signed_in(user)
    signed_in(user, headers=FIREFOX)
    link = walking.link_in(Email.objects.latest("created_at").body)

    walking.later(days=9, hours=23)
    still_good = Client().get(link).text
    walking.later(hours=2)

    assert "Was it not you" in still_good
    assert "no longer works" in Client().get(link).text
    assert Disavowal.objects.get().used_at is None


def test_the_activity_page_tells_sign_ins_failures_and_changes(user):
    walking.sign_in(Client(headers=FIREFOX), user.email, "not the password")
    client = signed_in(user)
    client.post(reverse("mfa_view_recovery_codes"))

    page = client.get(reverse("activity")).text

    assert "Somebody typed a wrong password" in page
    assert "Firefox on Windows" in page
    assert "Signed in" in page
    assert "New recovery codes were made" in page


def test_the_activity_page_shows_only_ones_own(user):
    walking.sign_in(Client(), people.a_retiree().account.email, "not the password")

    page = signed_in(user).get(reverse("activity")).text

    assert "wrong password" not in page


def test_a_session_is_listed_for_no_longer_than_it_lasts():
    user = an_account()
    signed_in(user)
    walking.later(minutes=16)

    assert sessions.open_sign_ins(user) == []
