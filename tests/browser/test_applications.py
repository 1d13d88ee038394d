"""Applications in a real browser: a retirement without JavaScript, a death and a survivor's claim with a mailed code."""

import pytest
from playwright.sync_api import Page, expect

from accounts import activation_code
from benefits.models import Claim
from tests.browser.accessible import check_on_a_telephone
from tests.browser.conftest import app_code_of, committed
from tests.factories.accounts import PASSWORD
from tests.factories.applications import typed_retirement
from tests.factories.claims import a_picture, somebody_leaving

CODE = "7K3M9" + "2QXAB"
PICTURE = {"name": "card.png", "mimeType": "image/png", "buffer": a_picture()}


def _lena(site) -> str:
    lena = somebody_leaving()
    lena.account.email = "lena.applies@example.org"
    lena.account.save()
    lena.account.emailaddress_set.update(email=lena.account.email)
    site.emails["applicant"] = lena.account.email
    return str(lena.pk)


@pytest.fixture(scope="module", autouse=True)
def lena(site) -> str:
    return committed(_lena, site)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and go on").click()


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()


def test_a_member_without_javascript_applies_for_retirement(site, open_as):
    page = open_as("applicant", java_script_enabled=False).new_page()
    typed = typed_retirement()
    page.goto(f"{site.address}/member/claims/")
    page.get_by_role("link", name="Begin Retirement application").click()
    page.get_by_role("button", name="Begin").click()

    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text(
        "Write the last day you work, or worked, for the State."
    )
    page.get_by_label("Last day of work").fill(typed["last-day"]["last_day"])
    go_on(page)
    page.get_by_label("First day of your annuity").fill(typed["start"]["retire_on"])
    go_on(page)
    choose(page, "Do you choose the Social Security offset removal option?", "No")
    go_on(page)
    choose(page, "Are you married, or in a civil union?", "Yes")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Write the name of your spouse or partner.")
    choose(page, "Are you married, or in a civil union?", "No")
    go_on(page)
    choose(page, "Do you have unmarried children", "No")
    page.get_by_role("button", name="Save and stop for now").click()
    page.get_by_role("link", name="Go on with it").click()
    page.get_by_role("button", name="Go on where you stopped").click()
    choose(page, "Do you want your survivor contributions back?", "No")
    go_on(page)
    page.get_by_text("As the law says when no form is on file").click()
    go_on(page)
    page.get_by_text("A check in the mail", exact=True).click()
    go_on(page)
    page.get_by_text("Your Social Security card", exact=True).last.click()
    page.get_by_label("Its pages, as one file or several").set_input_files(PICTURE)
    page.get_by_role("button", name="Send this paper").click()
    expect(page.get_by_text("card.png").first).to_be_visible()
    page.get_by_role("link", name="Go on and check").click()
    expect(page.get_by_text("$1,603.20").first).to_be_visible()
    page.get_by_role("button", name="Send in the application").click()

    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()
    expect(page.get_by_text("What happens next")).to_be_visible()


def test_the_pages_of_a_refund_are_accessible_and_fit_a_telephone(site, open_as):
    page = open_as("inactive").new_page()
    page.goto(f"{site.address}/member/claims/apply/refund/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Last day on the payroll").fill("3-4-2016")
    go_on(page)
    check_on_a_telephone(page)
    page.get_by_text("I have read this, and I want the refund anyway.").click()
    go_on(page)
    choose(page, "Shall any of it go straight to another retirement plan or an IRA?", "Yes")
    go_on(page)
    go_on(page)
    check_on_a_telephone(page)
    page.get_by_label("How much").fill("$1,000.00")
    page.get_by_label("Name of the plan or IRA").fill("Prairie IRA")
    page.get_by_label("Address of the plan or IRA").fill("1 Main Street, Peoria")
    go_on(page)
    check_on_a_telephone(page)
    page.get_by_role("link", name="Go on and check").click()
    check_on_a_telephone(page)
    page.get_by_role("button", name="Apply for the refund").click()
    check_on_a_telephone(page)

    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(site, open_as):
    page = open_as("active", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/member/claims/apply/name/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("First name").fill("Mariana")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies([cookie for cookie in cookies if "session" not in cookie["name"]])

    go_on(page)

    page.get_by_label("E-mail address").fill(site.emails["active"])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    if page.url.split("?")[0].endswith("/2fa/authenticate/"):
        page.get_by_label("Code").fill(app_code_of(site.emails["active"]))
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("First name")).to_have_value("Mariana")
    expect(page.get_by_text("Here is what you had typed.")).to_be_visible()


def test_a_stranger_reports_a_death_and_goes_on_with_a_mailed_code(site, open_as, monkeypatch):
    monkeypatch.setattr(activation_code, "new_code", lambda: CODE)
    page = open_as("").new_page()
    page.goto(f"{site.address}/contact/")
    page.get_by_role("link", name="report a death online").click()
    page.get_by_label("Full name of the person who died").fill("Karel Novak")
    page.get_by_label("Their birth date").fill("July 1, 1950")
    page.get_by_label("Day of death").fill("10/2/2026")
    page.get_by_text("Husband or wife", exact=True).click()
    page.get_by_label("Your full name").fill("Sofia Novak")
    page.get_by_label("Your telephone number").fill("217-555-0123")
    choose(page, "Do you want to apply for a survivor benefit without an online account?", "Yes")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the street and number, or the P. O. Box.")
    check_on_a_telephone(page)
    page.get_by_label("Your street address or P. O. Box").fill("12 Elm Street")
    page.get_by_label("City").fill("Springfield")
    page.get_by_label("State", exact=True).fill("Illinois")
    page.get_by_label("ZIP code").fill("62704")
    page.get_by_role("button", name="Continue").click()
    check_on_a_telephone(page)
    page.get_by_role("button", name="Report the death").click()
    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()
    check_on_a_telephone(page)

    reference = committed(lambda: Claim.objects.filter(kind="survivor").latest("id").reference)
    page.get_by_role("link", name="fill in the application").click()
    page.get_by_label("Reference number").fill(reference)
    page.get_by_label("Code").fill("00000-00000")
    page.get_by_role("button", name="Open my claim").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    page.get_by_label("Code").fill("7k3m9 2qxab")
    page.get_by_role("button", name="Open my claim").click()
    check_on_a_telephone(page)
    page.get_by_role("link", name="Go on with the application").click()
    check_on_a_telephone(page)
    page.get_by_label("Your birth date").fill("05/06/1952")
    go_on(page)
    page.get_by_label("Day of the wedding or civil union").fill("6/7/1975")
    choose(page, "Do you care for a child of the member", "No")
    go_on(page)
    go_on(page)
    page.get_by_text("As the law says when no form is on file").click()
    go_on(page)
    page.get_by_text("A check in the mail", exact=True).click()
    go_on(page)
    page.get_by_role("link", name="Go on and check").click()
    page.get_by_role("button", name="Send in the application").click()
    page.get_by_role("link", name="See where it stands").click()
    page.locator("summary").filter(has_text="Write to us about this claim").click()
    page.get_by_label("Your message").fill("When will you decide?")
    page.get_by_role("button", name="Send the message").click()
    check_on_a_telephone(page)
    page.get_by_role("button", name="Close my claim").click()

    expect(page.get_by_role("heading", name="Go on with your claim")).to_be_visible()
