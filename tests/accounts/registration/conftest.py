"""Letters whose layout costs nothing, and no broker to nudge."""

import pytest

from notices.documents import render
from sers_portal.base import jobs
from tests.factories.activation import plain_pdf


@pytest.fixture(autouse=True)
def _cheap(request, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    if "real_layout" not in request.fixturenames:
        monkeypatch.setattr(render, "pdf", plain_pdf)


@pytest.fixture
def real_layout() -> None:
    """For the tests that look at a letter as it is printed."""
