"""The whole way from "Sign up" to a member's own page and back in again: by mouse with axe on every page, by keyboard
alone, and with JavaScript off. The mail is opened in a second browser, codes are read where the owner would read them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import ElementHandle, Locator, Page, expect

from accounts.models import ActivationLetter, Person
from accounts.services.activation import requests
from notices.models import Email, TextMessage
from sers_portal.base import jobs
from tests.accounts import walking
from tests.browser.accessible import check_on_a_telephone as check
from tests.browser.conftest import committed
from tests.factories.accounts import a_person
from tests.factories.activation import code_in
from tests.factories.work import a_membership

PASSWORD = "violet kettle drummer seven"
# What has the focus: whether it is the one looked for, comes after the one before, and shows it.
FOCUSED = """target => {
  const now = document.activeElement, before = window.focusedBefore;
  window.focusedBefore = now;
  const shown = now.type === "radio" ? now.labels[0] : now;
  const style = getComputedStyle(shown, now.type === "radio" ? "::before" : null);
  return {
    what: now.outerHTML.slice(0, 120),
    isTarget: now === target,
    follows: !before || !!(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING),
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""
# Whether nothing covers it; waited for, because the link that skips to the content glides in.
IN_SIGHT = """() => {
  const now = document.activeElement;
  const shown = now.type === "radio" ? now.labels[0] : now;
  const box = shown.getClientRects()[0];
  const at = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !!at && (shown.contains(at) || at.contains(shown));
}"""


@dataclass
class ByMouse:
    """Fills in and presses as most people do."""

    page: Page
    look: Callable[[Page], None] = field(default=lambda page: None)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look(self.page)

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def press(self, name: str, *, within: str = "main") -> None:
        self._go(self.page.locator(within).get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self._go(self.page.locator("main").get_by_role("link", name=name, exact=True))

    def is_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()

    def _go(self, target: Locator) -> None:
        target.click()
        self.page.wait_for_load_state()
        self.look(self.page)


@dataclass
class ByKeyboard(ByMouse):
    """Touches keys only; each stop on the way must come in order, show that it has the focus, and be in sight."""

    def type(self, label: str, text: str) -> None:
        self._tab_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    choose = type

    def _go(self, target: Locator) -> None:
        self._tab_to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look(self.page)

    def _tab_to(self, locator: Locator) -> None:
        target: ElementHandle = locator.element_handle()
        for _stop in range(60):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUSED, target)
            assert stop["follows"], stop
            assert stop["isMarked"], stop
            self.page.wait_for_function(IN_SIGHT, timeout=3000)
            if stop["isTarget"]:
                return
        raise AssertionError(f"the Tab key does not lead to {locator}")


@dataclass(frozen=True)
class Walker:
    """Who walks, and what is theirs."""

    name: str
    telephone: str
    person: Person

    @property
    def email(self) -> str:
        return f"{self.name.lower()}.quist@example.org"


def a_walker(name: str, telephone: str) -> Walker:
    person = a_person(name, "Quist")
    a_membership(person, since=date(2015, 3, 1))
    return Walker(name, telephone, person)


def walk(here: ByMouse, mailbox: ByMouse, who: Walker, address: str) -> None:
    """Every step of the journey, from the first page to signing in again."""
    here.open(f"{address}/")
    here.follow("I do not have an online account")
    here.follow("Sign up")
    _sign_up(here, who)
    here.type("Code", _code_in_mail(mailbox, who, address))
    here.press("Confirm")
    here.is_at("Add a second step")
    here.follow("Set up a telephone")
    here.type("Telephone number", who.telephone)
    here.press("Send me a code")
    here.type("Code", _code_in_text())
    here.press("Turn it on")
    here.press("Show ten codes")
    here.follow("I have them on paper: go on")
    here.follow("Set up later")
    here.is_at("Type the code from our letter")
    _ask_for_letter(here, who)
    here.type("Activation code", _code_in_letter(who))
    here.press("Go on")
    _register(here, who)
    here.is_at("You are registered")
    here.follow("Go to your account")
    here.is_at(f"Hello, {who.name}")
    here.press("Sign out", within="header")
    _sign_in(here, who, address)
    here.is_at(f"Hello, {who.name}")


def _sign_up(here: ByMouse, who: Walker) -> None:
    here.type("Personal e-mail address", who.email)
    here.type("The same address again", who.email)
    here.type("First name", who.name)
    here.type("Last name", "Quist")
    here.type("Password", PASSWORD)
    here.press("Sign up")
    here.is_at("Confirm your e-mail address")


def _ask_for_letter(here: ByMouse, who: Walker) -> None:
    here.follow("Ask for your activation code")
    here.type("Last name", "Quist")
    here.type("Birth date", f"{who.person.born_on:%m/%d/%Y}")
    here.type("Social Security number or Member ID", who.person.ssn)
    here.type("ZIP code of the address we have for you", "62704")
    here.press("Ask for the letter")
    here.is_at("We have your request")
    here.follow("I have the letter: type the code")


def _register(here: ByMouse, who: Walker) -> None:
    here.type("E-mail address", who.email)
    here.type("The same e-mail address again", who.email)
    here.type("Telephone", "217-785-7444")
    here.choose("Kind of telephone", "Mobile")
    here.type("Birth date", f"{who.person.born_on:%m/%d/%Y}")
    here.type("PIN of four digits", "8265")
    here.type("The same PIN again", "8265")
    here.type("Social Security number or Member ID", who.person.member_id)
    here.press("Go on and check")
    here.is_at("Check your answers")
    here.press("Register")


def _sign_in(here: ByMouse, who: Walker, address: str) -> None:
    # Another code goes to the same telephone half a minute later only.
    committed(walking.later, minutes=1)
    here.open(f"{address}/accounts/login/")
    here.type("E-mail address", who.email)
    here.type("Password", PASSWORD)
    here.press("Sign in")
    here.type("Code", _code_in_text())
    here.press("Sign in")


def _code_in_mail(mailbox: ByMouse, who: Walker, address: str) -> str:
    body = Email.objects.filter(to=who.email).latest("created_at").body
    link = re.search(r"http://[^/\s]+(/accounts/confirm-email/\S+)", body)[1]
    mailbox.open(address + link)
    mailbox.press("Show my code")
    return mailbox.page.locator(".shown-code").inner_text()


def _code_in_text() -> str:
    return re.search(r"\d{6}", TextMessage.objects.latest("created_at").body)[0]


def _code_in_letter(who: Walker) -> str:
    committed(jobs.work_off, requests.JOB)
    return code_in(ActivationLetter.objects.get(person=who.person))


def test_the_whole_journey_is_accessible_on_every_page(site, open_as):
    who = committed(a_walker, "Nell", "217-555-0161")
    here, mailbox = (ByMouse(open_as("").new_page(), look=check) for _browser in range(2))

    walk(here, mailbox, who, site.address)

    assert Person.objects.get(pk=who.person.pk).account.email == who.email


def test_the_whole_journey_by_keyboard_alone(site, open_as):
    who = committed(a_walker, "Kim", "217-555-0162")
    here, mailbox = (ByKeyboard(open_as("").new_page()) for _browser in range(2))

    walk(here, mailbox, who, site.address)

    assert Person.objects.get(pk=who.person.pk).account.email == who.email


def test_the_whole_journey_with_javascript_off(site, open_as):
    who = committed(a_walker, "Paul", "217-555-0163")
    here, mailbox = (ByMouse(open_as("", java_script_enabled=False).new_page()) for _browser in range(2))

    walk(here, mailbox, who, site.address)

    assert Person.objects.get(pk=who.person.pk).account.email == who.email
