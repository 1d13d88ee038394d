"""A retiree works: plans, gives notice, logs days, is warned, works one day too many, is suspended, retires again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from accounts.models import User
from benefits.rules.months import Month
from notices.models import Email
from reemployment.models import DayWarning, SuspensionCase
from reemployment.selectors import retiree
from reemployment.services import repayments, telling
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from tests.browser.accessible import faults
from tests.browser.conftest import committed
from tests.factories.accounts import an_account, staff
from tests.factories.benefits import payments_of
from tests.factories.claims import WORK
from tests.factories.reemployment import a_retired_member, an_agency, days_logged, in_a_row

MAY = ("reemployment.decide_suspensioncase", "reemployment.view_suspensioncase", *WORK)
# Two months of a calendar of a year stand for all: the 76th day is in June, and October is past the limit of the plan.
TWO_MONTHS_OF_A_YEAR = {"exclude": [[".months > div:not(:nth-child(6), :nth-child(10))"]]}
LAST_DAY = (
    "You have worked as many days for the State in %(year)s as a retired member may. "
    "One more day suspends your annuity from that day."
)


@dataclass(frozen=True)
class Window:
    """What a retiree reads with, in one language; every page that opens in it is looked at."""

    page: Page
    language: str
    has_script: bool

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def follow(self, part_of_address: str) -> None:
        self.page.locator(f"main a[href*='{part_of_address}']").first.click()
        self.look()

    def send(self, button: str = "button[type=submit]", **fields: str) -> None:
        """Write into the fields of these names, and press the button."""
        for name, text in fields.items():
            self.page.locator(f"main input:not([type=checkbox])[name={name}]").fill(text)
        self.page.locator(f"main {button}").first.click()
        self.look()

    def look(self) -> None:
        """The language is the reader's, the page fits a telephone, and axe, which is a script, finds nothing."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        if self.has_script:
            self.page.wait_for_load_state()
            assert self.page.evaluate("document.documentElement.scrollWidth") <= 320, self.page.url
            assert faults(self.page, within=TWO_MONTHS_OF_A_YEAR) == [], self.page.url

    def says(self, words: str, **of: object) -> None:
        """The page shows this sentence of the catalogue in the reader's language; days are written out."""
        with translation.override(self.language):
            written = {name: date_format(it) if isinstance(it, date) else it for name, it in of.items()}
            sentence = gettext(words) % written if written else gettext(words)
        expect(self.page.locator("main").get_by_text(sentence).first).to_be_visible()


@pytest.fixture
def in_december() -> Iterator[int]:
    """The year of the next December 1, which the portal's clock shows: most of that year is over.

    The clock only moves forward. Codes of apps and sessions keep the real time.
    """
    now = timezone.now()
    begins = (datetime(now.year + more, 12, 1, 12, tzinfo=clock.SPRINGFIELD) for more in (0, 1))
    noon = next(moment for moment in begins if moment > now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "_moved_forward", lambda: noon - now)
        yield noon.year


@pytest.fixture(scope="module")
def desks(site, browser, saved_sign_ins) -> Iterator[list[Page]]:
    """The windows of two of staff, who know each other's work."""
    pages = []
    for name in ("Ann", "Ben"):
        colleague = committed(staff, *MAY, email=f"{name.lower()}.desk@example.org", given_name=name)
        site.emails[name] = colleague.email
        pages.append(browser.new_context(storage_state=saved_sign_ins(name)).new_page())
    yield pages
    for page in pages:
        page.context.close()


def a_retiree_with_an_account(email: str, **fields):
    someone = a_retired_member(retired_on=date(clock.today().year - 2, 1, 1), **fields)
    an_account(someone.member.person, email=email)
    an_agency("DHS")
    payments_of(someone.annuity, Month.of(someone.annuity.starts_on), 12)
    return someone


