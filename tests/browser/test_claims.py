"""A claim from both sides of the desk: the member's tracker, an examiner's and a supervisor's work, in real browsers."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from benefits.models import Claim
from benefits.services import claims
from tests.browser.accessible import check, faults_on_a_telephone
from tests.browser.conftest import committed
from tests.factories.accounts import an_account
from tests.factories.claims import a_claim, a_picture, an_examiner, somebody_leaving


@dataclass(frozen=True)
class Desk:
    """Lena's two claims: one to work on, one that waits for a paper."""

    retirement: str
    correction: str
    request: str
    member_id: str


def _set_up(site) -> Desk:
    lena = somebody_leaving()
    site.emails["lena"] = lena.account.email
    for who, role in (("examiner", "claims examiner"), ("supervisor", "claims supervisor")):
        user = an_account(is_staff=True, given_name=who.title(), family_name="Reed")
        user.groups.add(Group.objects.get(name=role))
        site.emails[who] = user.email
    retirement = a_claim(lena)
    correction = a_claim(lena, "correction", answers={"month": "2026-03-01", "what": "Overtime is missing."})
    asked = claims.request_document(
        claim=correction, title="Pay stub of March", words="The whole page.", by=an_examiner().actor
    )
    return Desk(retirement.reference, correction.reference, str(asked.public_id), lena.member_id)


@pytest.fixture(scope="module")
def desk(site) -> Iterator[Desk]:
    return committed(_set_up, site)


def watched(page: Page) -> list[str]:
    """What the console says from now on; a broken content policy says it there."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def do_step(page: Page, name: str) -> None:
    """Open a step of a claim, where it is folded, and press its button."""
    step = page.locator("details").filter(has=page.locator("summary", has_text=name))
    if step.get_attribute("open") is None:
        step.locator("summary").click()
    step.get_by_role("button", name=name).click()


@pytest.mark.parametrize("place", ["", "requests", "withdraw"])
def test_the_pages_of_a_claim_are_accessible_and_fit_a_telephone(site, desk, open_as, place):
    part = f"requests/{desk.request}/" if place == "requests" else f"{place}/" if place else ""
    page = open_as("lena").new_page()
    said = watched(page)

    page.goto(f"{site.address}/member/claims/{desk.correction}/{part}")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.set_viewport_size({"width": 320, "height": 800})

    check(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert said == []


def test_a_member_without_javascript_sends_in_what_is_missing(site, desk, open_as):
    page = open_as("lena", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/member/claims/")

    page.get_by_role(
        "link", name=f"See where it stands Correction of pay or service, {desk.correction}"
    ).click()
    page.get_by_role("link", name="Send it now Pay stub of March").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file, or write an answer below.")
    page.get_by_label("Files").set_input_files(
        {"name": "stub.png", "mimeType": "image/png", "buffer": a_picture()}
    )
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("Thank you. We have what you sent, and look at it.")).to_be_visible()
    expect(page.get_by_text("stub.png").first).to_be_visible()


def test_an_examiner_works_on_a_claim_and_a_supervisor_approves_it(site, desk, open_as):
    page = open_as("examiner").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/")
    check(page)
    page.get_by_role("link", name="Claims that nobody holds").click()
    check(page)
    page.get_by_role("link", name=desk.retirement).click()
    page.get_by_role("button", name="Take").click()
    page.get_by_role("button", name="Calculate by the rules").click()
    expect(page.get_by_text("$1,603.20").first).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    check(page)
    page.get_by_role("button", name="Write a note").click()
    expect(page.get_by_text("Write the note first.")).to_be_visible()
    do_step(page, "Send on to the second approval")
    expect(page.get_by_text("Sent on: a second person approves it now.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve (second person)")).to_have_count(0)

    theirs = open_as("supervisor").new_page()
    said_there = watched(theirs)
    theirs.goto(f"{site.address}/admin/")
    theirs.get_by_role("link", name="Claims I may approve").click()
    theirs.get_by_role("link", name=desk.retirement).click()
    check(theirs)
    do_step(theirs, "Approve (second person)")

    expect(theirs.get_by_text("Approved. What follows from it is done.")).to_be_visible()
    assert committed(lambda: Claim.objects.get(reference=desk.retirement).state) == "approved"
    # A form that was not right answers 422, which Chromium notes itself.
    assert [line for line in said + said_there if "422" not in line] == []


def test_a_supervisor_gives_a_claim_to_a_colleague_by_keyboard(site, desk, open_as):
    page = open_as("supervisor").new_page()
    page.goto(f"{site.address}/admin/benefits/claim/?q={desk.correction}")

    page.get_by_role("checkbox").nth(1).focus()
    page.keyboard.press("Space")
    page.get_by_label("Action:").select_option("assign_all")
    page.get_by_role("button", name="Go", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Give to")).to_be_visible()
    check(page)
    page.get_by_label("Give to").select_option(label="Examiner Reed")
    page.get_by_role("button", name="Yes, do it").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 claim done.")).to_be_visible()


def test_an_examiner_opens_a_claim_that_came_on_paper_and_is_told_what_is_missing(site, desk, open_as):
    page = open_as("examiner").new_page()
    said = watched(page)
    page.goto(f"{site.address}/admin/")

    page.get_by_role("link", name="Open a claim for somebody").click()
    check(page)
    page.get_by_role("link", name="Correction of pay or service").click()
    page.get_by_role("button", name="Open the claim").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert faults_on_a_telephone(page) == []
    page.get_by_role("link", name="Month: Write the month").click()
    page.keyboard.type("03/2026")
    page.get_by_label("What is wrong").fill("The overtime is missing.")
    page.get_by_label("Member ID of the claimant").fill(desk.member_id)
    page.get_by_role("button", name="Open the claim").click()

    expect(page.get_by_text("Opened: C-")).to_be_visible()
    expect(page.get_by_text("03/2026")).to_be_visible()
    assert [line for line in said if "422" not in line] == []
