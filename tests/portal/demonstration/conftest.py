"""The demonstration is set up once for the tests that look at it, with a quick stand-in for the layout engine."""

from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from django.test import override_settings

from benefits.services.statements import rendering
from sers_portal.base import clock, jobs
from sers_portal.demonstration import stage

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="package")
def places(tmp_path_factory) -> dict[str, Path]:
    """Folders of the demonstration's own, far from the checkout's."""
    root = tmp_path_factory.mktemp("demonstration")
    return {"LOCAL_DIR": root, "DOCUMENTS_DIR": root / "documents", "SPOOL_DIR": root / "spool"}


# Not wider than a module: tests of another kind that run in between must find the tables empty.
@pytest.fixture(scope="module")
def set_up(django_db_setup, django_db_blocker, places):
    """The demonstration as it stands after `manage.py demonstrate`, taken down when the tests are over."""
    memory = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    hasher = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    with (
        django_db_blocker.unblock(),
        override_settings(**places, **memory, **hasher),
        mock.patch.object(clock, "today", return_value=TODAY),
        mock.patch.object(rendering, "render", return_value=b"%PDF-1.7"),
        mock.patch.object(jobs, "nudge"),
    ):
        steps = list(stage.set_up())
        yield steps
        stage.clear()


@pytest.fixture(autouse=True)
def _surroundings(settings, monkeypatch, places):
    for name, place in places.items():
        setattr(settings, name, place)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
