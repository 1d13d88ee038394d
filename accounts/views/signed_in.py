"""Who is signed in, and whose record a page is about, for views whose rule has made sure that there is somebody."""

from django.http import HttpRequest

from accounts.models import Person, User


def user_of(request: HttpRequest) -> User:
    """The account that is signed in."""
    assert isinstance(request.user, User)
    return request.user


def person_of(request: HttpRequest) -> Person:
    """Whose record the page is about."""
    person = user_of(request).person
    assert person is not None
    return person
