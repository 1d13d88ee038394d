"""The calendar's tests say which day it is, and nudge no worker."""

from datetime import date

import pytest

from sers_portal.base import clock, jobs


@pytest.fixture
def on_day(monkeypatch):
    """Say which day it is; November 22, 2026 unless said."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    set_day(date(2026, 11, 22))
    return set_day


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
