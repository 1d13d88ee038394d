"""A month's payments in real browsers: planned and looked over by payroll, approved by a supervisor, the file taken."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from benefits.models import Annuity, AnnuityAmount, PaymentRun
from benefits.services.payment_runs import plan
from sers_portal.base import jobs
from tests import people
from tests.browser.accessible import check
from tests.browser.conftest import committed
from tests.browser.test_claims import watched
from tests.factories.accounts import an_account


def _set_up(site) -> None:
    for who, role in (("payer", "payroll"), ("approver", "claims supervisor")):
        user = an_account(is_staff=True, given_name=who.title(), family_name="Reed")
        user.groups.add(Group.objects.get(name=role))
        site.emails[who] = user.email
    somebody = people.a_retiree(email="paid@example.org")
    annuity = Annuity.objects.get(payee=somebody)
    # A rise that a person should look at.
    month = people.this_month().first_day
    AnnuityAmount.objects.create(annuity=annuity, from_on=month, monthly="3000.00", reason="increase")


@pytest.fixture(scope="module")
def office(site) -> Iterator[None]:
    return committed(_set_up, site)


def test_payroll_plans_a_run_and_a_supervisor_approves_it(site, office, open_as):
    page = open_as("payer").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/")
    page.get_by_role("link", name="Payment run to look over and approve").click()
    page.get_by_role("link", name="Add payment run").click()
    page.get_by_label("Withhold by the last tables held").check()
    check(page)
    page.get_by_role("button", name="Save", exact=True).click()
    committed(jobs.work_off, plan.JOB)
    page.reload()
    check(page)
    row = page.get_by_role("row").filter(has_text="The amount changed by more than a tenth").first
    expect(row).to_be_visible()
    row.get_by_label("Reason").fill("The rise is to be checked")
    row.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_text("Left out: it comes with the next run.")).to_be_visible()
    expect(page.get_by_text("somebody else must approve it")).to_be_visible()
    run_address = page.url

    colleague = open_as("approver").new_page()
    said_to_colleague = watched(colleague)
    colleague.goto(run_address)
    check(colleague)
    colleague.get_by_role("button", name="I looked at the exceptions: approve").click()
    expect(colleague.get_by_text("Approved. The payments are booked on their day.")).to_be_visible()

    page.goto(run_address)
    with page.expect_download() as taking:
        page.get_by_role("button", name="Take the payment file (CSV)").click()
    page.goto(run_address)
    check(page)
    page.get_by_role("link", name="Home", exact=True).first.click()
    assert taking.value.suggested_filename.startswith("sers-payments-")
    assert committed(lambda: PaymentRun.objects.get().file_hash) != ""
    assert said == said_to_colleague == []


def test_a_returned_payment_is_entered_in_a_browser(site, office, open_as):
    page = open_as("payer").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/benefits/paymentreturn/add/")
    check(page)
    page.get_by_label("Member ID of the payee").fill("1")
    page.get_by_label("Month of the payment").fill("soon")
    page.get_by_label("Reason").fill("the account is closed")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Write the month as year and month, for example 2026-12.")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("the account is closed")
    check(page)
    assert said == []
