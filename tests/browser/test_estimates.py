"""Estimates as people make them: without JavaScript, with axe on every page of the way, at 320 px and by keyboard."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from accounts.models import Person
from tests.browser.accessible import check_on_a_telephone, faults_on_a_telephone
from tests.browser.conftest import committed
from tests.factories.estimates import a_saved_estimate

ANSWERS = {
    "Your birth date": "January 31, 1975",
    "Day you first joined": "6/1/2008",
    "Birth date of your spouse": "02/02/1977",
    "Years of service so far": "18",
    "Amount for one month": "$5,850.50",
    "Day you want to retire": "03/04/2060",
}
CHOICES = (
    "Regular formula (most employees)",
    "Yes, Social Security is taken from my pay",
    "Yes, and until I retire",
    "My monthly pay now, or when I left",
)


def test_a_stranger_gets_an_estimate_without_javascript(site, open_as):
    page = open_as("", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/estimate/")

    expect(page.get_by_text("You left State service before 2001.")).to_be_visible()
    answer(page)

    expect(page.get_by_role("heading", name="If your annuity starts on April 1, 2060")).to_be_visible()
    expect(page.locator(".estimate-answer .figure.large")).to_have_text(re.compile(r"^\$[\d,]+\.\d\d$"))
    page.get_by_text("The same figures as a table").click()
    expect(page.get_by_role("region", name="Monthly annuity by age")).to_be_visible()
    page.get_by_text("Your annuity", exact=True).click()
    expect(page.get_by_text("40 ILCS 5/14-108").first).to_be_visible()
    assert page.url == f"{site.address}/estimate/", "no answer stands in an address"


def test_a_wrong_day_is_said_in_the_summary_that_leads_to_the_field(site, open_as):
    page = open_as("").new_page()
    page.goto(f"{site.address}/estimate/")

    answer(page, {"Day you want to retire": "1/1/2000"})

    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary").get_by_role("link", name="January 1, 2000 has passed.").click()
    expect(page.get_by_label("Day you want to retire")).to_be_focused()
    expect(page.get_by_label("Amount for one month")).to_have_value("$5,850.50")
    check_on_a_telephone(page)


def test_a_choice_left_open_is_led_to(site, open_as):
    page = open_as("").new_page()
    page.goto(f"{site.address}/estimate/")

    page.get_by_role("button", name="Show the estimate").click()
    page.locator(".error-summary").get_by_role("link", name="Choose your formula.").click()

    expect(page.get_by_label(CHOICES[0])).to_be_focused()


def test_a_member_saves_prints_compares_and_deletes_without_javascript(site, open_as):
    page = open_as("active", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/member/estimates/")

    figure(page, "05/01/2051", "At 67")
    expect(page.get_by_role("heading", name="At 67", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing that it rests on has changed.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF").click()
    page.get_by_role("link", name="All estimates").click()
    figure(page, "May 1, 2053", "At 69")
    page.get_by_role("link", name="All estimates").click()
    for name in ("At 67", "At 69"):
        page.locator(".document", has_text=name).get_by_text("Compare").click()
    page.get_by_role("button", name="Show side by side").click()
    expect(page.get_by_role("cell", name="May 1, 2053")).to_be_visible()
    page.locator("thead").get_by_role("link", name="At 67").click()
    page.get_by_role("link", name="Delete this estimate").click()
    page.get_by_role("button", name="Delete it").click()

    expect(page.get_by_text("The estimate is deleted.")).to_be_visible()
    assert download.value.suggested_filename == "SERS-estimate-2051-05-01.pdf"


def test_the_pages_of_a_saved_estimate_are_accessible_and_lead_to_an_official_one(site, open_as):
    person = committed(Person.objects.get, account__email=site.emails["active"])
    saved = committed(a_saved_estimate, person, name="For axe")
    other = committed(a_saved_estimate, person, name="For axe, later", retire_on=date(2053, 5, 1))
    page = open_as("active").new_page()
    addresses = [
        f"/member/estimates/{saved.pk}/",
        f"/member/estimates/{saved.pk}/delete/",
        f"/member/estimates/side-by-side/?estimate={saved.pk}&estimate={other.pk}",
        f"/member/estimates/{saved.pk}/official/",
    ]

    found = {}
    for address in addresses:
        page.goto(site.address + address)
        found[address] = faults_on_a_telephone(page)
    page.get_by_role("button", name="Send the request").click()

    expect(page.get_by_text("We have your request for an official estimate.")).to_be_visible()
    assert found == dict.fromkeys(addresses, [])


def answer(page: Page, changes: dict[str, str] | None = None) -> None:
    for label, typed in {**ANSWERS, **(changes or {})}.items():
        page.get_by_label(label).fill(typed)
    for choice in CHOICES:
        page.get_by_text(choice, exact=True).click()
    page.get_by_role("button", name="Show the estimate").click()


def figure(page: Page, day: str, name: str) -> None:
    page.get_by_label("Day you want to retire").fill(day)
    page.get_by_role("button", name="Show the estimate").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
