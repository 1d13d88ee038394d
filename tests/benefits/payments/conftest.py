from datetime import date, datetime

import pytest

from sers_portal.base import clock, jobs
from sers_portal.base.clock import SPRINGFIELD
from tests.benefits.payments.cast import TODAY


@pytest.fixture(autouse=True)
def _december(monkeypatch: pytest.MonkeyPatch) -> None:
    """December 18, 2026, the day of payment; and no workers but the test's own."""
    set_day(monkeypatch, TODAY)
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)


def set_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 12, tzinfo=SPRINGFIELD))


@pytest.fixture
def move_to(monkeypatch):
    """Go on to another day."""
    return lambda day: set_day(monkeypatch, day)
