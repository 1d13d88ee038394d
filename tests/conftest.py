"""What every test stands on: its own Redis database and document folder, a cheap hasher, no reach outside."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, TransactionTestCase
from django.utils import translation
from pytest_socket import socket_allow_hosts

from tests.clearing import clear_after

# Says what a page's faults are, as a test module would.
pytest.register_assert_rewrite("tests.browser.accessible")


def pytest_runtest_setup(item: pytest.Item) -> None:
    # The test's own servers only: PostgreSQL, Redis and the site under test listen on this machine.
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


def own_caches(settings) -> dict[str, dict]:
    """Django's setting CACHES with a Redis database that no other worker uses."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    redis = settings.REDIS_URL.rsplit("/", 1)[0] + f"/{1 + int(worker.removeprefix('gw')) % 14}"
    return {"default": {**settings.CACHES["default"], "LOCATION": redis}}


@pytest.fixture(autouse=True)
def _own_surroundings(settings, tmp_path: Path) -> None:
    settings.CACHES = own_caches(settings)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.SPOOL_DIR = tmp_path / "spool"


@pytest.fixture(scope="session", autouse=True)
def _cleared_in_a_moment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", clear_after)
        yield


@pytest.fixture(autouse=True)
def _english() -> None:
    """The language of a test's last request stays with its thread: each test begins in English."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def _forced_sign_ins_pass_both_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """`client.force_login` begins the same session as a sign-in with password and second step does."""
    from tests.factories.accounts import sign_in_session

    force = Client.force_login

    def force_login(client: Client, user, backend: str | None = None) -> None:
        force(client, user, backend)
        sign_in_session(client.session, user)

    monkeypatch.setattr(Client, "force_login", force_login)
