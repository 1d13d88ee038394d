"""Papers in a real browser: read, take as files, have something confirmed, check a code, report a scam, end the newsletter."""

import re
import uuid
import zipfile
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Address, LetterFor, NewsletterDelivery, Person, User
from accounts.services import newsletter as delivery
from accounts.services.activation.telling import tell_by_letter
from notices.models import NewsletterIssue, NewsletterSection
from notices.services import newsletter, scams
from sers_portal.base import clock
from sers_portal.base.audit import Actor
from tests.browser.accessible import check_on_a_telephone as check
from tests.browser.conftest import committed

EDITOR = Actor(id=uuid.UUID(int=1818), name="Ed Itor")


def of_cast(site, who: str) -> Person:
    return User.objects.get(email=site.emails[who]).person


def a_letter(site, who: str) -> str:
    """The id of a new letter to somebody of the cast."""
    person = of_cast(site, who)
    address = Address.objects.get(person=person)
    tell_by_letter(person=person, address=address, key=str(uuid.uuid4()), template="letters/linked.html")
    return str(LetterFor.objects.filter(person=person).latest("pk").letter_id)


def an_issue(on: date) -> str:
    issue = NewsletterIssue.objects.create(on=on, title_en="News of the month", title_es="Noticias del mes")
    NewsletterSection.objects.create(
        issue=issue,
        heading_en="Form 1099-R",
        heading_es="Formulario 1099-R",
        words_en="By **January 31**.\n\n- by mail",
        words_es="Antes del 31 de enero.",
    )
    newsletter.publish(issue=issue, by=EDITOR)
    return issue.on.isoformat()