@pytest.mark.parametrize(("language", "has_script"), [("en", False), ("es", True)])
def test_a_retiree_goes_from_a_plan_over_the_76th_day_to_retiring_again(
    site, browser, saved_sign_ins, desks, in_december, language, has_script
):
    year, email = in_december, f"wilma.{language}@example.org"
    committed(a_retiree_with_an_account, email, language=language)
    site.emails[email] = email
    options = {"storage_state": saved_sign_ins(email), "java_script_enabled": has_script}
    context = browser.new_context(viewport={"width": 320, "height": 800}, **options)
    window = Window(context.new_page(), language, has_script)
    context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
    working = f"{site.address}/member/working/"

    # Plans the next year past the limit, and takes a day out again.
    window.page.goto(f"{working}plan/{year + 1}/")
    for weekday in (0, 1):
        window.page.locator(f"label[for=id_weekdays_{weekday}]").click()
    window.send("form:has([name=weekdays_sent]) button")
    window.says("This plan goes past the limit")
    planned = window.page.locator("input[name=day]:checked")
    assert (number := planned.count()) > 75
    planned.last.uncheck()
    window.page.locator("form:has([name=day]) > .actions button").click()
    expect(planned).to_have_count(number - 1)

    # Gives notice.
    window.page.goto(working)
    window.follow("/notice/")
    window.page.locator("label[for=id_kind_0]").click()
    window.send()
    window.page.locator("[name=employer]").select_option(label="Department of Human Services")
    window.send(starts_on=f"01/02/{year}", expected_days="60")
    window.says("Check your answers")
    window.send("[name=confirmed]")
    window.says("We have your notice")

    # Logs 75 days, most of them at once and the last by hand, and is warned.
    committed(_log, email, in_a_row(date(year, 3, 1), 74))
    window.follow("/days/")
    window.page.locator("main summary").click()
    window.send("form[action$='/add/'] button", day=f"06/15/{year}")
    expect(window.page.locator(".day-line strong")).to_have_text("75")
    assert committed(_warned, email) == [(year + 1, "plan"), (year, "days_70"), (year, "days_75")]
    warning = committed(_email_at_75_days, email)
    with translation.override(language):
        assert warning.subject == gettext("A warning about your days of work")
        assert gettext(LAST_DAY) % {"year": year} in warning.body

    # Works the 76th, by a mark in the calendar.
    window.page.locator(f"input[name=day][value='{year}-06-16']").check()
    window.send("form:has([name=day]) > .actions button")
    window.says("%(date)s was one day too many.", date=date(year, 6, 16))
    window.follow("/working/")
    window.says("Your annuity is about to be suspended")

    # Two people confirm.
    case = committed(lambda: SuspensionCase.objects.get(annuity__payee__account__email=email).pk)
    for desk, step in zip(desks, ("Propose the suspension", "Suspend the annuity"), strict=True):
        desk.goto(f"{site.address}/admin/reemployment/suspensioncase/{case}/change/")
        desk.get_by_role("button", name=step).click()
        expect(desk.get_by_text("Done, and written into the record.")).to_be_visible()
    window.open(working)
    window.says("Your annuity is suspended")

    # The pages that only a year like this one fills.
    repayment = committed(_agree_to_repay, email)
    for address in (f"years/{year}/", "repay/", f"repayments/{repayment}/"):
        window.open(working + address)

    # The work ends, and she retires again.
    window.page.goto(working)
    window.follow("/end/")
    window.send(ended_on=f"08/14/{year}")
    window.follow("/retire-again/")
    window.send(last_day=f"08/14/{year}")
    window.says("Annuity starts again on")
    window.says("%(date)s", date=date(year, 9, 1))
    window.send("[name=confirmed]")
    window.page.wait_for_url("**/member/claims/*/")
    reference = window.page.url.rstrip("/").rpartition("/")[2]
    context.close()

    # Staff find the application among those that nobody holds, and take it.
    desk = desks[0]
    desk.goto(f"{site.address}/admin/")
    desk.get_by_role("link", name="Claims that nobody holds").click()
    desk.get_by_role("link", name=reference).click()
    desk.get_by_role("button", name="Take").click()
    expect(desk.get_by_text("You hold this claim now.")).to_be_visible()


def _log(email: str, days: list[date]) -> None:
    someone = _retiree_of(email)
    days_logged(someone, someone.member.return_notices.get(), days)


def _retiree_of(email: str):
    someone = retiree(User.objects.get(email=email).person)
    assert someone is not None
    return someone


def _warned(email: str) -> list[tuple[int, str]]:
    """The warnings told, in their order, once the workers have done their jobs."""
    jobs.work_off(telling.WARNING_JOB)
    told = DayWarning.objects.filter(member__person__account__email=email, is_told=True)
    return list(told.order_by("due_at").values_list("year", "kind"))


def _email_at_75_days(email: str) -> Email:
    warning = DayWarning.objects.get(member__person__account__email=email, kind="days_75")
    return Email.objects.get(to=email, key=f"{telling.WARNING_JOB}:{warning.pk}")


def _agree_to_repay(email: str) -> str:
    agreed = repayments.agree(someone=_retiree_of(email), kind="recomputation", number=12, by=SYSTEM)
    return str(agreed.public_id)


def test_bad_days_are_told_beside_the_field_and_nothing_is_lost(site, open_as):
    email = "norma@example.org"
    committed(a_retiree_with_an_account, email)
    site.emails[email] = email
    tomorrow = clock.today() + timedelta(days=1)
    page = open_as(email).new_page()

    page.goto(f"{site.address}/member/working/notice/private/")
    page.get_by_label("Name of the employer").fill("Corner Books")
    page.get_by_label("First day of work").fill("02/30/2027")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".error-summary")).to_contain_text("There is no such day.")
    expect(page.get_by_label("Name of the employer")).to_have_value("Corner Books")

    page.get_by_label("First day of work").fill(f"{tomorrow:%m/%d/%Y}")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your annuity is not affected")).to_be_visible()
