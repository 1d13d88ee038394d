"""A member's tasks of the profile, messages, appointments and helpers: without JavaScript, and looked at by axe."""

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from accounts.services import appointments, conversations
from tests import people
from tests.browser.accessible import check_on_a_telephone
from tests.browser.conftest import committed
from tests.factories.delegates import a_delegation, a_helper
from tests.pages.test_appointments import next_monday


def _set_up(site) -> dict[str, str]:
    nora, dana = people.a_person("Nora", "Field"), a_helper(email="dana.kind@example.org")
    account, staff = people.an_account(nora, email="nora@example.org"), people.staff()
    site.emails.update(nora=account.email, dana=dana.email)
    a_delegation(nora, dana)
    wish = appointments.Wish("taxes", "springfield", ["mon"], "any")
    row = appointments.request(person=nora, id=uuid.uuid4(), wish=wish, by=account.actor)
    appointments.offer(appointment=row, times=[next_monday()], by=staff.actor)
    written = conversations.write(
        person=nora, id=uuid.uuid4(), topic="taxes", words="Which form?", files=[], by=account.actor
    )
    conversations.answer(conversation=written, id=uuid.uuid4(), words="The W-4P.", by=staff.actor)
    return {"message": f"messages/{written.pk}/", "appointment": f"appointments/{row.pk}/"}


@pytest.fixture(scope="module")
def nora(site) -> Iterator[dict[str, str]]:
    return committed(_set_up, site)


@pytest.mark.parametrize("what", ["message", "appointment"])
def test_pages_with_an_id_are_accessible_and_fit_a_telephone(site, nora, open_as, what):
    page = open_as("nora").new_page()

    page.goto(f"{site.address}/member/{nora[what]}")

    check_on_a_telephone(page)


def test_a_member_without_javascript_tells_a_new_address(site, nora, open_as):
    page = open_as("nora", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/member/profile/")
    page.get_by_role("link", name="Tell us a new address").click()
    page.get_by_label("Street address or P. O. Box").fill("7 Oak Lane")
    page.get_by_label("City", exact=True).fill("Peoria")
    page.get_by_label("State", exact=True).fill("Illinoiss")
    page.get_by_label("ZIP code").fill("61602")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the two letters of the state")

    page.get_by_label("State", exact=True).fill("IL")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Keep this address").click()

    expect(page.get_by_text("We have your new address as of")).to_be_visible()
    expect(page.get_by_role("region", name="Your addresses")).to_contain_text("7 Oak Lane, Peoria, IL 61602")


def test_a_member_without_javascript_writes_a_message_and_reads_the_answer(site, nora, open_as):
    page = open_as("nora", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/member/messages/")
    expect(page.get_by_text("Taxes").first).to_be_visible()
    page.get_by_role("link", name="Write a message").click()
    page.locator("label", has_text="My payments").click()
    page.get_by_label("Your message").fill("When am I paid?")
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.get_by_text("We have your message.")).to_be_visible()
    expect(page.get_by_text("When am I paid?")).to_be_visible()


def test_a_member_without_javascript_books_a_time(site, nora, open_as):
    page = open_as("nora", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/member/{nora['appointment']}")

    page.locator("label.usa-radio__label").first.click()
    page.get_by_role("button", name="Book this time").click()

    expect(page.get_by_text("Your appointment is booked.")).to_be_visible()
    expect(page.get_by_role("link", name="Put it into your calendar")).to_be_visible()


def test_a_helper_without_javascript_opens_a_record_and_leaves_it(site, nora, open_as):
    page = open_as("dana", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/member/")
    page.get_by_role("button", name="Open the record Nora Field").click()
    expect(page.get_by_role("heading", name="You are looking at Nora Field’s record")).to_be_visible()
    page.goto(f"{site.address}/member/profile/address/")
    expect(page.get_by_text("Only the member can do this.")).to_be_visible()

    page.goto(f"{site.address}/member/")
    page.get_by_role("button", name="Leave this record").click()

    expect(page.get_by_role("heading", name="People you help")).to_be_visible()
