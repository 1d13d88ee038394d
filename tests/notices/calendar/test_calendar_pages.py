"""The public payment calendar: as a page, as a feed, on paper, and when the database fails."""

import io
from datetime import date

import icalendar
import pikepdf
import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from benefits.services import payment_calendar
from notices import calendar as calendar_pages
from notices.services import calendar
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(on_day):
    """The dates of 2026 and 2027 are public."""
    for year in (2026, 2027):
        payment_calendar.publish_year(year=year, by=SYSTEM)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_names_the_next_payment_and_why_it_is_not_on_the_19th(client, published):
    response = client.get(reverse("calendar"))

    assert response.status_code == 200
    assert response.context["dates"].next_payment.on == date(2026, 12, 18)
    assert "Friday, December 18, 2026" in text_of(response)
    assert "December 19 is a Saturday." in text_of(response)


def test_the_payment_of_today_is_still_the_next_one(client, published, on_day):
    on_day(date(2026, 12, 18))

    response = client.get(reverse("calendar"))

    assert response.context["dates"].next_payment.on == date(2026, 12, 18)


def test_after_the_last_payment_of_the_year_no_month_of_it_is_the_next(client, published, on_day):
    on_day(date(2026, 12, 19))

    this_year = client.get(reverse("calendar_year", args=[2026])).context["dates"]
    next_year = client.get(reverse("calendar_year", args=[2027])).context["dates"]

    assert this_year.next_payment is None
    assert next_year.next_payment.on == date(2027, 1, 19)


@pytest.mark.parametrize(
    ("month", "reason"),
    [
        (date(2026, 1, 1), "State offices are closed on Monday, January 19: Martin Luther King Jr. Day."),
        (date(2026, 4, 1), "April 19 is a Sunday."),
        (date(2026, 5, 1), ""),
        (
            date(2027, 6, 1),
            "June 19 is a Saturday. State offices are closed on Friday, June 18: "
            "Juneteenth National Independence Day (observed).",
        ),
    ],
    ids=["holiday", "sunday", "the 19th itself", "saturday after a holiday"],
)
def test_the_reason_names_each_closed_day(client, published, month, reason):
    dates = client.get(reverse("calendar_year", args=[month.year])).context["dates"]

    assert dates.payments[month.month - 1].reason == reason


def test_the_reason_names_a_proclaimed_closing(client, published):
    calendar.add_closing(on=date(2027, 5, 19), title="Day of mourning", by=SYSTEM)
    jobs.work_off(payment_calendar.KIND)

    response = client.get(reverse("calendar_year", args=[2027]))

    assert "State offices are closed on Wednesday, May 19: Day of mourning." in text_of(response)
    assert "(proclaimed)" in text_of(response)


def test_years_link_to_published_neighbours_only(client, published):
    response = client.get(reverse("calendar_year", args=[2027]))

    assert (response.context["dates"].previous_year, response.context["dates"].next_year) == (2026, None)
    assert reverse("calendar_year", args=[2026]) in text_of(response)
    assert reverse("calendar_year", args=[2028]) not in text_of(response)


def test_a_year_not_published_yet_says_so_and_that_payments_come(client, published):
    response = client.get(reverse("calendar_year", args=[2028]))

    assert response.status_code == 200
    assert "Not every payment date of 2028 is published yet." in text_of(response)
    assert "You are paid each month" in text_of(response)
    assert client.get(reverse("calendar_pdf", args=[2028])).status_code == 404


@pytest.mark.parametrize("year", [1999, 2025, 2029, 9999, 10000, 0])
def test_a_year_far_away_is_not_found(client, published, year):
    response = client.get(reverse("calendar_year", args=[year]))

    assert response.status_code == 404


def test_the_page_before_anything_is_published_never_reads_as_no_payment(client, on_day):
    response = client.get(reverse("calendar"))

    assert response.status_code == 200
    assert "You are paid each month" in text_of(response)


@pytest.mark.parametrize("name", ["calendar", "calendar_feed", "calendar_pdf"])
def test_a_failing_database_says_that_the_payment_comes_all_the_same(client, published, name):
    def fail(*args: object) -> None:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(fail):
        response = client.get(reverse(name, args=[2026] if name == "calendar_pdf" else []))

    assert response.status_code == 503
    assert "This changes nothing about your payment" in text_of(response)


def read_feed(client) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(client.get(reverse("calendar_feed")).content)


def test_the_feed_reads_back_as_all_day_events_with_the_reason(client, published):
    feed = read_feed(client)

    events = {event.decoded("dtstart"): event for event in feed.events}
    january = events[date(2026, 1, 16)]
    assert len(feed.events) == 24
    assert january["dtstart"].params["VALUE"] == "DATE"
    assert january.decoded("dtend") == date(2026, 1, 17)
    assert "Martin Luther King Jr. Day" in january["description"]
    assert str(january["url"]).endswith(reverse("calendar_year", args=[2026]))
    assert feed["version"] == "2.0"
    assert not feed.errors
    assert not any(event.errors for event in feed.events)


def test_the_feed_keeps_an_events_uid_when_its_payment_moves(client, published):
    before = {event["uid"]: event.decoded("dtstart") for event in read_feed(client).events}

    calendar.add_closing(on=date(2027, 5, 19), title="Day of mourning", by=SYSTEM)
    jobs.work_off(payment_calendar.KIND)

    after = {event["uid"]: event.decoded("dtstart") for event in read_feed(client).events}
    assert before.keys() == after.keys()
    moved = [(before[uid], after[uid]) for uid in before if before[uid] != after[uid]]
    assert moved == [(date(2027, 5, 19), date(2027, 5, 18))]


def test_the_feed_has_the_headers_calendars_ask_for(client, published):
    response = client.get(reverse("calendar_feed"))

    again = client.get(reverse("calendar_feed"), headers={"If-Modified-Since": response["Last-Modified"]})

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "max-age=3600" in response["Cache-Control"]
    assert 'filename="sers-payment-dates.ics"' in response["Content-Disposition"]
    assert again.status_code == 304


def test_the_printed_year_is_one_tagged_page(client, published):
    response = client.get(reverse("calendar_pdf", args=[2027]))

    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert len(document.pages) == 1
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en"
        assert "2027" in str(document.docinfo["/Title"])
    assert response["Content-Type"] == "application/pdf"


def test_the_feed_is_unfolded_in_the_lines_the_standard_allows(client, published):
    content = calendar_pages.write_feed()

    lines = content.split(b"\r\n")

    assert lines[0] == b"BEGIN:VCALENDAR"
    assert max(map(len, lines)) <= 75
