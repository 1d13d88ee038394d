"""People, and the accounts they sign in with."""

from datetime import date
from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Permission

from accounts.models import Address, Person, User

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


def an_account(person: Person | None = None, *, email: str = "", **fields) -> User:
    """An account with a confirmed e-mail address; without a person it is linked to no record."""
    email = email or f"somebody{next(_numbers)}@example.org"
    names = {"given_name": person.given_name, "family_name": person.family_name} if person else {}
    user = User.objects.create_user(email, PASSWORD, person=person, **{**names, **fields})
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def with_second_factor(user: User, secret: str = TOTP_SECRET) -> User:
    """The same account, with codes from an app."""
    TOTP.activate(user, secret)
    return user


def staff(*permissions: str, email: str = "", **fields) -> User:
    """A member of staff with a second factor and these permissions ("benefits.view_member"), and no record."""
    names = {"given_name": "Sam", "family_name": "Staff", **fields}
    user = an_account(email=email or f"staff{next(_numbers)}@example.org", is_staff=True, **names)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return with_second_factor(user)
