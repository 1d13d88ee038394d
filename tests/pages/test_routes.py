"""Every address of the portal, walked as a stranger, as another member, and as staff without the right.

A new page without a rule fails here, and so does one that answers to somebody it should refuse.
"""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sers_portal.base.access import rule_of
from sers_portal.base.models import AccessEvent
from sers_portal.middleware import _guards_itself
from tests import people

# What stands in an address for what the route asks for.
SAMPLES = {
    "reference": "R-0000-0000",
    "year": "2025",
    "uuid": str(uuid.UUID(int=7)),
    "int": "1",
    "str": "x",
    "path": "x",
    "slug": "x",
}
# Open to strangers by nature: signing in and what leads to it.
SIGNING_IN = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def every_route(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Each address with samples in it, and its route."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + _fill(entry)
        if isinstance(entry, URLResolver):
            yield from every_route(entry, address)
        else:
            yield address, entry


def _fill(entry: URLPattern | URLResolver) -> str:
    pattern = str(entry.pattern)
    if "(?P<" in pattern:
        known = {
            "account_reset_password_from_key": "password/reset/key/1-x/",
        }
        return known.get(getattr(entry, "name", ""), "")
    for name, converter in entry.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        sample = SAMPLES.get(name, SAMPLES.get(kind, "x"))
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            pattern = pattern.replace(written, sample)
    return pattern


ROUTES = list(every_route())
RULED = [(address, route) for address, route in ROUTES if rule_of(route.callback)]
OF_MEMBERS = [address for address, route in RULED if rule_of(route.callback).name == "member"]
OF_STAFF = [address for address, route in RULED if rule_of(route.callback).name == "staff"]
OF_ADMIN = [address for address, _ in ROUTES if address.startswith("/admin/") and "login" not in address]
LISTS_OF_ADMIN = [
    address for address, route in ROUTES if (route.name or "").endswith(("_changelist", "_add"))
]
OF_ACCOUNTS = [address for address, route in RULED if rule_of(route.callback).name == "account"]
OF_ALLAUTH = [
    address
    for address, route in ROUTES
    if route.callback.__module__.startswith("allauth.") and route.name not in SIGNING_IN
]


def test_every_route_carries_a_rule_or_guards_itself():
    bare = [
        address
        for address, route in ROUTES
        if not rule_of(route.callback) and not _guards_itself(route.callback)
    ]

    assert bare == []


def test_the_walk_meets_pages_of_every_sort():
    assert len(OF_MEMBERS) >= 7
    assert len(OF_ADMIN) >= 5
    assert len(OF_ACCOUNTS) >= 8


def test_no_address_of_a_member_holds_a_members_number():
    ids = [address for address in OF_MEMBERS if "/1/" in address]

    assert ids == []


# Somebody who walks costs more than the walk: one test walks all addresses, and names each that answers wrongly.
@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_everywhere():
    client = Client()

    answers = {address: client.get(address) for address in OF_MEMBERS + OF_STAFF + OF_ACCOUNTS + OF_ALLAUTH}

    wrong = {
        address: (answer.status_code, answer.headers.get("Location"))
        for address, answer in answers.items()
        if answer.status_code != 302 or not answer.url.startswith(("/accounts/", "/admin/login/"))
    }
    assert wrong == {}


@pytest.mark.django_db
def test_a_member_is_refused_every_page_of_staff():
    client = Client()
    client.force_login(people.a_survivor().account)

    answers = {address: client.get(address, follow=True).status_code for address in OF_STAFF + OF_ADMIN}

    assert {address: status for address, status in answers.items() if status not in (403, 404)} == {}


@pytest.mark.django_db
def test_staff_without_the_right_are_refused_everywhere_and_each_time_it_is_noted():
    client = Client()
    client.force_login(people.staff())
    refused = AccessEvent.objects.filter(was_refused=True)

    answers = {}
    for address in OF_STAFF + LISTS_OF_ADMIN:
        before = refused.count()
        answers[address] = (client.get(address).status_code, refused.count() - before)

    assert {address: answer for address, answer in answers.items() if answer != (403, 1)} == {}


@pytest.mark.django_db
def test_staff_without_a_second_factor_are_sent_to_set_one_up():
    client = Client()
    client.force_login(people.an_account(is_staff=True, is_superuser=True, has_second_factor=False))

    response = client.get("/admin/", follow=True)

    assert response.redirect_chain == [(reverse("factor_choice"), 302)]
