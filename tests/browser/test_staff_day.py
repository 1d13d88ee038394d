"""A day of the auditor and of member services in real browsers: what they need is there, accessible, and on record."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from playwright.sync_api import expect

from accounts.models import Person
from benefits.models import BankAccount
from sers_portal.admin_pages import verification
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM, record
from sers_portal.base.models import AccessEvent
from tests import people
from tests.browser.accessible import check
from tests.browser.conftest import committed
from tests.browser.test_claims import watched
from tests.factories.accounts import an_account

ACCOUNT = "000123456789"
WHY = "She asks why her payment is lower"


def _set_up(site) -> int:
    for who, role in (("auditor", "auditor"), ("services", "member services")):
        user = an_account(is_staff=True, given_name="Nora", family_name=who.title())
        user.groups.add(Group.objects.get(name=role))
        site.emails[who] = user.email
    person = people.a_retiree(email="looked.at@example.org")
    account = BankAccount(person=person, routing_number="071000013", kind="checking", from_on="2020-01-01")
    account.account_number = ACCOUNT
    account.save()
    with transaction.atomic():
        person.family_name = "Walkerton"
        person.save()
        record(by=SYSTEM, verb="changed a name", subject=person, person=person.public_id, reason="marriage")
    return person.pk


@pytest.fixture(scope="module")
def ruth(site) -> Iterator[int]:
    return committed(_set_up, site)


def test_member_services_finds_a_member_reads_a_number_and_sees_her_pages(site, ruth, open_as):
    page = open_as("services").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/")
    page.get_by_label("Find a person").fill("walkerton, ruth")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Walkerton").click()
    check(page)
    expect(page.get_by_text(f"•••• {ACCOUNT[-4:]}").first).to_be_visible()
    page.get_by_text("Read a number whole").click()
    page.get_by_role("button", name="Show the number").click()
    expect(page.get_by_text("Say why: the member can read it in their list of who looked.")).to_be_visible()
    check(page)
    form = page.locator("form", has=page.get_by_role("button", name="Show the number"))
    form.get_by_label("Why you need it").fill("The bank asks about a payment")
    form.get_by_role("button", name="Show the number").click()
    expect(page.get_by_text(ACCOUNT)).to_be_visible()
    check(page)
    look = page.locator("form", has=page.get_by_role("button", name="See the pages"))
    look.get_by_label("Why you need it").fill(WHY)
    look.get_by_role("button", name="See the pages").click()
    expect(
        page.get_by_text("You see Ruth Walkerton’s pages as they do. Nothing can be changed.")
    ).to_be_visible()
    check(page)
    page.goto(f"{site.address}/member/payments/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Stop looking").click()
    expect(page).to_have_url(f"{site.address}/admin/accounts/person/{ruth}/change/")

    # Chromium notes the page that asks for the purpose as an error; nothing else was said.
    assert [line for line in said if "status of 422" not in line] == []
    assert committed(_seen, ruth) == {"number:bank": "The bank asks about a payment", "payments": WHY}


def _seen(pk: int) -> dict[str, str]:
    person = Person.objects.get(pk=pk)
    rows = AccessEvent.objects.filter(person=person.public_id, page__in=("number:bank", "payments"))
    return dict(rows.values_list("page", "purpose"))


def test_an_auditor_searches_the_audit_follows_a_change_verifies_and_reads_a_report(site, ruth, open_as):
    page = open_as("auditor").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/base/auditevent/")
    check(page)
    page.get_by_role("button", name="Verify now").click()
    committed(jobs.work_off, verification.KIND)
    page.goto(f"{site.address}/admin/base/auditevent/")
    expect(page.get_by_text("Yes.", exact=True)).to_be_visible()
    page.locator("#searchbar").fill("walkerton")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="changed a name").click()
    check(page)
    page.get_by_role("link", name=f"person {ruth}").click()
    expect(page.get_by_role("row").filter(has_text="Last name")).to_contain_text("Walkerton")
    check(page)
    page.goto(f"{site.address}/admin/reports/")
    check(page)
    page.get_by_role("link", name="Access review by role").click()
    expect(page.get_by_role("row").filter(has_text="Nora Auditor")).to_contain_text("auditor")
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a CSV file").click()

    assert download.value.suggested_filename.startswith("access-review-")
    assert said == []
