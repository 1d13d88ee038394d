"""Somebody who is paid, a clock that is walked, and letters that cost nothing to print."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from accounts.models import Person
from notices.documents import render
from sers_portal.base import clock
from tests import people
from tests.factories.money import a_bank_account, a_telephone, noon


class Clock:
    """The portal's time, moved by the test."""

    def __init__(self) -> None:
        self.at = noon(2026, 9, 10)

    def __call__(self) -> datetime:
        return self.at

    def walk(self, **span: int) -> None:
        """Let days or hours pass."""
        self.at += timedelta(**span)


@pytest.fixture(autouse=True)
def _cheap_letters(monkeypatch: pytest.MonkeyPatch, _own_surroundings: None) -> None:
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")
    cache.clear()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The tenth of September 2026 at noon, until the test moves it."""
    walked = Clock()
    monkeypatch.setattr(clock, "now", walked)
    return walked


@pytest.fixture
def ruth(time: Callable[[], datetime]) -> Person:
    """A retiree who is paid to a bank account, with a telephone."""
    person = people.a_retiree()
    a_bank_account(person)
    a_telephone(person.account)
    return person
