"""One live server and one browser for all browser tests of a worker, with the cast's sign-ins saved.

The tests are two groups, about equally long: each of two workers has one of them, with a server and browser of its own.

The rows are committed, so that the server's threads see them, and wiped when the last browser test has run. Playwright
keeps an event loop running in the tests' thread, in which Django would refuse the queries of pytest-django's own
transaction around each test: hence DJANGO_ALLOW_ASYNC_UNSAFE, for these tests only.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import SecurityEvent, User
from accounts.services import security_events
from benefits.models import Statement
from benefits.services import payment_calendar
from notices.documents import storage
from notices.services.emails import queue_email
from notices.services.letters import queue_letter
from notices.services.texts import queue_text
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM
from tests import people
from tests.browser.accessible import NARROW
from tests.conftest import own_caches
from tests.factories.accounts import PASSWORD, an_account, app_code, sign_in_session
from tests.factories.activation import somebody_registered, somebody_registering

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("test_*.py"))
SECONDS_FRESH = 150
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Without it pytest-django would make no test database for a run of browser tests alone.
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.xdist_group(f"browser, {_half(item)} half"))


def _half(item: pytest.Item) -> str:
    """Files take turns; of the sweep, a stranger's pages are one half: a page is kept for each who looks."""
    if item.path.name == "test_every_page.py":
        return "second" if item.callspec.params.get("who") else "first"
    return ("first", "second")[FILES.index(item.path) % 2]


@dataclass(frozen=True)
class Site:
    """The server's address, and what the tests need to know of its rows."""

    address: str
    emails: dict[str, str]
    statement: str


@pytest.fixture(autouse=True)
def _own_surroundings() -> None:
    """The server's settings hold for the whole package (see `site`): none of a single test's own."""


