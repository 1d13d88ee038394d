"""Every mail of an account, allauth's own too, is a row of the outbox first, and shows in the demonstration's mailbox."""

from collections.abc import Callable

import pyotp
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import account_lock, recovery, second_factor
from accounts.services.second_factor import factors_of
from notices.models import Email
from tests.accounts import walking
from tests.accounts.forms_of_identity import new_password_by_mail, signed_in
from tests.factories.accounts import PASSWORD, an_account

pytestmark = pytest.mark.django_db
STRANGER = "stranger@example.org"


def a_forgotten_password(user: User) -> None:
    Client().post(reverse("account_reset_password"), {"email": user.email})


def a_forgotten_password_of_nobody(user: User) -> None:
    Client().post(reverse("account_reset_password"), {"email": STRANGER})


def a_new_password_by_mail(user: User) -> None:
    filled = new_password_by_mail(user)
    filled.send()


def a_password_changed(user: User) -> None:
    chosen = dict.fromkeys(("password1", "password2"), walking.PASSWORD)
    signed_in(user).post(reverse("account_change_password"), {"oldpassword": PASSWORD, **chosen})


def an_address_changed(user: User) -> None:
    client = signed_in(user)
    typed = {"email": STRANGER, "email_again": STRANGER}
    asked = client.post(reverse("account_change_email"), typed)
    client.post(asked.url, {"code": walking.code_from_mail(STRANGER)})


def a_telephone_added(user: User) -> None:
    walking.add_phone(signed_in(user))


def a_telephone_removed(user: User) -> None:
    phone = walking.add_phone(signed_in(user))
    signed_in(user).post(reverse("factor_remove_phone", args=[phone.pk]))


def an_app_added(user: User) -> None:
    walking.add_phone(signed_in(user))
    second_factor.remove_authenticator(user, factors_of(user).app.pk, by=user.actor)
    client = signed_in(user)
    secret = client.get(reverse("mfa_activate_totp")).context["secret"]
    client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})


def an_app_removed(user: User) -> None:
    walking.add_phone(signed_in(user))
    signed_in(user).post(reverse("mfa_deactivate_totp"))


def recovery_codes_made(user: User) -> None:
    signed_in(user).post(reverse("mfa_view_recovery_codes"))


def a_recovery_code_used(user: User) -> None:
    code = second_factor.make_recovery_codes(user)[0]
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)
    client.post(reverse("mfa_authenticate_by", args=["recovery"]), {"code": code})


def an_account_locked(user: User) -> None:
    account_lock.lock(user, by=user.actor)


def second_steps_lost(user: User) -> None:
    recovery.begin(user, origin="test")


SAID: dict[Callable[[User], None], str] = {
    a_forgotten_password: "SERS: Choose a new password",
    a_forgotten_password_of_nobody: "SERS: You have no account under this address",
    a_new_password_by_mail: "SERS: Your password was changed",
    a_password_changed: "SERS: Your password was changed",
    an_address_changed: "SERS: Your e-mail address was changed",
    a_telephone_added: "SERS: A second step was added",
    a_telephone_removed: "SERS: A second step was removed",
    an_app_added: "SERS: A second step was added",
    an_app_removed: "SERS: A second step was removed",
    recovery_codes_made: "SERS: You have new recovery codes",
    a_recovery_code_used: "SERS: A recovery code was used",
    an_account_locked: "SERS: Your account is locked",
    second_steps_lost: "SERS: Your lost second step: one day to wait",
}


@pytest.mark.parametrize(("act", "subject"), SAID.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_the_owner_is_written_to_through_the_outbox(act, subject, client):
    user = an_account(email="ruth@example.org")
    to = STRANGER if act is a_forgotten_password_of_nobody else user.email

    act(user)

    assert subject in list(Email.objects.filter(to=to).values_list("subject", flat=True))
    assert subject in client.get(reverse("outbox")).text
    assert [message for message in mail.outbox if message.to == [to]] == []
