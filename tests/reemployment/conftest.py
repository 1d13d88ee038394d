"""Days of one's own choosing: the portal's clock stands where a test puts it."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from sers_portal.base import clock


@pytest.fixture
def set_now(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock to an instant, written with its time zone."""

    def set_to(instant: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(instant))

    return set_to


@pytest.fixture
def set_today(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Set the clock to noon of a day in Springfield."""

    def set_to(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.combine(day, time(12), clock.SPRINGFIELD))

    return set_to
