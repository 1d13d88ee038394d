"""Takes the pictures of the tutorial: walks from sign-up to the letter's code on the demonstration, in a real browser.

Every page is found by its fields and addresses, never by its words, so that the same walk serves each language.
"""

import io
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from PIL import Image

from accounts.models import User
from notices.models import Email, TextMessage
from sers_portal.public.tutorial import PLACE

if TYPE_CHECKING:
    from playwright.sync_api import Page

# A narrow window: its words are still to be read when the picture is shrunk to a telephone's screen.
WIDTH, HEIGHT = 560, 800
MARGIN = 28
BELOW = 12
# Sharp on fine screens, and still small.
SCALE = 1.5
QUALITY = 60
# Left out of a picture: what stands on every page and is not what the step is about.
HIDDEN = (
    ".demonstration, .official, .scam, .scam__alerts, .sections, .menu, .idle, .foot, .messages"
    " { display: none !important }"
)
# What begins below the picture's edge, so that no line of words is cut through.
HIDE_BELOW = """edge => document.querySelectorAll("main *").forEach(element => {
  if (element.getBoundingClientRect().top >= edge) element.style.visibility = "hidden"
})"""
RING = "outline: 4px solid #d9b24c !important; outline-offset: 4px;"
PASSWORD = "violet kettle drummer seven"  # noqa: S105  of nobody real


class CannotTakePictures(Exception):
    """Something the browser needs is missing; the message says what to do."""


def take(site: str, language: str) -> Iterator[Path]:
    """Take every picture in a language on a running demonstration, and yield each file as it is written."""
    place = Path(settings.BASE_DIR) / "static" / PLACE / language
    with _browser_page(language) as page:
        yield from Walk(page, site.rstrip("/"), place).pictures()


@contextmanager
def _browser_page(language: str) -> "Iterator[Page]":
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise CannotTakePictures("Install the development packages: make setup") from error
    chromium = shutil.which("chromium")
    if chromium is None:
        raise CannotTakePictures("Install the browser: apt-get install chromium")
    # Playwright keeps an event loop running in this thread, in which Django would refuse its queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        context = browser.new_context(
            locale=language,
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=SCALE,
            bypass_csp=True,
        )
        try:
            yield context.new_page()
        finally:
            browser.close()


class Walk:
    """One person's way through the steps, with a picture of each kept in a folder."""

    def __init__(self, page: "Page", site: str, place: Path) -> None:
        self.page, self.site, self.place = page, site, place
        number = 1 + User.objects.filter(email__startswith="nora.quist").count()
        self.email = f"nora.quist{number if number > 1 else ''}@example.org"
        self.telephone = f"217-555-01{number % 100:02}"

    def pictures(self) -> Iterator[Path]:
        """The twelve pictures in order."""
        yield from self._sign_up()
        yield from self._confirm()
        yield from self._add_telephone()
        yield from self._letter()

    def _sign_up(self) -> Iterator[Path]:
        page = self.page
        self._open("account_login")
        yield self._picture("sign-in", f"main a[href='{reverse('account_signup')}']", has_head=True)
        self._open("account_signup")
        for name, value in {
            "email": self.email,
            "email_again": self.email,
            "given_name": "Nora",
            "family_name": "Quist",
            "password": PASSWORD,
        }.items():
            page.fill(f"main [name={name}]", value)
        yield self._picture("sign-up", "main form button.usa-button")
        self._press("main form button.usa-button")
        yield self._picture("confirm-email", "main [name=code]")

    def _confirm(self) -> Iterator[Path]:
        page = self.page
        body = Email.objects.filter(to=self.email).latest("created_at").body
        link = re.search(r"/accounts/confirm-email/\S+", body)
        assert link is not None, "the e-mail holds no link"
        page.goto(self.site + link[0])
        yield self._picture("show-code", "main form button.usa-button")
        self._press("main form button.usa-button")
        yield self._picture("code", ".shown-code")
        code = page.inner_text(".shown-code")
        self._open("account_email_verification_sent")
        page.fill("main [name=code]", code)
        yield self._picture("type-code", "main form .actions button")
        self._press("main form .actions button")

    def _add_telephone(self) -> Iterator[Path]:
        page = self.page
        self._open("factor_choice")
        yield self._picture("second-step", f"main a[href='{reverse('factor_add_phone')}']")
        self._open("factor_add_phone")
        page.fill("main [name=number]", self.telephone)
        yield self._picture("telephone", "main form button.usa-button")
        self._press("main form button.usa-button")
        sent = re.search(r"\d{6}", TextMessage.objects.latest("created_at").body)
        assert sent is not None, "the text holds no code"
        page.fill("main [name=code]", sent[0])
        yield self._picture("telephone-code", "main form button.usa-button")
        self._press("main form button.usa-button")
        self._open("mfa_view_recovery_codes")
        yield self._picture("recovery-codes", "main form button.usa-button")

    def _letter(self) -> Iterator[Path]:
        page = self.page
        self._open("activation_request")
        for name, value in {
            "family_name": "Quist",
            "born_on": "01/31/1960",
            "number": "100199",
            "zip_code": "62704",
        }.items():
            page.fill(f"main [name={name}]", value)
        yield self._picture("ask-for-letter", "main form button.usa-button")
        self._open("activation_enter")
        page.fill("main [name=code]", "K7Q4M-2XW9R")
        yield self._picture("type-letter-code", "main form button.usa-button")

    def _press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.click(button)

    def _open(self, route: str) -> None:
        self.page.goto(self.site + reverse(route))

    def _picture(self, name: str, marked: str, *, has_head: bool = False) -> Path:
        """The page down to what the step is about, with a ring around that."""
        page = self.page
        head = "" if has_head else ".masthead { display: none !important }"
        page.add_style_tag(
            content=f"{HIDDEN} {head} main {{ padding-top: {MARGIN}px !important }} {marked} {{ {RING} }}"
        )
        page.evaluate("document.activeElement?.blur()")
        page.evaluate("document.fonts.ready")
        page.evaluate("window.scrollTo(0, 0)")
        box = page.locator(marked).first.bounding_box()
        assert box is not None, f"{marked} is not on the page"
        page.evaluate(HIDE_BELOW, box["y"] + box["height"])
        height = round(box["y"] + box["height"]) + BELOW
        drawn = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
        self.place.mkdir(parents=True, exist_ok=True)
        file = self.place / f"{name}.webp"
        Image.open(io.BytesIO(drawn)).convert("RGB").save(file, quality=QUALITY, method=6)
        return file
