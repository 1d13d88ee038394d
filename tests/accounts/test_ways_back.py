"""The lost second step, and the locked account."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import journey
from accounts.journey import Step
from accounts.models import AccountLock, FactorRecovery, FactorTries, LetterRequest, User
from accounts.services import account_lock, phone_codes, recovery, second_factor
from accounts.services.account_lock import NotLocked, ReasonNeeded
from accounts.services.recovery import NoSuchWay, NotTheCode
from notices.models import Email, TextMessage
from sers_portal.base import clock, jobs
from sers_portal.base.models import AuditEvent
from tests import people
from tests.accounts import walking
from tests.factories.accounts import PASSWORD, a_person, an_account
from tests.factories.activation import a_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return an_account(a_person("Ruth", "Miller"))


def at_the_second_step(user: User) -> Client:
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)
    return client


def subjects(user: User) -> list[str]:
    return list(Email.objects.filter(to=user.email).values_list("subject", flat=True))


def test_lost_steps_are_recovered_by_letter_a_days_wait_and_the_letter_again(user):
    client = at_the_second_step(user)
    client.post(reverse("mfa_lost"))
    _, code = a_letter(user.person)
    waiting = client.post(reverse("mfa_lost_code"), {"code": code}, follow=True)
    walking.later(hours=23)
    early = at_the_second_step(user).post(reverse("mfa_lost_code"), {"code": code}, follow=True)
    walking.later(hours=2)
    client = at_the_second_step(user)
    page = client.get(reverse("mfa_lost"))
    done = client.post(reverse("mfa_lost_code"), {"code": code}, follow=True)

    assert "One day to wait" in waiting.text
    assert "One day to wait" in early.text
    assert "The wait is over" in page.text
    assert done.redirect_chain[-1][0] == reverse("factor_choice")
    assert journey.next_step(user) == Step.ADD_SECOND_FACTOR
    assert FactorRecovery.objects.get().done_at is not None


def test_asking_for_it_asks_for_a_letter_in_the_accounts_own_name(user):
    at_the_second_step(user).post(reverse("mfa_lost"))

    jobs.work_off("activation-request")

    request = LetterRequest.objects.get()
    assert (request.person, request.account, request.state) == (user.person, user, "issued")


def test_the_owner_is_told_on_every_channel(user):
    phone = phone_codes.add_phone(user, number="+12175550123", channel="voice")
    phone.confirmed_at = clock.now()
    phone.save()

    recovery.begin(user, origin="test")

    assert "SERS: Somebody says your second steps are lost" in subjects(user)
    assert "/accounts/stop/" in Email.objects.get(to=user.email).body
    text = TextMessage.objects.get()
    assert (text.to, text.channel) == ("+12175550123", "voice")


def test_the_stop_link_stops_it_on_the_press_of_a_button(user):
    recovery.begin(user, origin="test")
    link = walking.link_in(Email.objects.get(to=user.email).body)

    looked = Client().get(link)
    still_open = recovery.open_recovery(user)
    pressed = Client().post(link)

    assert "Stop the recovery?" in looked.text
    assert still_open is not None
    assert "is stopped" in pressed.text
    assert recovery.open_recovery(user) is None
    assert "nothing to stop" in Client().post(link).text


def test_the_same_link_works_after_the_letters_code_was_typed(user):
    recovery.begin(user, origin="test")
    first = walking.link_in(Email.objects.get(to=user.email).body)
    _, code = a_letter(user.person)
    recovery.prove(user, code)

    Client().post(first)

    assert recovery.open_recovery(user) is None


def test_the_password_alone_opens_nothing_after_the_wait(user):
    recovery.begin(user, origin="test")
    _, code = a_letter(user.person)
    recovery.prove(user, code)
    walking.later(days=2)
    thief = at_the_second_step(user)

    page = thief.post(reverse("mfa_lost_code"), {"code": "AAAAA-AAAAA"})

    assert page.status_code == 200
    with pytest.raises(NotTheCode):
        recovery.finish(user, "AAAAAAAAAA")
    assert journey.next_step(user) == Step.ACTIVE


def test_a_letter_for_somebody_else_proves_nothing(user):
    recovery.begin(user, origin="test")
    _, code = a_letter(a_person("Other"))

    response = at_the_second_step(user).post(reverse("mfa_lost_code"), {"code": code})

    assert "This code is not right" in response.text
    assert FactorRecovery.objects.get().proven_at is None


def test_a_second_step_switched_off_is_opened_again_by_a_recovery(user):
    FactorTries.objects.create(user=user, failures=100, disabled_at=clock.now())
    recovery.begin(user, origin="test")
    _, code = a_letter(user.person)
    recovery.prove(user, code)
    walking.later(hours=25)

    recovery.finish(user, code)

    assert not FactorTries.objects.filter(user=user).exists()


def test_without_a_password_nobody_gets_to_these_pages():
    for page in ("mfa_lost", "mfa_lost_code"):
        assert Client().get(reverse(page), follow=True).redirect_chain[-1][0] == reverse("account_login")


def test_beginning_twice_is_beginning_once(user):
    first = recovery.begin(user, origin="test")

    assert recovery.begin(user, origin="test") == first
    assert len(subjects(user)) == 1


def test_an_account_without_a_record_waits_only():
    user = an_account()
    row = recovery.begin(user, origin="test")

    walking.later(hours=25)
    recovery.finish(user, "")

    assert row.opens_at - row.asked_at == timedelta(hours=24)
    assert journey.next_step(user) == Step.ADD_SECOND_FACTOR


def test_staff_are_not_recovered_and_are_told_whom_to_ask():
    staff = people.staff()

    page = at_the_second_step(staff).get(reverse("mfa_lost"))

    assert "Ask an administrator" in page.text
    with pytest.raises(NoSuchWay):
        recovery.begin(staff, origin="test")


def test_an_owner_locks_the_account_and_every_session_ends(user):
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(user)

    locked = here.post(reverse("account_lock"), follow=True)

    assert "This account is locked" in locked.text
    assert there.get(reverse("member_home")).status_code == 302
    assert walking.sign_in(Client(), user.email, PASSWORD).url == reverse("account_locked")
    assert "SERS: Your account is locked" in subjects(user)


def test_only_whoever_knows_the_password_learns_of_a_lock(user):
    account_lock.lock(user, by=user.actor)

    wrong = walking.sign_in(Client(), user.email, "not the password")
    unknown = walking.sign_in(Client(), "nobody@example.org", "not the password")

    assert wrong.status_code == unknown.status_code == 200
    assert "locked" not in wrong.text


def test_a_new_letters_code_unlocks(user):
    account_lock.lock(user, by=user.actor)
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)
    client.post(reverse("account_locked"))
    _, code = a_letter(user.person)

    client.post(reverse("account_unlock"), {"code": code})

    assert not account_lock.is_locked(user)
    assert LetterRequest.objects.filter(account=user).exists()
    assert walking.sign_in(Client(), user.email, PASSWORD).url == reverse("mfa_authenticate")


def test_a_wrong_code_unlocks_nothing(user):
    account_lock.lock(user, by=user.actor)
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)

    response = client.post(reverse("account_unlock"), {"code": "AAAAA-AAAAA"})

    assert "There is a problem" in response.text
    assert account_lock.is_locked(user)


def test_staff_lock_and_unlock_with_a_reason_that_is_kept(user):
    staff = people.staff("accounts.view_user", "accounts.lock_account")
    client = Client()
    client.force_login(staff)
    pages = {name: reverse(f"admin:user_{name}", args=[user.pk]) for name in ("lock", "unlock")}

    without = client.post(pages["lock"], {"reason": ""})
    client.post(pages["lock"], {"reason": "caller knew the PIN"})
    shown = client.get(reverse("admin:accounts_user_change", args=[user.pk]))
    client.post(pages["unlock"], {"reason": "came to the office with a passport"})

    assert "Say why" in without.text
    assert "caller knew the PIN" in shown.text
    verbs = list(AuditEvent.objects.filter(by=staff.public_id).values_list("verb", "detail"))
    assert ("account.locked", {"reason": "caller knew the PIN"}) in verbs
    assert ("account.unlocked", {"reason": "came to the office with a passport"}) in verbs
    assert not account_lock.is_locked(user)


def test_staff_without_the_right_lock_nobody(user):
    client = Client()
    client.force_login(people.staff("accounts.view_user"))

    response = client.post(reverse("admin:user_lock", args=[user.pk]), {"reason": "x"})

    assert response.status_code == 403
    assert not AccountLock.objects.exists()


def test_staff_do_not_unlock_themselves():
    staff = people.staff("accounts.view_user", "accounts.lock_account")
    client = Client()
    client.force_login(staff)

    assert client.post(reverse("admin:user_unlock", args=[staff.pk]), {"reason": "x"}).status_code == 403


def test_a_lock_needs_a_reason_from_staff_and_an_unlock_needs_a_lock(user):
    staff = people.staff()

    with pytest.raises(ReasonNeeded):
        account_lock.lock(user, by=staff.actor, reason=" ")
    with pytest.raises(NotLocked):
        account_lock.unlock(user, by=staff.actor, reason="x")


def test_a_change_without_its_audit_row_does_not_happen(user, monkeypatch):
    def broken(**given):
        raise ZeroDivisionError

    monkeypatch.setattr(account_lock.audit, "record", broken)

    with pytest.raises(ZeroDivisionError):
        account_lock.lock(user, by=user.actor)
    with pytest.raises(ZeroDivisionError):
        second_factor.clear_factors(user, by=user.actor)
    assert not AccountLock.objects.exists()
