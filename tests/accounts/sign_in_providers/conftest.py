"""A real provider on loopback: allauth's own, on a server of its own, reached by HTTP as any other would be.

The server's threads share the test's database connection, so that a test needs no committed rows; the portal waits for
each answer, so the two never use it at once.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler
from django.urls import reverse

from accounts.sign_in_providers import DEMONSTRATION_NAMES, PUBLIC_ID, demonstration_provider
from notices.documents import render
from sers_portal.demonstration import agencies
from tests.factories.activation import plain_pdf

ADDRESS = re.compile(r'content="0; url=([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
REQUEST = re.compile(r'name="request" value="([^"]+)"')


class _Server(ThreadedWSGIServer):
    """Django's own, which leaves the test's connection open."""

    def _close_connections(self) -> None:
        pass


class _Handler(WSGIHandler):
    """Without the signals around a request, at which Django would close the test's connection."""

    def __call__(self, environ, start_response):
        response = self.get_response(self.request_class(environ))
        status = f"{response.status_code} {response.reason_phrase}"
        cookies = [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        start_response(status, [*response.items(), *cookies])
        return [response.content]


@dataclass
class Agency:
    """The provider, and a person's browser at it."""

    address: str
    browser: requests.Session = field(default_factory=requests.Session)

    def sign_in(self, address: str, person: str, *, action: str = "grant") -> str:
        """Choose a made-up person at the provider's page; where the browser is sent back to, as a path of the portal."""
        page = self.browser.get(address, timeout=10)
        form = {
            "csrfmiddlewaretoken": TOKEN.search(page.text)[1],
            "request": REQUEST.search(page.text)[1],
            "scopes": ["openid", "profile", "email"],
            "person": person,
            "action": action,
        }
        answer = self.browser.post(address, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@pytest.fixture(autouse=True)
def _cheap_letters(monkeypatch) -> None:
    monkeypatch.setattr(render, "pdf", plain_pdf)


@pytest.fixture(scope="session")
def _agency_key() -> str:
    """Made once: a key takes longer to make than a test to run."""
    return agencies._new_key()


@pytest.fixture
def agency(db, settings, monkeypatch, _agency_key) -> Iterator[Agency]:
    """The provider up and running, and the portal configured for it."""
    # The provider keeps codes and its key there: nobody else's tests empty it.
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    }
    shared = connections["default"]
    shared.inc_thread_sharing()
    server = _Server(("localhost", 0), QuietWSGIRequestHandler, connections_override={"default": shared})
    # An answer still being made when its test ends would fail the next one: closing waits for it.
    server.daemon_threads, server.block_on_close = False, True
    server.set_app(_Handler())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    address = f"http://localhost:{server.server_port}"
    settings.SIGN_IN_PROVIDERS = [
        demonstration_provider(one, name, address) for one, name in DEMONSTRATION_NAMES.items()
    ]
    settings.PUBLIC_ID = demonstration_provider(PUBLIC_ID, "Public ID", address)
    monkeypatch.setattr(agencies, "_new_key", lambda: _agency_key)
    agencies.set_up()
    agency = Agency(address)
    yield agency
    agency.browser.close()
    server.shutdown()
    server.server_close()
    thread.join()
    shared.dec_thread_sharing()


@pytest.fixture
def slim(settings):
    """Change one of the configured providers: `slim("ides", two_factor_amr=frozenset())`."""

    def change(provider: str, **changes: object) -> None:
        settings.SIGN_IN_PROVIDERS = [
            replace(known, **changes) if known.id == provider else known
            for known in settings.SIGN_IN_PROVIDERS
        ]

    return change


def leave(client: Client, provider: str = "ides", *, route: str = "provider_begin", **typed: str) -> str:
    """Press the provider's button; the address that the next page leads on to."""
    page = client.post(reverse(route, args=[provider]) if provider else reverse(route), typed)
    found = ADDRESS.search(page.text)
    assert found is not None, page.text
    return found[1].replace("&amp;", "&")


def arrive(client: Client, agency: Agency, person: str = "grace", *, provider: str = "ides", **typed: str):
    """The whole way: the button, the provider's page, and back. Returns the portal's answer."""
    address = leave(client, provider, **typed)
    return client.get(agency.sign_in(address, f"demonstration-{provider}:{person}"))
