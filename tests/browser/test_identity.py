"""Second steps and the ways back in a real browser; every page that a sweep cannot reach is checked here."""

import re

from playwright.sync_api import Page, expect

from accounts.services import account_lock, second_factor
from notices.models import Email
from tests.browser.accessible import check_on_a_telephone
from tests.browser.conftest import app_code_of, committed
from tests.factories.accounts import PASSWORD, a_person, an_account


def link_mailed_to(email: str, site) -> str:
    body = Email.objects.filter(to=email).latest("created_at").body
    return re.sub(r"^http://[^/]+", site.address, re.search(r"http://\S+/accounts/\S+", body)[0])


def type_password(page: Page, site, email: str, password: str = PASSWORD) -> None:
    page.goto(f"{site.address}/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


def test_a_recovery_code_signs_in_and_the_other_ways_are_shown(site, open_as):
    user = committed(an_account, email="rae@example.org")
    code = committed(second_factor.make_recovery_codes, user)[0]
    page = open_as("").new_page()
    type_password(page, site, user.email)

    page.get_by_role("link", name="Use another way").click()
    check_on_a_telephone(page)
    page.get_by_role("link", name="A recovery code").click()
    check_on_a_telephone(page)
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
    check_on_a_telephone(page)
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("button", name="Sign out").click()
    type_password(page, site, email)
    page.goto(f"{site.address}/accounts/2fa/authenticate/key/")
    check_on_a_telephone(page)
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
    check_on_a_telephone(page)
    page.get_by_role("button", name="They are lost").click()
    expect(page.get_by_role("heading", name="One day to wait")).to_be_visible()
    check_on_a_telephone(page)
    page.goto(link_mailed_to(lost.email, site))
    check_on_a_telephone(page)
    page.get_by_role("button", name="It was not me: stop it").click()
    expect(page.get_by_role("heading", name="The recovery is stopped")).to_be_visible()
    page = open_as("").new_page()
    type_password(page, site, locked.email)
    expect(page.get_by_role("heading", name="This account is locked")).to_be_visible()
    check_on_a_telephone(page)
    page.get_by_role("link", name="I have the letter").click()
    check_on_a_telephone(page)


def test_a_session_about_to_end_warns_and_can_be_kept(site, open_as):
    page = open_as("active").new_page()
    left = {"seconds": 100}
    page.route("**/accounts/session/left/", lambda route: route.fulfill(json=left))

    page.goto(f"{site.address}/member/")
    notice = page.get_by_role("alertdialog")
    expect(notice).to_be_visible()
    expect(notice.get_by_role("button", name="Stay signed in")).to_be_focused()
    check_on_a_telephone(page)
    left["seconds"] = 900
    page.keyboard.press("Enter")

    expect(notice).to_be_hidden()


def test_what_was_typed_stands_in_the_other_language(site, open_as):
    # Somebody of their own: the choice stays with the account.
    site.emails["lina"] = committed(an_account, committed(a_person, "Lina"), email="lina@example.org").email
    page = open_as("lina").new_page()
    page.goto(f"{site.address}/member/messages/new/")
    page.locator("main textarea").fill("Is my leave of 1998 counted?")

    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")

    expect(page.locator("main textarea")).to_have_value("Is my leave of 1998 counted?")
