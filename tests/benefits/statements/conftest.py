"""Statements are made with the cheap renderer here; the real one has tests of its own."""

from datetime import date

import pytest

from sers_portal.base import clock, jobs


@pytest.fixture(autouse=True)
def _cheap_renderer(settings, monkeypatch) -> None:
    settings.STATEMENT_RENDERER = "tests.faults.cheap.pdf"
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 2, 2))
