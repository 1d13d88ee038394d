"""A few whole journeys, as people walk them."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in


def test_a_member_sees_their_pay_takes_the_statement_and_signs_out(site, open_as):
    page = open_as("").new_page()

    sign_in(page, site, "active")
    expect(page.get_by_role("heading", name="Hello, Maria")).to_be_visible()
    page.get_by_role("link", name="Pay and service", exact=True).click()
    expect(page.get_by_role("cell", name="$4,950.00")).to_be_visible()
    page.get_by_role("link", name="Documents", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    page.get_by_role("button", name="Sign out").click()

    assert download.value.suggested_filename.startswith("SERS-statement-")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.goto(f"{site.address}/member/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_staff_sign_in_with_a_code_and_land_in_admin_within_the_content_policy(site, open_as):
    page = open_as("").new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    sign_in(page, site, "staff")

    assert page.url == f"{site.address}/admin/"
    expect(page.get_by_role("link", name="SERS staff")).to_be_visible()
    assert said == []


def test_another_members_statement_cannot_be_opened_by_its_address(site, open_as):
    page = open_as("retired").new_page()

    response = page.goto(f"{site.address}/member/documents/statements/{site.statement}/")

    assert response.status == 404


def test_everything_works_without_javascript(site, open_as):
    page = open_as("", java_script_enabled=False).new_page()

    sign_in(page, site, "retired")
    page.get_by_role("link", name="Payments", exact=True).click()
    page.get_by_text("Choose another year").click()
    page.locator("nav.years details a").last.click()
    page.locator("details.official, .official summary").first.click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_text("You are signed out")).to_be_visible()


def test_a_wrong_password_moves_the_focus_to_the_summary(site, open_as):
    page = open_as("").new_page()
    page.goto(f"{site.address}/accounts/login/")

    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.keyboard.press("Enter")

    expect(page.locator(".error-summary")).to_be_focused()


def test_the_keyboard_reaches_the_content_first_by_the_skip_link(site, open_as):
    page = open_as("active").new_page()
    page.goto(f"{site.address}/member/pay/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_a_password_can_be_shown_and_hidden_again(site, open_as):
    page = open_as("").new_page()
    page.goto(f"{site.address}/accounts/login/")
    field = page.get_by_label("Password", exact=True)

    page.get_by_role("button", name="Show password").click()

    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(field).to_have_attribute("type", "password")


@pytest.mark.parametrize("address", ["/member/pay/", "/member/contributions/"])
def test_a_wide_table_scrolls_by_keyboard_within_its_region(site, open_as, address):
    page = open_as("active", viewport={"width": 320, "height": 800}).new_page()
    page.goto(site.address + address)
    region = page.locator(".table-region").last

    region.focus()

    expect(region).to_be_focused()
    assert region.evaluate("element => element.scrollWidth >= element.clientWidth")
