"""Signed-in clients for the page tests, and papers that cost nothing."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Person
from notices.documents import render


@pytest.fixture(autouse=True)
def _no_earlier_tries(_own_surroundings: None) -> None:
    """Limits on tries are counted in the cache: each test starts with none."""
    cache.clear()


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A client signed in as a person of the cast."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person.account)
        return client

    return sign_in


@pytest.fixture
def cheap(monkeypatch) -> None:
    """Nothing is laid out: what is tested is not how it looks."""
    monkeypatch.setattr(render, "pdf", lambda template, context: f"%PDF {template}".encode())
    monkeypatch.setattr(render, "large_print", lambda template, context: f"%PDF large {template}".encode())
