from datetime import date

import pytest

from sers_portal.base import clock


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))