@pytest.mark.parametrize("has_script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_retiree_has_income_confirmed_and_a_landlord_checks_it(site, open_as, has_script):
    page = open_as("retired", java_script_enabled=has_script).new_page()
    page.goto(f"{site.address}/member/documents/verification/")

    page.get_by_role("link", name="Make a proof of income").click()
    page.get_by_text(re.compile("net payment of")).click()
    page.get_by_role("button", name="Continue").click()
    _check_if(has_script, page)
    page.get_by_role("button", name="Agree and make the letter").click()
    expect(page.get_by_role("heading", name="Your letter is ready")).to_be_visible()
    _check_if(has_script, page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    code = page.locator(".characters").inner_text()

    landlord = open_as("", java_script_enabled=has_script).new_page()
    landlord.goto(f"{site.address}/check/")
    landlord.get_by_label("Code of the letter or e-mail").fill(code.lower())
    landlord.get_by_role("button", name="Check the code").click()
    expect(
        landlord.get_by_role("heading", name="Yes. This verification letter is from SERS.")
    ).to_be_visible()
    expect(landlord.get_by_text("$2,150.00")).to_be_visible()
    expect(landlord.get_by_text("$1,968.38")).to_have_count(0)
    _check_if(has_script, landlord)

    page.get_by_role("button", name="Take this letter back").click()
    expect(page.get_by_role("heading", name="This letter is taken back")).to_be_visible()
    landlord.get_by_label("Code of the letter or e-mail").fill(code)
    landlord.get_by_role("button", name="Check the code").click()
    expect(landlord.get_by_role("heading", name="no longer valid")).to_be_visible()
    assert download.value.suggested_filename.startswith("SERS-verification-")


def test_a_member_reads_a_statement_in_large_type_and_takes_the_large_print(site, open_as):
    page = open_as("active").new_page()
    page.goto(f"{site.address}/member/documents/")

    page.get_by_role("link", name=re.compile(r"^Statement for \d{4}$")).click()
    ordinary = page.locator(".paper dd").first.evaluate(
        "element => parseFloat(getComputedStyle(element).fontSize)"
    )
    page.get_by_role("link", name="Large type on this page").click()
    large = page.locator(".paper dd").first.evaluate(
        "element => parseFloat(getComputedStyle(element).fontSize)"
    )
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF in large print").click()

    assert large >= 1.35 * ordinary
    assert download.value.suggested_filename.endswith("-large-print.pdf")


def test_a_statement_prints_without_the_buttons_around_it(site, open_as):
    page = open_as("active").new_page()
    page.goto(f"{site.address}/member/documents/statements/{site.statement}/")

    page.emulate_media(media="print")

    expect(page.locator(".paper h1")).to_be_visible()
    expect(page.get_by_role("link", name="Download as PDF")).to_be_hidden()


def test_a_member_finds_a_letter_in_the_list_of_messages_and_reads_it(site, open_as):
    committed(a_letter, site, "survivor")
    page = open_as("survivor").new_page()
    page.goto(f"{site.address}/member/documents/letters/")

    check(page)
    page.get_by_role("link", name="About your online account").first.click()

    expect(page.get_by_role("heading", name="Your online account is ready")).to_be_visible()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    assert download.value.suggested_filename.startswith("SERS-letter-")


def test_a_member_takes_all_own_data_as_a_file(site, open_as):
    page = open_as("inactive").new_page()
    page.goto(f"{site.address}/member/documents/data/")

    with page.expect_download() as download:
        page.get_by_role("button", name="Make and download my file").click()

    with zipfile.ZipFile(download.value.path()) as file:
        assert "Ivan" in file.read("your-data.json").decode()


@pytest.mark.parametrize("has_script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_stranger_reports_a_scam(site, open_as, has_script):
    page = open_as("", java_script_enabled=has_script).new_page()
    page.goto(f"{site.address}/scams/report/")

    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("link", name="Choose how they reached you.")).to_be_visible()
    _check_if(has_script, page)
    page.get_by_text("A telephone call").click()
    page.get_by_label("What did they say or ask for?").fill("My pension would stop today.")
    page.get_by_text("My bank account or card number").click()
    page.get_by_role("button", name="Send the report").click()

    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()
    expect(page.get_by_role("heading", name="You gave something away: do this now")).to_be_visible()
    _check_if(has_script, page)


def test_an_alert_of_staff_stands_above_every_page_and_leads_to_its_words(site, open_as):
    today = clock.today()
    alert = committed(
        scams.publish_alert,
        titles=("Calls about early payment", "Llamadas"),
        words=("Hang up.", "Cuelgue."),
        from_on=today,
        until_on=today + timedelta(days=1),
        by=EDITOR,
    )
    page = open_as("active").new_page()
    page.goto(f"{site.address}/member/")

    page.get_by_role("link", name="Read more about “Calls about early payment”").click()

    expect(page.get_by_text("Hang up.")).to_be_visible()
    check(page)
    committed(scams.withdraw_alert, alert=alert, by=EDITOR)
    page.goto(f"{site.address}/member/")
    expect(page.get_by_text("Calls about early payment")).to_have_count(0)


def test_an_issue_is_read_taken_and_ended_from_its_e_mail(site, open_as):
    on = committed(an_issue, date(2026, 11, 2))
    page = open_as("").new_page()
    page.goto(f"{site.address}/informer/")

    page.get_by_role("link", name="News of the month").click()
    expect(page.get_by_text("January 31")).to_be_visible()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF in large print").click()
    page.goto(f"{site.address}/informer/stop/{committed(_delivered, site, on)}/")
    check(page)
    page.get_by_text("Not at all").click()
    page.get_by_role("button", name="Keep my choice").click()

    expect(page.get_by_role("heading", name="Your choice is kept")).to_be_visible()
    assert download.value.suggested_filename == f"the-informer-{on}-large-print.pdf"


def _delivered(site, on: str) -> str:
    person = of_cast(site, "retired")
    issue = NewsletterIssue.objects.get(on=on)
    delivery.deliver(issue=issue.pk, people=[person.pk])
    return str(NewsletterDelivery.objects.get(issue=issue, person=person).pk)


def _check_if(has_script: bool, page) -> None:
    # axe is a script.
    if has_script:
        check(page)
