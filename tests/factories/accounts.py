"""People, and the accounts they sign in with."""

import time
from datetime import date
from itertools import count

import pyotp
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.base import SessionBase

from accounts import journey
from accounts.models import Address, Person, User
from accounts.services import sessions

PASSWORD = "four calm words together"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


def a_person(
    given_name: str = "Ada", family_name: str = "Nowak", *, born_on: date = date(1980, 5, 17), **fields
) -> Person:
    """A person with an address on file; every one has a Member ID and SSN of their own."""
    number = next(_numbers)
    person = Person(
        member_id=fields.pop("member_id", f"{400000 + number}"),
        given_name=given_name,
        family_name=family_name,
        born_on=born_on,
        **fields,
    )
    person.set_ssn(f"{234560000 + number}")
    person.save()
    Address.objects.create(
        person=person,
        line_1="12 Elm Street",
        city="Springfield",
        state="IL",
        zip_code="62704",
        from_on=date(2015, 3, 1),
    )
    return person


def an_account(
    person: Person | None = None, *, email: str = "", has_second_factor: bool = True, **fields
) -> User:
    """An account with a confirmed e-mail address and codes from an app; without a person it is linked to no record."""
    email = email or f"somebody{next(_numbers)}@example.org"
    names = {"given_name": person.given_name, "family_name": person.family_name} if person else {}
    user = User.objects.create_user(email, PASSWORD, person=person, **{**names, **fields})
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return with_second_factor(user) if has_second_factor else user


def with_second_factor(user: User, secret: str = TOTP_SECRET) -> User:
    """The same account, with codes from an app."""
    TOTP.activate(user, secret)
    return user


def app_code(user: User, secret: str = TOTP_SECRET) -> str:
    """The code the account's app shows now, good also if it was used a moment ago by another test's sign-in."""
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    app.data.pop("last_timecode", None)
    app.save()
    return pyotp.TOTP(secret).now()


def sign_in_session(session: SessionBase, user: User) -> None:
    """Mark a session as a sign-in with both steps marks it, for an account whose mailbox is proven."""
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sessions.begin(session, user, browser="Firefox on Linux")
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    journey.mark_when_done(session, user)
    session.save()


def staff(*permissions: str, email: str = "", **fields) -> User:
    """A member of staff with a second factor and these permissions ("benefits.view_member"), and no record."""
    names = {"given_name": "Sam", "family_name": "Staff", **fields}
    user = an_account(email=email or f"staff{next(_numbers)}@example.org", is_staff=True, **names)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user
