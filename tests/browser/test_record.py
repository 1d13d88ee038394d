"""A member's record as people use it in a browser: found, read, printed, put right; without JavaScript and by keyboard."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import faults_on_a_telephone


def previous_month() -> str:
    """The last month of the cast's pay, as an address names it."""
    today = date.today()  # noqa: DTZ011  the browser's day, which no test moves
    year, month = divmod(today.year * 12 + today.month - 2, 12)
    return f"{year}-{month + 1:02d}"


def press_until_focused(page: Page, name: str, *, most: int = 60) -> None:
    """Tab on until the focus is on the link or button of this name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_each_section_is_found_and_says_where_one_is(site, open_as):
    page = open_as("retired").new_page()
    page.goto(f"{site.address}/member/")

    page.get_by_role("link", name="Payments", exact=True).first.click()
    page.get_by_role("link", name="When you are paid").click()

    sections = page.get_by_role("navigation", name="My account")
    expect(sections.get_by_role("link", name="Payments")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("heading", name="When you are paid", level=1)).to_be_visible()


def test_on_a_telephone_without_javascript_the_menu_opens_and_leads_on(site, open_as):
    page = open_as("active", java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{site.address}/member/")
    menu = page.get_by_role("navigation", name="Menu")

    menu.get_by_text("Menu", exact=False).first.click()
    menu.get_by_role("link", name="Contributions and interest").click()

    expect(page.get_by_role("heading", name="Contributions and interest", level=1)).to_be_visible()


def test_the_keyboard_walks_from_the_home_to_a_year_of_pay(site, open_as):
    page = open_as("active").new_page()
    page.goto(f"{site.address}/member/")

    press_until_focused(page, "Pay and service")
    page.keyboard.press("Enter")
    page.wait_for_url("**/member/pay/")
    press_until_focused(page, "Every month on one page, to read through or to print", most=120)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Every month of pay")).to_be_visible()


def test_every_month_is_on_the_printed_page_and_no_navigation(site, open_as):
    page = open_as("active").new_page()
    page.goto(f"{site.address}/member/pay/every-year/")

    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="My account")).to_be_hidden()
    expect(page.get_by_role("link", name="This is wrong").first).to_be_hidden()
    # Four years, and the record that a correction replaced.
    assert page.locator("tbody tr:visible").count() == 4 * 12 + 1


def test_a_wrong_month_is_reported_with_a_pay_stub_and_followed_as_a_case(site, open_as, tmp_path):
    picture = tmp_path / "stub.png"
    page = open_as("active", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/member/pay/")
    page.screenshot(path=picture)

    page.get_by_role("link", name="This is wrong").first.click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="Choose what is wrong.")).to_be_visible()
    page.get_by_text("What I earned").click()
    page.get_by_label("What should it be?").fill("My pay stub says $5,100.00.")
    page.get_by_label("Papers that show it").set_input_files(picture)
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("Thank you. We have your report.")).to_be_visible()
    assert re.search(r"/member/claims/C-[0-9A-Z]{4}-[0-9A-Z]{4}/$", page.url)
    expect(page.get_by_text("My pay stub says $5,100.00.")).to_be_attached()


def test_the_page_of_a_wrong_month_is_accessible_at_320_pixels(site, open_as):
    page = open_as("active").new_page()
    response = page.goto(f"{site.address}/member/pay/wrong/{previous_month()}/")

    found = faults_on_a_telephone(page)

    assert response.status == 200
    assert found == []


def test_a_missing_payment_is_reported_by_keyboard_alone(site, open_as):
    page = open_as("retired").new_page()
    page.goto(f"{site.address}/member/payments/missing/")

    page.locator("input[name=payment]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The mailbox was open.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Report it").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Thank you. We look for your payment.")).to_be_visible()
    assert "/member/claims/M-" in page.url


def test_a_calendar_address_is_made_used_and_switched_off(site, open_as):
    context = open_as("survivor", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/member/payments/dates/")

    page.get_by_role("button", name="Make my calendar address").click()
    secret = page.locator(".secret").inner_text().split("/")[-2]
    feed = f"{site.address}/calendar/mine/{secret}/payments.ics"
    first = open_as("").request.get(feed)
    page.get_by_role("link", name="Back to your payment days").click()
    page.get_by_role("button", name="Switch the address off").click()
    second = open_as("").request.get(feed)

    assert first.status == 200
    assert "BEGIN:VEVENT" in first.text()
    expect(page.get_by_text("Your calendar address is switched off.")).to_be_visible()
    assert second.status == 404


def test_who_would_be_paid_is_told_with_its_working(site, open_as):
    page = open_as("active").new_page()
    page.goto(f"{site.address}/member/if-i-died/")

    page.get_by_text("Show how the single payment was figured").click()

    expect(page.get_by_text("40 ILCS 5/14-116").first).to_be_visible()
    expect(page.get_by_role("heading", name="Not paid by SERS: other forms, other names")).to_be_visible()


@pytest.mark.parametrize("who", ["active", "inactive", "retired", "survivor"])
def test_no_link_of_the_navigation_is_dead_for(site, kept_page, who):
    page, _heard = kept_page(who)
    page.goto(f"{site.address}/member/")
    page.locator(".menu summary").click()
    links = page.locator(".menu a").evaluate_all("links => links.map(link => link.href)")

    answers = {link: page.request.get(link).status for link in links}

    assert len(links) >= 5
    assert {link: status for link, status in answers.items() if status != 200} == {}
