"""Every form of identity, filled in right: who fills it in, where it is sent, and what stands in it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pyotp
from django.test import Client
from django.urls import reverse

from accounts.allauth.arrivals import ARRIVAL
from accounts.models import User
from accounts.services import account_lock, recovery, second_factor
from accounts.services.provider_accounts import Arrival
from notices.models import Email
from tests.accounts import walking
from tests.factories.accounts import PASSWORD, a_person, an_account, app_code, staff
from tests.factories.activation import a_letter, answers, somebody_registered, typed_by

CHOSEN = "violet kettle drummer seven"
# Of those the portal signs in with; the tests of the forms answer for it.
PROVIDER = "ides"


@dataclass(frozen=True)
class Filled:
    """A form in a browser, filled in right. What is `secret` is never sent back to the browser."""

    client: Client
    address: str
    answers: dict[str, str]
    secret: tuple[str, ...] = ()
    # Fields that take any words: a password, the name of a key, a reason, the page to go to afterwards.
    takes_anything: tuple[str, ...] = ()
    # Fields whose fault is said above the form only, so that nobody learns which of two was wrong.
    said_above: tuple[str, ...] = field(default=())

    def send(self, **changes: str):
        return self.client.post(self.address, {**self.answers, **changes})


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at_the_second_step(user: User) -> Client:
    client = Client()
    walking.sign_in(client, user.email, PASSWORD)
    return client


def with_telephone(user: User) -> User:
    """The account with a telephone; half a minute later another code can be sent."""
    walking.add_phone(signed_in(user))
    walking.later(minutes=1)
    return user


def sign_up() -> Filled:
    typed = {
        "email": walking.EMAIL,
        "email_again": walking.EMAIL,
        "given_name": "Nora",
        "family_name": "Quist",
        "password": CHOSEN,
    }
    return Filled(Client(), reverse("account_signup"), typed, ("password",), ("password",))


def code_of_the_mail() -> Filled:
    walking.sign_up(Client(), password=CHOSEN)
    typed = {"email": walking.EMAIL, "password": CHOSEN, "code": walking.code_from_mail()}
    address = reverse("account_email_verification_sent")
    return Filled(Client(), address, typed, ("password",), ("password",))


def sign_in() -> Filled:
    typed = {"login": an_account().email, "password": PASSWORD}
    return Filled(Client(), reverse("account_login"), typed, ("password",), said_above=("login", "password"))


def lost_password() -> Filled:
    return Filled(Client(), reverse("account_reset_password"), {"email": an_account().email})


def new_password_by_mail(user: User | None = None) -> Filled:
    user, client = user or an_account(), Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = (
        Email.objects.filter(to=user.email).latest("created_at").body.split("http://testserver")[1].split()[0]
    )
    form = client.get(link, follow=True).redirect_chain[-1][0]
    both = ("password1", "password2")
    return Filled(client, form, dict.fromkeys(both, CHOSEN), both, both)


def new_password() -> Filled:
    both = ("password1", "password2")
    typed = {"oldpassword": PASSWORD, **dict.fromkeys(both, CHOSEN)}
    address = reverse("account_change_password")
    return Filled(signed_in(an_account()), address, typed, (*both, "oldpassword"), both)


def new_address() -> Filled:
    typed = {"email": "new@example.org", "email_again": "new@example.org"}
    return Filled(signed_in(an_account()), reverse("account_change_email"), typed)


def password_again() -> Filled:
    client = Client()
    user = an_account(has_second_factor=False)
    client.force_login(user)
    return Filled(client, reverse("account_reauthenticate"), {"password": PASSWORD}, ("password",))


def code_of_the_app() -> Filled:
    user = an_account()
    address = reverse("mfa_authenticate_by", args=["app"])
    return Filled(at_the_second_step(user), address, {"code": app_code(user)})


def code_of_the_telephone() -> Filled:
    user = with_telephone(an_account(has_second_factor=False))
    client = at_the_second_step(user)
    address = reverse("mfa_authenticate_by", args=["phone"])
    return Filled(client, address, {"code": walking.texted_code()})


def recovery_code() -> Filled:
    user = an_account()
    code = second_factor.make_recovery_codes(user)[0]
    return Filled(at_the_second_step(user), reverse("mfa_authenticate_by", args=["recovery"]), {"code": code})


def code_again() -> Filled:
    user = an_account()
    return Filled(signed_in(user), reverse("mfa_reauthenticate"), {"code": app_code(user)})


def new_telephone() -> Filled:
    typed = {"number": walking.PHONE, "channel": "text"}
    return Filled(signed_in(an_account()), reverse("factor_add_phone"), typed)


def first_code_of_a_telephone() -> Filled:
    client = signed_in(an_account())
    asked = client.post(reverse("factor_add_phone"), {"number": walking.PHONE, "channel": "text"})
    return Filled(client, asked.url, {"code": walking.texted_code()})


def new_app() -> Filled:
    client = signed_in(an_account(has_second_factor=False))
    secret = client.get(reverse("mfa_activate_totp")).context["secret"]
    return Filled(client, reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})


def new_key() -> Filled:
    typed = {"name": "blue key", "credential": "{}"}
    # No field of the page holds what the key answers: its fault is said above.
    return Filled(signed_in(an_account()), reverse("mfa_add_webauthn"), typed, (), ("name",), ("credential",))


def letter_asked_for() -> Filled:
    typed = {"family_name": "Nowak", "born_on": "05/17/1980", "number": "234-56-7890", "zip_code": "62704"}
    return Filled(Client(), reverse("activation_request"), typed, ("number",))


def code_of_the_letter() -> Filled:
    _, code = a_letter(a_person())
    return Filled(signed_in(an_account()), reverse("activation_enter"), {"code": code})


def registration() -> Filled:
    account, person = an_account(), a_person()
    typed_by(account, person)
    secret = ("pin", "pin_again", "number")
    return Filled(signed_in(account), reverse("registration_start"), answers(account, person), secret)


def new_pin() -> Filled:
    both = ("pin", "pin_again")
    return Filled(
        signed_in(somebody_registered()), reverse("registration_pin"), dict.fromkeys(both, "9040"), both
    )


def code_of_a_lost_step() -> Filled:
    user = an_account(a_person())
    client = at_the_second_step(user)
    recovery.begin(user, origin="test")
    _, code = a_letter(user.person)
    return Filled(client, reverse("mfa_lost_code"), {"code": code})


def code_that_unlocks() -> Filled:
    user = an_account(a_person())
    account_lock.lock(user, by=user.actor)
    client = at_the_second_step(user)
    _, code = a_letter(user.person)
    return Filled(client, reverse("account_unlock"), {"code": code})


def pin_of_a_caller() -> Filled:
    row = somebody_registered(email="rhea@example.org").registrations.get()
    client = signed_in(staff("accounts.view_registration", "accounts.check_identity"))
    address = reverse("admin:accounts_registration_change", args=[row.pk])
    return Filled(client, address, {"purpose": "asks for a form", "pin": "8265"}, ("pin",), ("purpose",))


def reason_of_a_lock() -> Filled:
    client = signed_in(staff("accounts.view_user", "accounts.lock_account"))
    address = reverse("admin:user_lock", args=[an_account().pk])
    return Filled(client, address, {"reason": "reported by telephone"}, (), ("reason",))


def sign_in_elsewhere() -> Filled:
    typed = {"next": reverse("pay")}
    return Filled(Client(), reverse("provider_begin", args=[PROVIDER]), typed, takes_anything=("next",))


def connection_with_elsewhere() -> Filled:
    return Filled(signed_in(an_account()), reverse("provider_connect", args=[PROVIDER]), {})


def confirmation_elsewhere() -> Filled:
    address, typed = reverse("provider_confirm_with", args=[PROVIDER]), {"next": reverse("pay")}
    return Filled(signed_in(an_account()), address, typed, takes_anything=("next",))


def address_of_somebody_from_elsewhere() -> Filled:
    client = Client()
    who = Arrival(PROVIDER, "subject-1", "Nora", "Quist").as_dict()
    session = client.session
    session[ARRIVAL] = {"who": who, "email": "", "reason": "missing", "sign_out": "", "at": time.time()}
    session.save()
    return Filled(client, reverse("provider_email"), {"email": walking.EMAIL})


def sign_in_with_a_public_id() -> Filled:
    return Filled(Client(), reverse("public_id"), {})


FORMS: dict[str, Callable[[], Filled]] = {
    make.__name__.replace("_", " "): make
    for make in (
        sign_up,
        code_of_the_mail,
        sign_in,
        lost_password,
        new_password_by_mail,
        new_password,
        new_address,
        password_again,
        code_of_the_app,
        code_of_the_telephone,
        recovery_code,
        code_again,
        new_telephone,
        first_code_of_a_telephone,
        new_app,
        new_key,
        letter_asked_for,
        code_of_the_letter,
        registration,
        new_pin,
        code_of_a_lost_step,
        code_that_unlocks,
        pin_of_a_caller,
        reason_of_a_lock,
        sign_in_elsewhere,
        connection_with_elsewhere,
        confirmation_elsewhere,
        address_of_somebody_from_elsewhere,
        sign_in_with_a_public_id,
    )
}
FIELDS = {
    "sign up": ["email", "email_again", "given_name", "family_name", "password"],
    "code of the mail": ["email", "password", "code"],
    "sign in": ["login", "password"],
    "lost password": ["email"],
    "new password by mail": ["password1", "password2"],
    "new password": ["oldpassword", "password1", "password2"],
    "new address": ["email", "email_again"],
    "password again": ["password"],
    "new telephone": ["number", "channel"],
    "new key": ["name", "credential"],
    "letter asked for": ["family_name", "born_on", "number", "zip_code"],
    "registration": [
        "email",
        "email_again",
        "given_name",
        "family_name",
        "phone",
        "phone_kind",
        "born_on",
        "pin",
        "pin_again",
        "number",
    ],
    "new pin": ["pin", "pin_again"],
    "pin of a caller": ["purpose", "pin"],
    "reason of a lock": ["reason"],
    "sign in elsewhere": ["next"],
    # A button alone: sent too late, and sent twice.
    "connection with elsewhere": [],
    "confirmation elsewhere": ["next"],
    "address of somebody from elsewhere": ["email"],
    "sign in with a public id": [],
}
EVERY_FIELD = [(form, name) for form in FORMS for name in FIELDS.get(form, ["code"])]
