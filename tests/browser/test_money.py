"""Direct deposit, withholding and beneficiaries as people do them in a browser, without JavaScript, checked by axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from benefits.models import BankChange
from tests.browser.accessible import faults
from tests.browser.conftest import committed


@pytest.fixture
def page_of(site, open_as):
    """A page of somebody of the cast, at an address, on a telephone without JavaScript."""

    def opened(who: str, address: str) -> Page:
        window = open_as(who, java_script_enabled=False, viewport={"width": 320, "height": 800})
        page = window.new_page()
        page.goto(site.address + address)
        return page

    return opened


@pytest.fixture
def looked_at(site, open_as):
    """Axe needs JavaScript: the same address, looked at in a window that has it."""

    def look(who: str, address: str) -> list[str]:
        page = open_as(who).new_page()
        page.goto(site.address + address)
        return faults(page)

    return look


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).click()


def test_an_account_is_set_up_stopped_and_locked_without_javascript(page_of, looked_at, site):
    page = page_of("retired", "/member/payments/direct-deposit/")
    page.get_by_role("link", name="Set up direct deposit").click()
    press(page, "Continue")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()

    page.get_by_label("Routing number of the new bank").fill("071 925 444")
    page.get_by_label("New account number", exact=True).fill("9876 5432 10")
    page.get_by_label("New account number again").fill("9876543210")
    page.get_by_text("Savings", exact=True).click()
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    press(page, "Correct something")
    expect(page.get_by_label("New account number", exact=True)).to_have_value("9876543210")
    press(page, "Continue")
    press(page, "Ask for this change")

    expect(page.get_by_role("heading", name="A change is waiting")).to_be_visible()
    expect(page.get_by_text("7 days left")).to_be_visible()
    assert looked_at("retired", "/member/payments/direct-deposit/") == []

    press(page, "This was not me: stop it")
    expect(page.get_by_text("The change is stopped, and your direct deposit is locked.")).to_be_visible()
    page.get_by_role("link", name="Take the lock off").click()
    assert looked_at("retired", "/member/payments/direct-deposit/unlock/") == []
    press(page, "Take it off in three days")
    press(page, "Keep it locked")
    expect(page.get_by_text(re.compile("Locked since"))).to_be_visible()
    person = committed(lambda: User.objects.get(email=site.emails["retired"]).person_id)
    assert committed(lambda: BankChange.objects.get(person=person).closing) == "not_me"


def test_a_form_w_4p_is_given_without_javascript(page_of, looked_at):
    page = page_of("survivor", "/member/payments/tax-withholding/")
    page.get_by_role("link", name="Change how much is withheld").click()
    address = re.sub(r"^https?://[^/]+", "", page.url)
    page.get_by_text("As for a single person").click()
    page.get_by_label("Extra amount to withhold each month").fill("$25")
    press(page, "See what it does to your payment")

    expect(page.get_by_role("heading", name="What a month’s payment would be")).to_be_visible()
    press(page, "Sign and send")

    expect(page.get_by_text(re.compile("We have your form W-4P. It counts"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"\$25.00 extra a month"))).to_be_visible()
    assert looked_at("survivor", address) == []
    assert looked_at("survivor", "/member/payments/tax-withholding/") == []


def test_beneficiaries_are_named_without_javascript(page_of, looked_at):
    page = page_of("inactive", "/member/beneficiaries/")
    page.get_by_role("link", name="Name your beneficiaries").first.click()
    first = page.get_by_role("group", name="Person 1")
    first.get_by_label("Name", exact=True).fill("Olga Petrov")
    first.get_by_label("What this person is to you").select_option("husband or wife")
    first.get_by_label("Share in percent").fill("90")
    press(page, "Continue")
    expect(page.get_by_role("link", name=re.compile("10% are missing"))).to_be_visible()

    first.get_by_label("Share in percent").fill("100")
    press(page, "Continue")
    press(page, "Sign and send")

    expect(page.get_by_text("Your new form is in force from today.")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Olga Petrov")).to_be_visible()
    assert looked_at("inactive", "/member/beneficiaries/") == []
