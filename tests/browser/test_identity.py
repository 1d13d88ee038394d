"""Sign-up, second step and the ways back in a real browser; every page that a sweep cannot reach is checked here."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.services import account_lock
from notices.models import Email, TextMessage
from tests.browser.conftest import app_code_of, committed
from tests.browser.test_every_page import STANDARDS, _faults
from tests.factories.accounts import PASSWORD, a_person, an_account

CHOSEN = "violet kettle drummer seven"


def check(page: Page) -> None:
    """The page is accessible, and does not scroll sideways on a telephone."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    assert _faults(found) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})


def link_mailed_to(email: str, site) -> str:
    body = Email.objects.filter(to=email).latest("created_at").body
    return re.sub(r"^http://[^/]+", site.address, re.search(r"http://\S+/accounts/\S+", body)[0])


def code_sent() -> str:
    return re.search(r"\d{6}", TextMessage.objects.latest("created_at").body.replace(", ", ""))[0]


def sign_up(page: Page, site, email: str) -> None:
    page.goto(f"{site.address}/accounts/signup/")
    page.get_by_label("Personal e-mail address").fill(email)
    page.get_by_label("The same address again").fill(email)
    page.get_by_label("First name").fill("Nora")
    page.get_by_label("Last name").fill("Quist")
    page.get_by_label("Password", exact=True).fill(CHOSEN)
    page.locator("main").get_by_role("button", name="Sign up").click()


def type_password(page: Page, site, email: str, password: str = PASSWORD) -> None:
    page.goto(f"{site.address}/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("has_script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_somebody_signs_up_reads_the_mail_elsewhere_and_signs_in_by_telephone(site, open_as, has_script):
    email = f"nora.{'script' if has_script else 'plain'}@example.org"
    page = open_as("", java_script_enabled=has_script).new_page()
    mailbox = open_as("").new_page()

    sign_up(page, site, email)
    mailbox.goto(link_mailed_to(email, site))
    mailbox.get_by_role("button", name="Show my code").click()
    page.get_by_label("Code").fill(mailbox.locator(".shown-code").inner_text())
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("link", name="Set up a telephone").click()
    page.get_by_label("Telephone number").fill("217-555-0123" if has_script else "217-555-0124")
    page.get_by_role("button", name="Send me a code").click()
    _check_if(has_script, page)
    page.get_by_label("Code").fill(code_sent())
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("button", name="Show ten codes").click()
    _check_if(has_script, page)
    code = page.locator(".codes li").first.inner_text()
    page.get_by_role("link", name="I have them on paper: go on").click()
    page.get_by_role("link", name="Set up later").click()
    expect(page.get_by_role("heading", name="Type the code from our letter")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    type_password(page, site, email, CHOSEN)
    _check_if(has_script, page)
    page.get_by_role("link", name="Use another way").click()
    _check_if(has_script, page)
    page.get_by_role("link", name="A recovery code").click()
    _check_if(has_script, page)
    page.get_by_label("Recovery code").fill(code)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", name="Type the code from our letter")).to_be_visible()


def test_a_security_key_is_added_and_signs_in(site, open_as):
    email = committed(an_account, email="kay@example.org").email
    context = open_as("")
    page = context.new_page()
    key = context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    key.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    type_password(page, site, email)
    page.get_by_label("Code").fill(app_code_of(email))
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()

    page.goto(f"{site.address}/accounts/2fa/key/add/")
    page.get_by_label("What do you call this key?").fill("blue key")
    page.get_by_role("button", name="Set up the key").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    page.goto(f"{site.address}/accounts/2fa/")
    page.get_by_role("link", name="Remove blue key").click()
    check(page)
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("button", name="Sign out").click()
    type_password(page, site, email)
    page.goto(f"{site.address}/accounts/2fa/authenticate/key/")
    check(page)
    page.get_by_role("button", name="Use the key").click()

    page.wait_for_url("**/activation/code/")


def test_a_refused_security_key_says_what_to_do(site, open_as):
    email = committed(an_account, email="kim@example.org").email
    page = open_as("").new_page()
    type_password(page, site, email)
    page.get_by_label("Code").fill(app_code_of(email))
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{site.address}/accounts/2fa/key/add/")

    page.evaluate("() => { window.webauthnJSON = { create: () => Promise.reject() } }")
    page.get_by_role("button", name="Set up the key").click()

    expect(page.get_by_role("alert")).to_contain_text("The key gave no answer")


def test_the_ways_back_are_accessible(site, open_as):
    lost = committed(an_account, email="lou@example.org")
    locked = committed(an_account, committed(a_person, "Lee"), email="lee@example.org")
    committed(account_lock.lock, locked, by=locked.actor)
    page = open_as("").new_page()
    type_password(page, site, lost.email)
    page.get_by_role("link", name="Use another way").click()

    page.get_by_role("link", name="I have lost all of these").click()
    check(page)
    page.get_by_role("button", name="They are lost").click()
    expect(page.get_by_role("heading", name="One day to wait")).to_be_visible()
    check(page)
    page.goto(link_mailed_to(lost.email, site))
    check(page)
    page.get_by_role("button", name="It was not me: stop it").click()
    expect(page.get_by_role("heading", name="The recovery is stopped")).to_be_visible()
    page = open_as("").new_page()
    type_password(page, site, locked.email)
    expect(page.get_by_role("heading", name="This account is locked")).to_be_visible()
    check(page)
    page.get_by_role("link", name="I have the letter").click()
    check(page)


def test_a_session_about_to_end_warns_and_can_be_kept(site, open_as):
    page = open_as("active").new_page()
    left = {"seconds": 100}
    page.route("**/accounts/session/left/", lambda route: route.fulfill(json=left))

    page.goto(f"{site.address}/member/")
    notice = page.get_by_role("alertdialog")
    expect(notice).to_be_visible()
    expect(notice.get_by_role("button", name="Stay signed in")).to_be_focused()
    check(page)
    left["seconds"] = 900
    page.keyboard.press("Enter")

    expect(notice).to_be_hidden()


def test_a_whole_sign_in_by_keyboard_alone(site, open_as):
    email = committed(an_account, email="kit@example.org").email
    page = open_as("").new_page()
    page.goto(f"{site.address}/accounts/login/")

    page.get_by_label("E-mail address").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_label("Code").focus()
    page.keyboard.type(app_code_of(email))
    page.keyboard.press("Enter")

    page.wait_for_url("**/activation/code/")


def _check_if(has_script: bool, page: Page) -> None:
    # axe itself needs JavaScript; the pages are the same.
    if has_script:
        check(page)