@pytest.fixture(scope="package")
def site(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Site]:
    """The portal on a port of its own, with the cast in it."""
    surroundings = override_settings(
        CACHES=own_caches(django_settings),
        DOCUMENTS_DIR=tmp_path_factory.mktemp("documents"),
        SPOOL_DIR=tmp_path_factory.mktemp("spool"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ALLOWED_HOSTS=[*django_settings.ALLOWED_HOSTS, "localhost"],
        ACCOUNT_RATE_LIMITS=False,
    )
    is_unsafe = pytest.MonkeyPatch.context()
    with django_db_blocker.unblock(), surroundings, is_unsafe as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # What is committed here is wiped afterwards: never in a database that holds anything else.
        assert connection.settings_dict["NAME"].startswith("test_")
        cache.clear()
        emails, statement = _cast()
        server = LiveServer("localhost")
        # The server's threads are waited for when it stops, so that none holds the database open after that.
        server.thread.httpd.daemon_threads = False
        yield Site(server.url, emails, statement)
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


def _cast() -> tuple[dict[str, str], str]:
    cast = {
        "active": people.an_active_member(years=4).account,
        "inactive": people.an_inactive_member().account,
        "retired": people.a_retiree().account,
        "survivor": people.a_survivor().account,
        "unlinked": people.somebody_unlinked(),
        "registering": somebody_registering(),
        "registered": somebody_registered(),
        "staff": people.staff("benefits.view_member"),
        "superuser": an_account(email="superuser@example.org", is_staff=True, is_superuser=True),
    }
    for year in (clock.today().year, clock.today().year + 1):
        payment_calendar.publish_year(year=year, by=SYSTEM)
    _messages()
    statement = Statement.objects.get(person=cast["active"].person)
    return {who: account.email for who, account in cast.items()}, str(statement.pk)


def _messages() -> None:
    """One of each for the demonstration's mailbox."""
    kept = storage.keep(b"%PDF-1.7", id=uuid.uuid4(), kind="letter", title="Your activation code")
    lines = ["12 Elm Street", "Springfield, IL 62704"]
    queue_letter(key="browser", kind="letter", recipient="Ada", address_lines=lines, document=kept)
    queue_email(key="browser", to="ada@example.org", subject="Hello", body="http://localhost/ " + "long" * 40)
    soon = clock.now() + timedelta(minutes=10)
    text = {"to": "+12175550123", "body": "493016", "language": "en", "expires_at": soon}
    queue_text(key="browser text", channel="text", **text)
    queue_text(key="browser call", channel="voice", **text)


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield launched
        launched.close()
        # With an event loop running Django keeps connections apart from the ordinary ones: closed while it still runs.
        connections.close_all()


@pytest.fixture(scope="package")
def saved_sign_ins(site: Site) -> Callable[[str], dict]:
    """What the browser of somebody of the cast holds after both steps; kept while that counts as a fresh confirmation.

    The session is written beside the site: the pages to sign in by are walked in the tests about them (`sign_in`).
    """
    saved: dict[str, tuple[float, dict]] = {}

    def of(who: str) -> dict:
        if not who:
            return {}
        if who not in saved or time.monotonic() - saved[who][0] > SECONDS_FRESH:
            saved[who] = (time.monotonic(), _signed_in(site.emails[who]))
        return saved[who][1]

    return of


def _signed_in(email: str) -> dict:
    """Chromium's storage with the cookie of a new session."""
    cookie = {
        "name": django_settings.SESSION_COOKIE_NAME,
        "value": committed(_session_of, email),
        "domain": "localhost",
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
    return {"cookies": [cookie], "origins": []}


def _session_of(email: str) -> str:
    """The key of a session as it is after password and second step, with its line in the account's diary."""
    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sign_in_session(session, user)
    security_events.note(user, SecurityEvent.Kind.SIGNED_IN, browser="Firefox on Linux")
    return str(session.session_key)


@pytest.fixture
def open_as(browser: Browser, saved_sign_ins) -> Iterator[Callable[..., BrowserContext]]:
    """A new window as somebody of the cast; "" is a stranger."""
    opened: list[BrowserContext] = []

    def open_window(who: str, **options) -> BrowserContext:
        context = browser.new_context(storage_state=saved_sign_ins(who) or None, **options)
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture(scope="package")
def kept_page(browser: Browser, saved_sign_ins, site: Site) -> Callable[..., tuple[Page, list[str]]]:
    """One narrow page for each of the cast and each language, with what its console says from now on.

    It is kept with its cache, and with the process that draws it, which takes longer to start than most pages take to
    draw; and with axe, which takes as long to hand over each time. For tests that only look.
    """
    kept: dict[tuple[str, str], tuple[Page, list[str]]] = {}

    def page_of(who: str, language: str = "en") -> tuple[Page, list[str]]:
        if (who, language) not in kept or kept[who, language][0].is_closed():
            window = browser.new_context(viewport=NARROW)
            chosen = {"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.address}
            window.add_cookies([chosen])
            window.add_init_script(AXE_SCRIPT)
            page = window.new_page()
            kept[who, language] = page, _heard(page)
        page, heard = kept[who, language]
        # A page that asks for a fresh confirmation is looked at itself, not the question, however long the tests take.
        page.context.add_cookies(saved_sign_ins(who).get("cookies", []))
        heard.clear()
        return page, heard

    return page_of


def _heard(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def committed(write: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Write rows that the server sees at once: in a thread of its own, outside this test's transaction."""

    def write_and_close() -> Any:
        try:
            return write(*args, **options)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(write_and_close).result()


def app_code_of(email: str) -> str:
    """The code that the account's app shows now."""
    return committed(lambda: app_code(User.objects.get(email=email)))


def sign_in(page: Page, site: Site, who: str) -> None:
    """Sign in by the page, with the code from the app where it is asked for."""
    page.goto(f"{site.address}/accounts/login/")
    page.get_by_label("E-mail address").fill(site.emails[who])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    if page.url.endswith("/2fa/authenticate/"):
        page.get_by_label("Code").fill(app_code_of(site.emails[who]))
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
