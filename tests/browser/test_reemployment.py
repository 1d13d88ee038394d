"""A retiree works: plans, gives notice, logs days, is warned, works one day too many, is suspended, retires again."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import User
from reemployment.models import DayWarning, SuspensionCase
from reemployment.selectors import retiree
from reemployment.services import cases
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM
from tests.browser.conftest import app_code_of, committed
from tests.browser.test_every_page import STANDARDS
from tests.factories.accounts import PASSWORD, an_account, staff
from tests.factories.reemployment import a_notice, a_retired_member, an_agency, days_logged, in_a_row

MAY = ("reemployment.decide_suspensioncase", "reemployment.view_suspensioncase")


def axe_is_clean(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    assert found.violations_count == 0, found.generate_report()


def sign_in_as(page: Page, site, email: str) -> None:
    page.goto(f"{site.address}/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(app_code_of(email))
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def a_retiree_with_an_account(email: str):
    someone = a_retired_member(retired_on=date(clock.today().year - 2, 1, 1))
    an_account(someone.member.person, email=email)
    an_agency("DHS")
    return someone


@pytest.fixture
def last_year() -> int:
    """A year that is over has room for any number of days."""
    return clock.today().year - 1


def test_a_retiree_without_javascript_goes_from_notice_to_suspension_and_back(site, browser, last_year):
    email = "wilma@example.org"
    committed(a_retiree_with_an_account, email)
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in_as(page, site, email)

    # Gives notice.
    page.goto(f"{site.address}/member/working/")
    page.get_by_role("link", name="Tell us that you go back to work").click()
    page.get_by_text("Temporary work for the State of Illinois").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Which State agency?").select_option(label="Department of Human Services")
    page.get_by_label("First day of work").fill(f"01/02/{last_year}")
    page.get_by_label("How many days do you expect").fill("60")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Send the notice").click()
    expect(page.get_by_role("heading", name="We have your notice")).to_be_visible()
    notice_address = page.url

    # Logs 75 days: most of them at once, the last by hand.
    committed(_log, email, in_a_row(date(last_year, 3, 1), 74))
    page.goto(notice_address)
    page.get_by_role("link", name="Log days").click()
    page.get_by_text("Write a day instead").click()
    page.get_by_label("A day you worked").fill(f"06/15/{last_year}")
    page.get_by_role("button", name="Add the day").click()
    expect(page.get_by_text("75 of 75")).to_be_visible()

    # Works the 76th, by a mark in the calendar.
    page.get_by_role("checkbox", name=f"June 16, {last_year}").check()
    page.get_by_role("button", name="Save this month").click()
    expect(page.get_by_text(f"June 16, {last_year} was one day too many.")).to_be_visible()
    page.locator(".crumb").get_by_role("link", name="Working after retirement").click()
    expect(page.get_by_role("heading", name="Your annuity is about to be suspended")).to_be_visible()

    # Two people confirm.
    case = committed(lambda: SuspensionCase.objects.filter(annuity__payee__account__email=email).get().pk)
    for step, name in (("Propose the suspension", "Ann"), ("Suspend the annuity", "Ben")):
        desk = browser.new_context().new_page()
        colleague = committed(staff, *MAY, email=f"{name.lower()}.desk@example.org", given_name=name).email
        sign_in_as(desk, site, colleague)
        desk.goto(f"{site.address}/admin/reemployment/suspensioncase/{case}/change/")
        desk.get_by_role("button", name=step).click()
        expect(desk.get_by_text("Done, and written into the record.")).to_be_visible()
        desk.context.close()
    page.reload()
    expect(page.get_by_role("heading", name="Your annuity is suspended")).to_be_visible()

    # The work ends, and she retires again.
    page.get_by_role("link", name="It has ended").click()
    page.get_by_label("Last day of work").fill(f"08/14/{last_year}")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Retiring again after State work").click()
    page.get_by_label("Last day of work").fill(f"08/14/{last_year}")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"September 1, {last_year}")).to_be_visible()
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_text("We have your application.")).to_be_visible()
    page.context.close()


def _log(email: str, days: list[date]) -> None:
    someone = retiree(User.objects.get(email=email).person)
    assert someone is not None
    days_logged(someone, someone.member.return_notices.get(), days)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plan_past_the_limit_shows_the_day_and_warns_once(site, browser, language):
    email = f"planner.{language}@example.org"
    next_year = clock.today().year + 1
    committed(a_retiree_with_an_account, email)
    page = browser.new_context(viewport={"width": 320, "height": 800}).new_page()
    sign_in_as(page, site, email)
    cookie = {"name": "django_language", "value": language, "url": site.address}
    page.context.add_cookies([cookie])

    page.goto(f"{site.address}/member/working/plan/{next_year}/")
    for weekday in (0, 1):
        page.locator(f"label[for=id_weekdays_{weekday}]").click()
    page.locator("form:has(input[name=weekdays_sent]) button").click()

    expect(page.locator(".usa-alert--warning").filter(has_text=str(next_year))).to_be_visible()
    assert page.locator("input[name=day]:checked").count() > 75
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    axe_is_clean(page)
    page.locator("input[name=day]:checked").last.uncheck()
    page.locator("form:has(input[name=day]) > .actions button").click()
    warned = committed(
        lambda: DayWarning.objects.filter(
            kind="plan", year=next_year, member__person__account__email=email
        ).count()
    )
    assert warned == 1
    page.context.close()


def test_each_page_of_ones_own_work_is_accessible(site, browser, last_year):
    email = "paula@example.org"
    notice, repayment = committed(_at_work_again, email, last_year)
    page = browser.new_context(viewport={"width": 320, "height": 800}).new_page()
    sign_in_as(page, site, email)

    for address in (
        "",
        f"jobs/{notice}/",
        f"jobs/{notice}/end/",
        f"jobs/{notice}/days/",
        f"jobs/{notice}/days/{last_year}-03/",
        f"years/{last_year}/",
        "repay/",
        f"repayments/{repayment}/",
        "retire-again/",
    ):
        page.goto(f"{site.address}/member/working/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        axe_is_clean(page)
    page.context.close()


def _at_work_again(email: str, last_year: int) -> tuple[str, str]:
    from benefits.rules.months import Month
    from reemployment.services import repayments
    from tests.factories.benefits import payments_of

    someone = a_retiree_with_an_account(email)
    payments_of(someone.annuity, Month.of(someone.annuity.starts_on), 12)
    notice = a_notice(someone, starts_on=date(last_year, 1, 2))
    days_logged(someone, notice, in_a_row(date(last_year, 3, 1), 76))
    case = SuspensionCase.objects.get(annuity=someone.annuity)
    cases.propose(case=case, by=staff().actor)
    cases.confirm(case=case, by=staff().actor)
    row = repayments.agree(someone=someone, kind="recomputation", number=12, by=SYSTEM)
    return str(notice.public_id), str(row.public_id)


def test_bad_days_are_told_beside_the_field_and_nothing_is_lost(site, browser):
    email = "norma@example.org"
    committed(a_retiree_with_an_account, email)
    tomorrow = clock.today() + timedelta(days=1)
    page = browser.new_context().new_page()
    sign_in_as(page, site, email)

    page.goto(f"{site.address}/member/working/notice/private/")
    page.get_by_label("Name of the employer").fill("Corner Books")
    page.get_by_label("First day of work").fill("02/30/2027")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".error-summary")).to_contain_text("There is no such day.")
    expect(page.get_by_label("Name of the employer")).to_have_value("Corner Books")

    page.get_by_label("First day of work").fill(f"{tomorrow:%m/%d/%Y}")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your annuity is not affected")).to_be_visible()
    page.context.close()
