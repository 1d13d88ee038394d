"""A day of the mail room, of the publisher and of administrators in real browsers: each does what the others may not."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from accounts.models import Address, User
from accounts.services.activation.telling import tell_by_letter
from benefits.models import StatementRun, YearlyFigure
from benefits.services import payment_calendar
from benefits.services.statements import delivery, rendering
from notices.models import CalendarEntry, Letter
from sers_portal.base import clock, jobs
from sers_portal.base.models import AccessEvent, Job
from tests import people
from tests.browser.accessible import check
from tests.browser.conftest import committed
from tests.browser.test_claims import watched
from tests.factories.accounts import a_person, an_account
from tests.factories.benefits import a_run, a_statement

STAFF = {
    "postroom": ("mail room",),
    "reception": ("member services",),
    "publisher": ("publisher",),
    "administrator": ("administrator",),
    # Of both, as in a small office: what they entered themselves is for somebody else all the same.
    "deputy": ("administrator", "payroll"),
}
# Statements of these years: nobody else's tests plan or release them.
PLANNED, RELEASED = 2001, 2003
ALERT = "Calls that ask for your PIN"
FAILED = "back office"


def _set_up(site) -> None:
    for who, roles in STAFF.items():
        user = an_account(is_staff=True, given_name=who.title(), family_name="Backer")
        user.groups.add(*Group.objects.filter(name__in=roles))
        site.emails[who] = user.email
    person = a_person("Petra", "Postlethwaite")
    address = Address.objects.get(person=person)
    tell_by_letter(person=person, address=address, key="back office", template="letters/linked.html")
    _finished_run(User.objects.get(email=site.emails["publisher"]))
    Job.objects.create(
        kind=payment_calendar.KIND,
        key=FAILED,
        arguments={"year": clock.today().year + 1},
        state=Job.State.FAILED,
        attempts=jobs.MOST_ATTEMPTS,
        error="OperationalError",
        finished_at=clock.now(),
    )


def _finished_run(planner: User) -> None:
    """Planned by the publisher, its one statement made."""
    retired = people.a_retiree(email="stated@example.org")
    run = a_run(RELEASED, is_released=False)
    run.planned_by, run.planned_by_name = planner.public_id, planner.full_name
    run.save()
    a_statement(retired, people.membership_of(retired), year=RELEASED, kind="annuitant", is_released=False)


@pytest.fixture(scope="module")
def office(site) -> Iterator[None]:
    return committed(_set_up, site)


def do_with(page: Page, row: str, action: str) -> None:
    """Tick the row of a list that says this, choose what to do with it, and press Go."""
    page.get_by_role("row").filter(has_text=row).get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option(label=action)
    page.get_by_role("button", name="Go", exact=True).click()


def test_the_mail_room_mails_the_day_s_letters_and_marks_one_that_came_back(site, office, open_as):
    page = open_as("postroom").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/")
    check(page)
    page.get_by_role("link", name="Letters for the next batch").click()
    expect(page.get_by_role("link", name="Petra Postlethwaite")).to_be_visible()
    check(page)
    page.goto(f"{site.address}/admin/notices/letterbatch/")
    check(page)
    page.get_by_role("button", name="Make today's batch").click()
    expect(page.get_by_text("No letters are waiting.")).to_be_visible()
    do_with(page, page.locator(".messagelist").inner_text().strip().partition(":")[0], "Mailed today")
    expect(page.get_by_text("mailed.")).to_be_visible()
    check(page)
    page.goto(f"{site.address}/admin/notices/letter/")
    page.locator("#searchbar").fill("petra postlethwaite")
    page.get_by_role("button", name="Search").click()
    do_with(page, "Petra Postlethwaite", "Returned by the post today")
    expect(page.get_by_text("1 letter changed.")).to_be_visible()

    desk = open_as("reception").new_page()
    said_at_desk = watched(desk)
    desk.goto(f"{site.address}/admin/")
    desk.get_by_role("link", name="People whose mail comes back").click()
    check(desk)
    desk.get_by_role("link", name="Postlethwaite").click()

    expect(desk.get_by_text("Mail comes back.")).to_be_visible()
    assert committed(lambda: Letter.objects.get(recipient="Petra Postlethwaite").state) == "returned"
    assert said == said_at_desk == []


def test_the_publisher_enters_a_closing_and_takes_it_back_and_the_payment_moves(site, office, open_as):
    day = committed(lambda: CalendarEntry.objects.filter(kind="payment").latest("on").on)
    page, public = open_as("publisher").new_page(), open_as("").new_page()
    said, said_in_public = watched(page), watched(public)

    page.goto(f"{site.address}/admin/")
    page.get_by_text("Everything you may look at").click()
    check(page)
    page.get_by_role("link", name="Days of the calendar").click()
    page.get_by_role("link", name="Add day of the calendar").click()
    check(page)
    page.get_by_label("Closed on").fill(str(_next_saturday(day)))
    page.get_by_label("Name of the closing").fill("Day of mourning")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".field-on")).to_contain_text("This is a weekend day. Enter a day from Monday")
    expect(page.get_by_label("Name of the closing")).to_have_value("Day of mourning")
    check(page)
    page.get_by_label("Closed on").fill(str(day))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Payment dates are being worked out anew")).to_be_visible()
    check(page)
    committed(jobs.work_off, payment_calendar.KIND)
    public.goto(f"{site.address}/calendar/{day.year}/")
    expect(public.get_by_text("Day of mourning (proclaimed)")).to_be_visible()
    expect(_payment_on(public, day)).to_have_count(0)
    check(public)

    page.get_by_role("row").filter(has_text="Day of mourning").get_by_role("link").first.click()
    check(page)
    page.get_by_role("link", name="Delete").click()
    check(page)
    page.get_by_role("button", name="Yes, I’m sure").click()
    expect(page.get_by_text("Payment dates are being worked out anew")).to_be_visible()
    committed(jobs.work_off, payment_calendar.KIND)
    public.reload()

    expect(_payment_on(public, day)).to_have_count(1)
    expect(public.get_by_text("Day of mourning")).to_have_count(0)
    assert said == said_in_public == []


def _next_saturday(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)


def _payment_on(page: Page, day: date):
    return page.locator(f".payment-dates time[datetime='{day}']")


def test_the_publisher_warns_of_a_scam_and_takes_the_warning_back(site, office, open_as):
    page, public = open_as("publisher").new_page(), open_as("").new_page()
    said, said_in_public = watched(page), watched(public)
    today = clock.today()

    page.goto(f"{site.address}/admin/notices/scamalert/")
    page.get_by_role("link", name="Add scam alert").click()
    check(page)
    for label, words in (
        ("Title in English", ALERT),
        ("Title in Spanish", "Llamadas"),
        ("Words in English", "Hang up. **We never ask for it.**"),
        ("Words in Spanish", "Cuelgue."),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_label("In the banner through").fill(str(today - timedelta(days=1)))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The last day is before the first. Enter a later one.")).to_be_visible()
    check(page)
    page.get_by_label("In the banner through").fill(str(today + timedelta(days=1)))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("row").filter(has_text=ALERT)).to_be_visible()
    public.goto(site.address)
    public.get_by_role("link", name=f"Read more about “{ALERT}”").click()
    expect(public.get_by_text("We never ask for it.")).to_be_visible()

    do_with(page, ALERT, "Withdraw: shown nowhere any more")
    expect(page.get_by_text("Withdrawn.")).to_be_visible()
    check(page)
    public.goto(site.address)

    expect(public.get_by_role("heading", level=1)).to_be_visible()
    expect(public.get_by_text(ALERT)).to_have_count(0)
    assert said == said_in_public == []


def test_the_publisher_composes_an_issue_previews_and_publishes_it(site, office, open_as):
    page = open_as("publisher").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/notices/newsletterissue/add/")
    for label, words in (
        ("Date of the issue", "2026-10-05"),
        ("Title in English", "Autumn news"),
        ("Title in Spanish", "Noticias de otoño"),
        ("Heading in English", "Form 1099-R"),
        ("Heading in Spanish", "Formulario 1099-R"),
        ("Words in Spanish", "Llega antes del **31 de enero**."),
    ):
        page.get_by_role("textbox", name=label).fill(words)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".field-words_en .errorlist")).to_contain_text("This field is required.")
    expect(page.get_by_role("textbox", name="Heading in Spanish")).to_have_value("Formulario 1099-R")
    check(page)
    page.get_by_role("textbox", name="Words in English").fill("It comes by **January 31**.")
    page.get_by_role("button", name="Save", exact=True).click()
    check(page)
    page.get_by_role("row").filter(has_text="Autumn news").get_by_role("link", name="Look").click()
    expect(page.get_by_text("This issue is a draft")).to_be_visible()
    expect(page.locator("strong", has_text="January 31")).to_be_visible()
    check(page)
    page.go_back()
    do_with(page, "Autumn news", "Publish in the public archive")
    expect(page.get_by_text("Published.")).to_be_visible()
    page.goto(f"{site.address}/informer/")
    page.get_by_role("link", name="Autumn news").click()

    expect(page.get_by_role("link", name="PDF in large print")).to_be_visible()
    assert [line for line in said if "422" not in line] == []


def test_the_publisher_plans_statements_and_looks_at_a_sample(site, office, open_as):
    page = open_as("publisher").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/benefits/statementrun/add/")
    page.get_by_label("Calendar year").fill(str(clock.today().year))
    page.get_by_role("button", name="Plan the statements").click()
    expect(page.get_by_text("is not over yet")).to_be_visible()
    check(page)
    page.get_by_label("Calendar year").fill(str(PLANNED))
    page.get_by_role("button", name="Plan the statements").click()
    page.get_by_role("button", name="Start rendering").click()
    expect(page.get_by_text("The workers have begun.")).to_be_visible()
    committed(jobs.work_off, rendering.JOB)
    page.reload()
    check(page)
    sample = page.get_by_role("link", name="(PDF)").first.get_attribute("href")
    paper = page.request.get(site.address + sample).body()
    expect(page.get_by_text("You planned this run, so somebody else must release it.")).to_be_visible()

    assert paper.startswith(b"%PDF")
    assert committed(lambda: AccessEvent.objects.filter(page="sample of a statement run").count()) == 1
    assert said == []


def test_an_administrator_releases_what_the_publisher_planned(site, office, open_as):
    planner, page = open_as("publisher").new_page(), open_as("administrator").new_page()
    said_to_planner, said = watched(planner), watched(page)

    page.goto(f"{site.address}/admin/")
    check(page)
    page.get_by_role("link", name="Statement runs not released").click()
    page.get_by_role("link", name=str(RELEASED)).click()
    check(page)
    planner.goto(page.url)
    expect(planner.get_by_text("You planned this run, so somebody else must release it.")).to_be_visible()
    expect(planner.get_by_role("button", name="release")).to_have_count(0)
    page.get_by_role("button", name="I looked at samples: release").click()
    expect(page.get_by_text("Released. Everybody is told now, by e-mail or by letter.")).to_be_visible()
    committed(jobs.work_off, delivery.JOB)
    page.reload()
    check(page)

    expect(page.get_by_text("Everybody was sent an e-mail or a letter.")).to_be_visible()
    by = committed(lambda: StatementRun.objects.get(year=RELEASED).released_by_name)
    assert by == "Administrator Backer"
    assert said == said_to_planner == []


def test_an_administrator_approves_a_figure_that_a_colleague_entered(site, office, open_as):
    colleague, page = open_as("deputy").new_page(), open_as("administrator").new_page()
    said_to_colleague, said = watched(colleague), watched(page)

    colleague.goto(f"{site.address}/admin/benefits/yearlyfigure/add/")
    year = colleague.get_by_label("Year:").input_value()
    colleague.get_by_label("Change of CPI-U").fill("27")
    colleague.get_by_label("Where you read it").fill("BLS release of October 14")
    colleague.get_by_role("button", name="Save", exact=True).click()
    expect(colleague.get_by_text("No year has seen such a change.")).to_be_visible()
    check(colleague)
    colleague.get_by_label("Change of CPI-U").fill("2.7")
    colleague.get_by_role("button", name="Save", exact=True).click()
    colleague.get_by_role("link", name=year).click()
    expect(colleague.get_by_text("You entered this figure. A second person must approve it.")).to_be_visible()
    expect(colleague.get_by_role("button", name="Approve this figure")).to_have_count(0)

    page.goto(f"{site.address}/admin/")
    page.get_by_role("link", name="Yearly figures to approve").click()
    check(page)
    page.get_by_role("link", name=year).click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    expect(page.get_by_text("Deputy Backer, who entered it, can withdraw it.")).to_be_visible()
    expect(page.get_by_role("button", name="Withdraw it")).to_have_count(0)
    check(page)
    page.get_by_role("button", name="Approve this figure").click()

    expect(page.get_by_text("Approved. It is law from its effective day.")).to_be_visible()
    assert committed(lambda: YearlyFigure.objects.get(year=year).approved_by_name) == "Administrator Backer"
    assert said == said_to_colleague == []


def test_an_administrator_hands_out_failed_work_again_and_reads_who_holds_which_role(site, office, open_as):
    page = open_as("administrator").new_page()
    said = watched(page)

    page.goto(f"{site.address}/admin/")
    page.get_by_role("link", name="Jobs that failed").click()
    check(page)
    do_with(page, "OperationalError", "Hand out again")
    expect(page.get_by_text("1 job is handed out at once.")).to_be_visible()
    committed(jobs.work_off, payment_calendar.KIND)
    page.goto(f"{site.address}/admin/accounts/user/")
    page.get_by_role("link", name="publisher", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="Publisher Backer")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Administrator Backer")).to_have_count(0)
    check(page)
    page.get_by_role("link", name=site.emails["publisher"]).click()
    check(page)

    assert committed(lambda: Job.objects.get(key=FAILED).state) == Job.State.DONE
    assert said == []
