"""Ordinary rate limits begin anew with each test; what guards identity lives in the test's own transaction."""

import pytest
from django.core.cache import cache

from sers_portal.base import jobs


@pytest.fixture(autouse=True)
def _no_tries_yet(_own_surroundings, monkeypatch) -> None:
    cache.clear()
    # No broker to nudge.
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
