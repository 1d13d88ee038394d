"""Lists of staff: counted to a limit, and narrowed by periods as staff speak of them."""

from datetime import UTC, date, datetime

import pytest
from django.contrib import admin

from notices.models import Email
from notices.services.emails import queue_email
from sers_portal.base import clock, long_lists
from tests import people

pytestmark = pytest.mark.django_db
EMAILS = "/admin/notices/email/"


@pytest.fixture
def reader(client, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 2, 10))
    client.force_login(people.staff("notices.view_email"))
    return client


def emails(*days: date) -> None:
    Email.objects.all().delete()
    for number, day in enumerate(days):
        email = queue_email(key=f"k{number}", to="ada@example.org", subject=f"Sent {day}", body="words")
        # Noon in Springfield.
        at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
        Email.objects.filter(pk=email.pk).update(created_at=at)


def test_every_list_counts_to_a_limit_and_never_the_whole_table():
    assert {model_admin.paginator for model_admin in admin.site._registry.values()} == {
        long_lists.CountedToALimit
    }
    assert not [one for one in admin.site._registry.values() if one.show_full_result_count]


def test_a_list_longer_than_the_limit_says_so_and_a_shorter_one_its_number(reader, monkeypatch):
    emails(date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3))
    whole = reader.get(EMAILS).text
    monkeypatch.setattr(long_lists, "MOST", 2)

    cut = reader.get(EMAILS).text

    assert "3 e-mails" in whole
    assert "The first 2 are listed. To see others, search, or choose a filter." in cut


@pytest.mark.parametrize(
    ("period", "seen"),
    [
        ("Today", ["2026-02-10"]),
        ("Past 7 days", ["2026-02-10", "2026-02-03"]),
        ("February 2026", ["2026-02-10", "2026-02-03"]),
        ("January 2026", ["2026-01-31"]),
        ("2025", ["2025-12-31"]),
    ],
)
def test_a_period_narrows_a_list_to_its_days_in_springfield(reader, period, seen):
    emails(date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 3), date(2026, 2, 10))
    spec = reader.get(EMAILS).context["cl"].filter_specs[1]
    (query,) = [
        words["query_string"]
        for words in spec.choices(reader.get(EMAILS).context["cl"])
        if words["display"] == period
    ]

    rows = reader.get(EMAILS + query).context["cl"].result_list

    assert [row.subject.removeprefix("Sent ") for row in rows] == seen
